"""What happened to a job, and what changed since somebody looked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from app.accounts.models import User
from app.core.activity import KINDS, Activity, Change, ChangedValue
from app.core.actors import ActorKind
from app.extensions import db
from app.jobs import activities
from app.jobs.activities import HiringTeamChanged, JobChanged, QuestionsChanged, StagesChanged
from app.jobs.models import Job

EDITS = tuple(edit.kind() for edit in (JobChanged, HiringTeamChanged, StagesChanged, QuestionsChanged))
JOB_KINDS = tuple(name for name, told in KINDS.items() if told.__module__ == activities.__name__)
MOST = 50


def changes_since(job: Job, version: int) -> list[Change]:
    """The values others changed after `version`, oldest first, for the person whose form was overtaken."""
    edits = select(Activity).where(Activity.job_id == job.id, Activity.kind.in_(EDITS)).order_by(Activity.id.desc())
    newer = [edit.id for edit in db.session.scalars(edits.limit(MOST)) if edit.data.get("version", 0) > version]
    values = select(ChangedValue).where(ChangedValue.activity_id.in_(newer)).order_by(ChangedValue.id)
    return [Change(value.field, value.old, value.new) for value in db.session.scalars(values)]


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened to a job: when, what, and who did it (None for the system)."""

    at: datetime
    sentence: str
    by: str | None


def job_history(job: Job, *, limit: int = 15) -> list[HistoryLine]:
    """What was done to the job itself, newest first."""
    by = and_(Activity.actor_id == User.id, Activity.actor_kind == ActorKind.USER)
    lines = (
        select(Activity.at, Activity.kind, User.name)
        .outerjoin(User, by)
        .where(Activity.job_id == job.id, Activity.kind.in_(JOB_KINDS))
        .order_by(Activity.id.desc())
        .limit(limit)
    )
    return [HistoryLine(row.at, str(KINDS[row.kind].sentence), row.name) for row in db.session.execute(lines)]
