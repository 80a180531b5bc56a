"""Rejecting: a reason, and either a mail that can still be stopped or a recorded reason for silence."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import bindparam, func, select

from app.core.activity import record, record_all
from app.core.actors import SYSTEM, Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.core.text import clean_text
from app.extensions import db
from app.hiring.activities import ApplicationRejected, RejectionTold, RejectionUndone
from app.hiring.commands.ending import end
from app.hiring.commands.holding import hold, hold_active
from app.hiring.commands.letters import plan_rejection, stop_rejection_letters
from app.hiring.commands.promises import business_days_after
from app.hiring.commands.stages import return_to
from app.hiring.models import Application, ApplicationState, ReasonSide, Rejection, RejectReason
from app.mailing.commands import SecretLink

DEFAULT_DELAY = 2
LONGEST_DELAY = 20

SHIPPED_REASONS = (
    (ReasonSide.WE, _("Skills do not match the role")),
    (ReasonSide.WE, _("Not enough experience")),
    (ReasonSide.WE, _("Other candidates fit better")),
    (ReasonSide.WE, _("No permission to work here")),
    (ReasonSide.WE, _("The position was filled")),
    (ReasonSide.THEY, _("Pay expectations differ")),
    (ReasonSide.THEY, _("Took another job")),
    (ReasonSide.THEY, _("Could not be reached")),
    (ReasonSide.NONE, _("Duplicate or test application")),
    (ReasonSide.NONE, _("The job was cancelled")),
)


class SilenceNeedsAReason(Refused):
    sentence = _("Either send a mail, or say why this person hears nothing.")

    def __init__(self) -> None:
        super().__init__(field="silence_reason")


class ReasonRetired(Refused):
    sentence = _("Choose a reason from the list.")

    def __init__(self) -> None:
        super().__init__(field="reason")


class NotRejected(Refused):
    sentence = _("This application is not rejected.")


class AppliedMeanwhile(Refused):
    sentence = _("This person has meanwhile applied to the job again. Work with that application.")


def reject_application(
    application: Application, *, reason: RejectReason, by: Actor, note: str = "", tell: bool = True,
    silence_reason: str = "", delay: int = DEFAULT_DELAY, version: int | None = None,
    links: Mapping[str, SecretLink] | None = None,
) -> Rejection:  # fmt: skip
    """End the application in its stage. The mail waits `delay` working days and can be stopped until it leaves;
    until then the candidate reads what was last said. Without a mail, `silence_reason` says why. `links` are further
    links the mail may hold.
    """
    hold_active(application)
    application.check_version(version)
    silence = clean_text(silence_reason).strip()[:300]
    if reason.retired_at is not None:
        raise ReasonRetired()
    if not tell and not silence:
        raise SilenceNeedsAReason()
    end(application, ApplicationState.REJECTED, by=by)
    rejection = Rejection(
        application_id=application.id, reason_id=reason.id, note=clean_text(note).strip()[:4000], by_id=by.user_id,
        silence_reason="" if tell else silence,
    )  # fmt: skip
    db.session.add(rejection)
    db.session.flush()
    record(
        ApplicationRejected(
            candidate=application.candidate_id, job=application.job_id, application=application, reason=reason.id,
            told=tell,
        ),
        by=by,
    )  # fmt: skip
    if tell:
        plan_rejection(rejection, application, due_at=due_after(delay), by=by, links=links)
    else:
        application.closed_publicly_at = now()
    return rejection


def due_after(delay: int) -> datetime:
    return business_days_after(now(), max(0, min(delay, LONGEST_DELAY)))


def undo_rejection(application: Application, *, by: Actor) -> bool:
    """Back into the same stage. A mail that still waits is stopped; answers whether it had already left."""
    hold(application)
    rejection = db.session.scalar(
        select(Rejection)
        .where(Rejection.application_id == application.id, Rejection.undone_at.is_(None))
        .with_for_update()
    )
    if rejection is None or application.state is not ApplicationState.REJECTED:
        raise NotRejected()
    if _applied_again(application):
        raise AppliedMeanwhile()
    rejection.undone_at = now()
    mail = rejection.message_id
    left = mail is not None and mail not in stop_rejection_letters([mail])
    application.state = ApplicationState.ACTIVE
    application.ended_at = None
    application.closed_publicly_at = None
    return_to(application, application.stage_id)
    record(
        RejectionUndone(
            candidate=application.candidate_id, job=application.job_id, application=application, mail_had_left=left
        ),
        by=by,
    )
    return left


_UNTOLD = (
    select(Application)
    .join(Rejection, Rejection.application_id == Application.id)
    .where(
        Rejection.message_id.in_(bindparam("mails", expanding=True)), Rejection.undone_at.is_(None),
        Application.state == ApplicationState.REJECTED, Application.closed_publicly_at.is_(None),
    )
)  # fmt: skip


def open_rejections_to_candidates(message_ids: Sequence[int]) -> int:
    """The mails have left or failed for good: from now on the candidates read the decision."""
    told = list(db.session.scalars(_UNTOLD, {"mails": message_ids}))
    for application in told:
        application.closed_publicly_at = now()
    record_all(
        [RejectionTold(candidate=one.candidate_id, job=one.job_id, application=one) for one in told], by=SYSTEM
    )
    return len(told)


def ensure_reject_reasons() -> list[RejectReason]:
    """The shipped list of reasons, once; afterwards it is the employer's own."""
    if not db.session.scalar(select(func.count()).select_from(RejectReason)):
        db.session.add_all(
            RejectReason(name=str(name), side=side, position=position)
            for position, (side, name) in enumerate(SHIPPED_REASONS)
        )
        db.session.flush()
    return list(db.session.scalars(select(RejectReason).order_by(RejectReason.position)))


def _applied_again(application: Application) -> bool:
    return (
        db.session.scalar(
            select(Application.id).where(
                Application.job_id == application.job_id,
                Application.candidate_id == application.candidate_id,
                Application.state == ApplicationState.ACTIVE,
            )
        )
        is not None
    )
