"""The life of a job: opened, put on hold, closed, opened again."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.extensions import db
from app.jobs.activities import JobClosed, JobOpened, JobPutOnHold, JobReopened
from app.jobs.commands.editing import forget, lock
from app.jobs.commands.openings import add_opening, close_remaining
from app.jobs.commands.postings import withdraw_postings
from app.jobs.models import CloseReason, Job, JobState, Opening, Stage, StageType
from app.jobs.refusals import InvalidStages, WrongJobState
from app.jobs.registries import closing_refusals


def open_job(job: Job, *, by: Actor) -> None:
    """Begin hiring without showing the job publicly, as confidential searches do."""
    if job.state is not JobState.DRAFT:
        raise WrongJobState()
    if not db.session.scalar(select(func.count()).where(Stage.job_id == job.id, Stage.type == StageType.NEW)):
        raise InvalidStages(_("The job has no stages yet for people to go through."))
    job.state, job.opened_at = JobState.OPEN, job.opened_at or now()
    record(JobOpened(job=job), by=by)


def put_on_hold(job: Job, *, by: Actor) -> None:
    """Stop taking applications. The posting stays for later but nobody sees it; people in process keep their stage."""
    if job.state is not JobState.OPEN:
        raise WrongJobState(_("Only an open job can be put on hold."))
    job.state = JobState.ON_HOLD
    record(JobPutOnHold(job=job), by=by)


def close_job(job: Job, *, reason: CloseReason, by: Actor, note: str = "") -> None:
    """End the job: filled or cancelled. Nobody may be left in process; the postings end and the seats left close."""
    if job.is_over:
        raise WrongJobState(_("This job is over already."))
    lock(job)
    for refusal in (asked(job) for asked in closing_refusals):
        if refusal is not None:
            raise refusal
    withdraw_postings(job)
    close_remaining(job, by=by)
    job.state = JobState.FILLED if reason is CloseReason.HIRED else JobState.CLOSED
    job.closed_at, job.close_note = now(), note[:500]
    forget(job, "openings")
    record(JobClosed(job=job, reason=reason), by=by)


def reopen_job(job: Job, *, by: Actor) -> None:
    """Take up a job again. One that was on hold is public again at once; one that was over must be published anew."""
    if job.state not in (JobState.ON_HOLD, JobState.FILLED, JobState.CLOSED):
        raise WrongJobState(_("This job is not on hold and not over."))
    lock(job)
    job.state, job.closed_at, job.close_note = JobState.OPEN, None, ""
    job.opened_at = job.opened_at or now()
    free = db.session.scalar(select(func.count()).where(Opening.job_id == job.id, Opening.closed_at.is_(None)))
    record(JobReopened(job=job), by=by)
    if not free and not job.evergreen:
        add_opening(job, by=by)
