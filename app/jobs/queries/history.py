"""What happened to a job since somebody looked."""

from sqlalchemy import select

from app.core.activity import Activity, Change, ChangedValue
from app.extensions import db
from app.jobs.activities import HiringTeamChanged, JobChanged, QuestionsChanged, StagesChanged
from app.jobs.models import Job

EDITS = tuple(edit.kind() for edit in (JobChanged, HiringTeamChanged, StagesChanged, QuestionsChanged))
MOST = 50


def changes_since(job: Job, version: int) -> list[Change]:
    """The values others changed after `version`, oldest first, for the person whose form was overtaken."""
    edits = select(Activity).where(Activity.job_id == job.id, Activity.kind.in_(EDITS)).order_by(Activity.id.desc())
    newer = [edit.id for edit in db.session.scalars(edits.limit(MOST)) if edit.data.get("version", 0) > version]
    values = select(ChangedValue).where(ChangedValue.activity_id.in_(newer)).order_by(ChangedValue.id)
    return [Change(value.field, value.old, value.new) for value in db.session.scalars(values)]
