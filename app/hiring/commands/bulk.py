"""One act on many applications of a job: rehearsed first, done set-wise, taken back as a whole."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import func, insert, select, update

from app.candidates.commands import cancel_todos
from app.candidates.models import ContactKind, ContactPoint, Todo
from app.core.activity import record_all
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.core.text import clean_text
from app.extensions import db
from app.hiring.activities import ApplicationMoved, ApplicationRejected, RejectionUndone
from app.hiring.commands.ending import end_open_offers
from app.hiring.commands.letters import cancel_letters, plan_rejections, stop_rejection_letters
from app.hiring.commands.promises import promised_by
from app.hiring.commands.rejecting import DEFAULT_DELAY, ReasonRetired, SilenceNeedsAReason, due_after
from app.hiring.commands.stages import rank_of
from app.hiring.models import Application, ApplicationState, BulkAct, Rejection, RejectReason, StageStay
from app.jobs.models import Job, Stage, StageType

MOST = 5000
PERSONAL_FROM = (StageType.INTERVIEW, StageType.OFFER)
"""Whoever got this far is told personally, never in bulk."""


class NothingToDo(Refused):
    sentence = _("None of the chosen applications can be changed like this.")


class HireOneByOne(Refused):
    sentence = _("People are hired one by one: each hire closes one opening.")


class AlreadyUndone(Refused):
    sentence = _("This was already taken back.")


@dataclass
class BulkPlan:
    """What a bulk act would do: whom it reaches and whom it leaves out, each group by its ids."""

    reached: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    already_there: list[int] = field(default_factory=list)
    set_aside: list[int] = field(default_factory=list)
    """Interviewed: they are owed a personal word."""
    without_address: list[int] = field(default_factory=list)
    """Of those reached: nobody can be written to."""


def plan_bulk_move(ids: Sequence[int], *, job: Job, to: Stage) -> BulkPlan:
    plan = BulkPlan()
    for row in _rows(ids, job):
        group = plan.ended if row.state is not ApplicationState.ACTIVE else (
            plan.already_there if row.stage_id == to.id else plan.reached
        )  # fmt: skip
        group.append(row.id)
    return plan


def plan_bulk_rejection(ids: Sequence[int], *, job: Job) -> BulkPlan:
    plan = BulkPlan()
    rows = _rows(ids, job)
    interviewed = _interviewed([row.id for row in rows])
    reachable = _reachable([row.candidate_id for row in rows])
    for row in rows:
        if row.state is not ApplicationState.ACTIVE:
            plan.ended.append(row.id)
        elif row.id in interviewed:
            plan.set_aside.append(row.id)
        else:
            plan.reached.append(row.id)
            if row.candidate_id not in reachable:
                plan.without_address.append(row.id)
    return plan


def bulk_move(ids: Sequence[int], *, job: Job, to: Stage, by: Actor) -> BulkAct:
    """Move all that can be moved; what ended or is there already is left alone."""
    if to.job_id != job.id or to.retired_at is not None:
        raise NothingToDo()
    if to.type is StageType.HIRED:
        raise HireOneByOne()
    reached = set(plan_bulk_move(ids, job=job, to=to).reached)
    rows = [row for row in _rows(ids, job, lock=True) if row.id in reached]
    if not rows:
        raise NothingToDo()
    _move(rows, to, by=by)
    return _kept(job, {"moves": [[row.id, row.stage_id, to.id] for row in rows]}, by=by)


def bulk_reject(
    ids: Sequence[int], *, job: Job, reason: RejectReason, by: Actor, note: str = "", tell: bool = True,
    silence_reason: str = "", delay: int = DEFAULT_DELAY,
) -> BulkAct:  # fmt: skip
    """Reject all that were not interviewed; the mails wait `delay` working days and one undo stops them all."""
    silence = clean_text(silence_reason).strip()[:300]
    if reason.retired_at is not None:
        raise ReasonRetired()
    if not tell and not silence:
        raise SilenceNeedsAReason()
    plan = plan_bulk_rejection([row.id for row in _rows(ids, job, lock=True)], job=job)
    applications = _loaded(plan.reached)
    if not applications:
        raise NothingToDo()
    unreachable = str(_("No e-mail address is known."))
    rejections = [
        Rejection(
            application_id=one.id, reason_id=reason.id, note=clean_text(note).strip()[:4000], by_id=by.user_id,
            silence_reason="" if tell and one.id not in plan.without_address else silence or unreachable,
        )
        for one in applications
    ]  # fmt: skip
    _end_all(applications, by=by)
    db.session.add_all(rejections)
    db.session.flush()
    told = [(one, rejection) for one, rejection in zip(applications, rejections, strict=True) if not rejection.silence_reason]
    silent = {rejection.application_id for rejection in rejections if rejection.silence_reason}
    record_all([_rejected(one, reason, told=one.id not in silent) for one in applications], by=by)
    plan_rejections(told, job=job, due_at=due_after(delay), by=by)
    _set(silent, closed_publicly_at=now())
    return _kept(job, {"rejections": [rejection.id for rejection in rejections]}, by=by)


def undo_bulk_act(act: BulkAct, *, job: Job, by: Actor) -> int:
    """Take back what still stands of it; answers how many applications that was."""
    db.session.refresh(act, ["undone_at"], with_for_update=True)
    if act.undone_at is not None:
        raise AlreadyUndone()
    act.undone_at = now()
    return _undo_moves(act, by=by) if "moves" in act.data else _undo_rejections(act, by=by)


def _undo_moves(act: BulkAct, *, by: Actor) -> int:
    back: dict[int, list[int]] = defaultdict(list)
    moved_to: dict[int, int] = {}
    for application_id, from_stage, to_stage in act.data["moves"]:
        back[from_stage].append(application_id)
        moved_to[application_id] = to_stage
    done = 0
    for from_stage, ids in back.items():
        stage = db.session.get_one(Stage, from_stage)
        rows = [
            row for row in _rows(ids, act.job_id, lock=True)
            if row.state is ApplicationState.ACTIVE and row.stage_id == moved_to[row.id]
        ]  # fmt: skip
        _move(rows, stage, by=by)
        done += len(rows)
    return done


def _undo_rejections(act: BulkAct, *, by: Actor) -> int:
    standing = db.session.execute(
        select(Rejection.id, Rejection.application_id, Rejection.message_id).where(
            Rejection.id.in_(act.data["rejections"]), Rejection.undone_at.is_(None)
        )
    ).all()
    applied_again = _applied_again([row.application_id for row in standing])
    standing = [row for row in standing if row.application_id not in applied_again]
    ids = [row.application_id for row in standing]
    stopped = stop_rejection_letters([row.message_id for row in standing if row.message_id is not None])
    db.session.execute(
        update(Rejection).where(Rejection.id.in_([row.id for row in standing])).values(undone_at=now())
    )
    last_stays = select(func.max(StageStay.id)).where(StageStay.application_id.in_(ids)).group_by(StageStay.application_id)
    db.session.execute(update(StageStay).where(StageStay.id.in_(last_stays)).values(left_at=None))
    _set(ids, state=ApplicationState.ACTIVE, ended_at=None, closed_publicly_at=None)
    by_id = {one.id: one for one in _loaded(ids)}
    record_all(
        [
            RejectionUndone(
                candidate=by_id[row.application_id].candidate_id, job=act.job_id, application=row.application_id,
                mail_had_left=row.message_id is not None and row.message_id not in stopped,
            )
            for row in standing
        ],
        by=by,
    )  # fmt: skip
    return len(ids)


def _rows(ids: Sequence[int], job: Job | int, *, lock: bool = False) -> list[Any]:
    """State and stage of the applications among `ids` that belong to the job, in one order for all lockers."""
    job_id = job if isinstance(job, int) else job.id
    statement = (
        select(Application.id, Application.state, Application.stage_id, Application.candidate_id)
        .where(Application.id.in_(list(ids)[:MOST]), Application.job_id == job_id)
        .order_by(Application.id)
    )
    return list(db.session.execute(statement.with_for_update() if lock else statement))


def _loaded(ids: Sequence[int]) -> list[Application]:
    return list(
        db.session.scalars(
            select(Application).where(Application.id.in_(ids)).order_by(Application.id).execution_options(populate_existing=True)
        )
    )


def _set(ids: Collection[int], **values: Any) -> None:
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


def _move(rows: Sequence[Any], to: Stage, *, by: Actor) -> None:
    if not rows:
        return
    moment, ids = now(), [row.id for row in rows]
    _leave(ids)
    _set(
        ids, stage_id=to.id, public_stage_id=to.id, stage_entered_at=moment, board_rank=rank_of(moment), screening="",
        reply_by=promised_by(to, moment), reply_by_missed_at=None,
    )  # fmt: skip
    db.session.execute(
        insert(StageStay),
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


def _end_all(applications: Sequence[Application], *, by: Actor) -> None:
    ids = [one.id for one in applications]
    _leave(ids)
    cancel_letters(ids)
    cancel_todos(Todo.application_id.in_(ids))
    end_open_offers(applications, why=ApplicationState.REJECTED.value, by=by)
    _set(ids, state=ApplicationState.REJECTED, ended_at=now(), screening="")


def _rejected(application: Application, reason: RejectReason, *, told: bool) -> ApplicationRejected:
    return ApplicationRejected(
        candidate=application.candidate_id, job=application.job_id, application=application.id, reason=reason.id,
        told=told,
    )  # fmt: skip


def _interviewed(ids: Sequence[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(StageStay.application_id)
            .join(Stage, Stage.id == StageStay.stage_id)
            .where(StageStay.application_id.in_(ids), Stage.type.in_(PERSONAL_FROM))
        )
    )


def _reachable(candidate_ids: Sequence[int]) -> set[int]:
    """Those with an e-mail address on their record."""
    return set(
        db.session.scalars(
            select(ContactPoint.candidate_id).where(
                ContactPoint.candidate_id.in_(candidate_ids), ContactPoint.kind == ContactKind.EMAIL
            )
        )
    )


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


def _kept(job: Job, data: dict[str, Any], *, by: Actor) -> BulkAct:
    act = BulkAct(job_id=job.id, by_id=by.user_id, data=data)
    db.session.add(act)
    db.session.flush()
    return act
