"""Showing a job to the world and taking it back."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, select

from app.accounts.models import Installation
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now, start_of, today
from app.core.refusals import Refused
from app.extensions import db
from app.jobs.activities import JobInternalPostingWithdrawn, JobPostedInternally, JobPublished, JobUnpublished
from app.jobs.commands.checking import live_posting, publication_problems
from app.jobs.commands.editing import forget, lock
from app.jobs.commands.locations import add_places
from app.jobs.models import Job, JobLocation, JobState, Posting, PostingChannel, RemotePolicy
from app.jobs.places import Place
from app.jobs.refusals import NotPublishable, WrongJobState


def publish_job(job: Job, *, by: Actor, last_day: date | None = None) -> Posting:
    """Open the job and show it on the careers site, until `last_day` when given.

    Refused, with every reason at once, when something is missing. On a job already shown it sets the last day.
    """
    _require_postable(job, last_day)
    _place_remote_job(job)
    posting = _stand(job, PostingChannel.PUBLIC, last_day)
    record(JobPublished(job=job, subject=posting, ends_on=last_day), by=by)
    return posting


def post_internally(job: Job, *, by: Actor, last_day: date | None = None) -> Posting:
    """Open the job and show it to whoever works here, until `last_day` when given; the careers site does not change.

    Refused, with every reason at once, when something is missing that a public posting would need, too.
    """
    _require_postable(job, last_day)
    posting = _stand(job, PostingChannel.INTERNAL, last_day)
    record(JobPostedInternally(job=job, subject=posting, ends_on=last_day), by=by)
    return posting


def withdraw_internal_posting(job: Job, *, by: Actor) -> None:
    """Colleagues see the job no longer; the careers site does not change."""
    lock(job)
    if not withdraw_postings(job, PostingChannel.INTERNAL):
        raise WrongJobState(_("This job is not shown to colleagues."))
    record(JobInternalPostingWithdrawn(job=job), by=by)


def _require_postable(job: Job, last_day: date | None) -> None:
    if job.is_over or job.state is JobState.ON_HOLD:
        raise WrongJobState(_("This job is on hold or over. Re-open it before you publish it."))
    if last_day is not None and last_day < today():
        raise Refused(_("The last day to apply is in the past."), field="last_day")
    lock(job)
    if problems := publication_problems(job, last_day=last_day):
        raise NotPublishable(problems)


def _stand(job: Job, channel: PostingChannel, last_day: date | None) -> Posting:
    """The standing posting of the channel, else a new one, until `last_day`; the job is open with it."""
    posting = live_posting(job, channel) or Posting(job_id=job.id, channel=channel, published_at=now())
    posting.ends_at = end_of(last_day)
    db.session.add(posting)
    job.state = JobState.OPEN
    job.opened_at = job.opened_at or now()
    forget(job, "postings")
    return posting


def _place_remote_job(job: Job) -> None:
    """Job boards want to know from where a remote job can be done: without a place, from the employer's country."""
    if job.remote_policy is RemotePolicy.REMOTE and not db.session.scalar(_places_of(job).limit(1)):
        add_places(job, [Place(country=db.session.scalar(select(Installation.default_country)) or "DE")])
        forget(job, "locations")


def _places_of(job: Job) -> Select[int]:
    return select(JobLocation.id).where(JobLocation.job_id == job.id)


def unpublish_job(job: Job, *, by: Actor) -> None:
    """Take the job off the careers site and out of every feed at once; the people in process are not touched."""
    lock(job)
    if not withdraw_postings(job, PostingChannel.PUBLIC):
        raise WrongJobState(_("This job is not on the careers site."))
    record(JobUnpublished(job=job), by=by)


def withdraw_postings(job: Job, *channels: PostingChannel) -> bool:
    """End every posting that stands or is to come, on these channels or on all; answers whether there was one."""
    wanted = select(Posting).where(
        Posting.job_id == job.id, Posting.withdrawn_at.is_(None), Posting.channel.in_(channels or tuple(PostingChannel))
    )
    standing = list(db.session.scalars(wanted.with_for_update()))
    for posting in standing:
        posting.withdrawn_at = now()
    forget(job, "postings")
    return any(posting.ends_at is None or posting.ends_at > now() for posting in standing)


def end_of(last_day: date | None) -> datetime | None:
    """The moment a posting ends whose last day is `last_day`."""
    return start_of(last_day + timedelta(days=1)) if last_day else None
