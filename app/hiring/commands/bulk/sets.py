"""Moving, rejecting and restoring a set of applications in a handful of statements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select, update

from app.candidates.commands import cancel_todos
from app.candidates.models import Todo
from app.core.activity import record_all
from app.core.actors import Actor
from app.core.clock import now
from app.core.rows import insert_rows
from app.extensions import db
from app.hiring.activities import ApplicationMoved, ApplicationRejected, RejectionUndone
from app.hiring.commands.ending import OPEN_OFFERS, end_open_offers
from app.hiring.commands.interviews.cancelling import cancel_interviews_of
from app.hiring.commands.letters import cancel_letters, plan_rejections, stop_rejection_letters
from app.hiring.commands.promises import promised_by
from app.hiring.commands.stages import rank_of
from app.hiring.models import Application, ApplicationState, Offer, Rejection, StageStay
from app.jobs.models import Job, Stage


def move_set(rows: Sequence[Any], to: Stage, *, by: Actor) -> None:
    """`rows` are locked and active."""
    if not rows:
        return
    moment, ids = now(), [row.id for row in rows]
    _leave(ids)
    _set(
        ids, stage_id=to.id, public_stage_id=to.id, stage_entered_at=moment, board_rank=rank_of(moment), screening="",
        reply_by=promised_by(to, moment), reply_by_missed_at=None,
    )  # fmt: skip
    insert_rows(
        StageStay,
        [
            {"application_id": i, "job_id": to.job_id, "stage_id": to.id, "entered_at": moment, "moved_by_id": by.user_id}
            for i in ids
        ],
    )
    record_all(
        [
            ApplicationMoved(
                candidate=row.candidate_id, job=to.job_id, application=row.id, from_stage=row.stage_id, to_stage=to.id
            )
            for row in rows
        ],
        by=by,
    )


def reject_set(
    rows: Sequence[Any], *, job: Job, reason_id: int, note: str, silence: str, without_address: Collection[int],
    letters_due_at: datetime, by: Actor,
) -> None:  # fmt: skip
    """`rows` are locked and active. With `silence` nobody is written to; who has no address never is."""
    if not rows:
        return
    by_id, unreachable = {row.id: row for row in rows}, str(_("No e-mail address is known."))
    _end_all(list(by_id), by=by)
    silent = {number: silence or unreachable for number in by_id if silence or number in without_address}
    given = {"reason_id": reason_id, "note": note, "by_id": by.user_id, "at": now()}
    insert_rows(
        Rejection,
        [{**given, "application_id": number, "silence_reason": silent.get(number, "")} for number in by_id],
    )
    record_all(
        [
            ApplicationRejected(
                candidate=row.candidate_id, job=job.id, application=row.id, reason=reason_id, told=row.id not in silent
            )
            for row in rows
        ],
        by=by,
    )
    plan_rejections(_told(by_id, silent), job=job, due_at=letters_due_at, by=by)
    _set(silent, closed_publicly_at=now())


def _told(rows: Mapping[int, Any], silent: Collection[int]) -> dict[int, Any]:
    """Rejection → the row of its application, of those that get a mail."""
    standing = select(Rejection.id, Rejection.application_id).where(
        Rejection.application_id.in_(rows.keys() - silent), Rejection.undone_at.is_(None)
    )
    return {row.id: rows[row.application_id] for row in db.session.execute(standing.order_by(Rejection.id))}


def restore_set(rejection_ids: Sequence[int], *, by: Actor) -> set[int]:
    """Take back what still stands of rejections; the applications are locked. Answers theirs that are active again."""
    standing = db.session.execute(
        select(
            Rejection.id, Rejection.application_id, Rejection.message_id, Application.candidate_id, Application.job_id
        )
        .join(Application, Application.id == Rejection.application_id)
        .where(
            Rejection.id.in_(rejection_ids), Rejection.undone_at.is_(None),
            Application.state == ApplicationState.REJECTED,
        )
    ).all()  # fmt: skip
    applied_again = _applied_again([row.application_id for row in standing])
    standing = [row for row in standing if row.application_id not in applied_again]
    ids = [row.application_id for row in standing]
    if not ids:
        return set()
    stopped = stop_rejection_letters([row.message_id for row in standing if row.message_id is not None])
    db.session.execute(
        update(Rejection)
        .where(Rejection.id.in_([row.id for row in standing]))
        .values(undone_at=now())
        .execution_options(synchronize_session="fetch" if len(ids) < 50 else False)
    )
    last_stays = select(func.max(StageStay.id)).where(StageStay.application_id.in_(ids)).group_by(StageStay.application_id)
    db.session.execute(
        update(StageStay)
        .where(StageStay.id.in_(last_stays))
        .values(left_at=None)
        .execution_options(synchronize_session=False)
    )
    _set(ids, state=ApplicationState.ACTIVE, ended_at=None, closed_publicly_at=None)
    record_all(
        [
            RejectionUndone(
                candidate=row.candidate_id, job=row.job_id, application=row.application_id,
                mail_had_left=row.message_id is not None and row.message_id not in stopped,
            )
            for row in standing
        ],
        by=by,
    )  # fmt: skip
    return set(ids)


def _loaded(ids: Sequence[int]) -> list[Application]:
    if not ids:
        return []
    return list(
        db.session.scalars(
            select(Application).where(Application.id.in_(ids)).order_by(Application.id).execution_options(populate_existing=True)
        )
    )


def _set(ids: Collection[int], **values: Any) -> None:
    if not ids:
        return
    db.session.execute(
        update(Application)
        .where(Application.id.in_(ids))
        .values(version=Application.version + 1, **values)
        .execution_options(synchronize_session="fetch" if len(ids) < 50 else False)
    )


def _leave(ids: Sequence[int]) -> None:
    db.session.execute(
        update(StageStay)
        .where(StageStay.application_id.in_(ids), StageStay.left_at.is_(None))
        .values(left_at=now())
        .execution_options(synchronize_session=False)
    )


def _end_all(ids: Sequence[int], *, by: Actor) -> None:
    _leave(ids)
    cancel_letters(ids)
    cancel_todos(Todo.application_id.in_(ids))
    offered = select(Offer.application_id).where(Offer.application_id.in_(ids), Offer.state.in_(OPEN_OFFERS))
    end_open_offers(_loaded(db.session.scalars(offered).all()), why=ApplicationState.REJECTED.value, by=by)
    cancel_interviews_of(ids, why=ApplicationState.REJECTED.value, by=by)
    _set(ids, state=ApplicationState.REJECTED, ended_at=now(), screening="")


def _applied_again(ids: Sequence[int]) -> set[int]:
    """Of `ids`, those whose person has an active application to the same job meanwhile."""
    other = Application.__table__.alias("other")
    return set(
        db.session.scalars(
            select(Application.id).where(
                Application.id.in_(ids),
                select(other.c.id)
                .where(
                    other.c.job_id == Application.job_id, other.c.candidate_id == Application.candidate_id,
                    other.c.state == ApplicationState.ACTIVE.value,
                )
                .exists(),
            )
        )
    )  # fmt: skip
