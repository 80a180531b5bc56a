"""The seats of a job: added, filled by a hire, closed, opened again."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.core.activity import record, record_all
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.extensions import db
from app.jobs.activities import OpeningAdded, OpeningClosed, OpeningReopened
from app.jobs.commands.editing import forget, lock
from app.jobs.commands.jobs import MOST_OPENINGS
from app.jobs.models import CloseReason, Job, Opening
from app.jobs.refusals import NoOpeningLeft, OpeningNotOpen, WrongJobState


def add_opening(job: Job, *, by: Actor) -> Opening:
    """One more seat. Refused on a job that is over: it is re-opened first."""
    if job.is_over:
        raise WrongJobState(_("This job is over. Re-open it before you add an opening."))
    if job.evergreen:
        raise WrongJobState(_("An evergreen job has no fixed openings: each hire makes its own."))
    lock(job)
    opening = _next_opening(job)
    record(OpeningAdded(job=job, subject=opening), by=by)
    return opening


def fill_opening(job: Job, *, application_id: int, by: Actor) -> Opening:
    """Close exactly one open seat with the hire `application_id`; an evergreen job makes the seat it closes.

    Two hires at once take two seats, or the second is refused with NoOpeningLeft.
    """
    if job.evergreen:
        lock(job)
        opening = _next_opening(job)
    else:
        free = select(Opening).where(Opening.job_id == job.id, Opening.closed_at.is_(None)).order_by(Opening.number)
        found = db.session.scalars(free.limit(1).with_for_update().execution_options(populate_existing=True)).first()
        if found is None:
            raise NoOpeningLeft()
        opening = found
    return close_opening(opening, reason=CloseReason.HIRED, application_id=application_id, by=by)


def close_opening(
    opening: Opening, *, reason: CloseReason, by: Actor, application_id: int | None = None
) -> Opening:
    """Close a seat: with the hire that fills it, or because it is no longer wanted."""
    if opening.closed_at is not None:
        raise OpeningNotOpen()
    if (reason is CloseReason.HIRED) != (application_id is not None):
        raise Refused(_("An opening is filled by the hire of one application."))
    opening.closed_at, opening.close_reason, opening.application_id = now(), reason, application_id
    db.session.flush()
    job_id = opening.job_id
    record(OpeningClosed(job=_job(job_id), subject=opening, reason=reason, application=application_id), by=by)
    return opening


def reopen_opening(opening: Opening, *, by: Actor) -> Opening:
    """Take a closing back, as when a hire did not start. The seat of an evergreen job stays closed, without its hire."""
    if opening.closed_at is None:
        raise Refused(_("This opening is open already."))
    job = _job(opening.job_id)
    opening.application_id = None
    if job.evergreen:
        opening.close_reason = CloseReason.CANCELLED
    else:
        opening.closed_at, opening.close_reason = None, None
    db.session.flush()
    record(OpeningReopened(job=job, subject=opening), by=by)
    return opening


def close_remaining(job: Job, *, by: Actor) -> None:
    """The seats still open are no longer wanted."""
    open_ones = db.session.scalars(
        select(Opening).where(Opening.job_id == job.id, Opening.closed_at.is_(None)).with_for_update()
    ).all()
    for opening in open_ones:
        opening.closed_at, opening.close_reason = now(), CloseReason.CANCELLED
    happenings = [OpeningClosed(job=job, subject=opening, reason=CloseReason.CANCELLED) for opening in open_ones]
    record_all(happenings, by=by)


def _next_opening(job: Job) -> Opening:
    last = db.session.scalar(select(func.max(Opening.number)).where(Opening.job_id == job.id)) or 0
    if last >= MOST_OPENINGS and not job.evergreen:
        raise Refused(_("A job has between 1 and %(most)s openings.", most=MOST_OPENINGS))
    opening = Opening(job_id=job.id, number=last + 1)
    db.session.add(opening)
    forget(job, "openings")
    return opening


def _job(job_id: int) -> Job:
    return db.session.get_one(Job, job_id)
