"""How an edit of any part of a job is kept: the version counts on and the changed values are remembered."""

from collections.abc import Sequence
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.core.activity import Change, Happening, record
from app.core.actors import Actor
from app.core.clock import now
from app.extensions import db
from app.jobs.activities import HiringTeamChanged, JobChanged, QuestionsChanged, StagesChanged
from app.jobs.models import Job

Edit = type[JobChanged] | type[HiringTeamChanged] | type[StagesChanged] | type[QuestionsChanged]


def keep_edit(job: Job, edit: Edit, changes: Sequence[Change], *, by: Actor) -> None:
    """Count the job's version on and record `changes`; nothing happens when nothing changed."""
    if not changes:
        return
    job.updated_at = now()
    flag_modified(job, "updated_at")
    db.session.flush()
    happening: Happening = edit(job=job, version=job.version)
    record(happening, by=by, changes=changes)


def lock(job: Job) -> None:
    """Wait for whoever changes the job now; the parts are read after this."""
    db.session.execute(select(Job.id).where(Job.id == job.id).with_for_update())


def forget(job: Job, *parts: str) -> None:
    """The loaded collections are out of date; the next query loads them again."""
    db.session.flush()
    db.session.expire(job, parts)


def shown(value: object) -> str | None:
    """A value as it is remembered in the history of changes."""
    if value is None or value == "":
        return None
    if isinstance(value, Enum):
        return str(value.value)
    return str(value)


def compared(field: str, old: object, new: object) -> list[Change]:
    return [] if shown(old) == shown(new) else [Change(field, shown(old), shown(new))]
