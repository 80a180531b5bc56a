"""Reads for the back office's pages of jobs."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import Team, User
from app.extensions import db
from app.jobs.models import Job, JobMember, PipelineTemplate


def whole_job() -> tuple[ORMOption, ...]:
    """Loading options for a page that shows a job with all its parts."""
    return (
        joinedload(Job.team),
        selectinload(Job.locations),
        selectinload(Job.members).joinedload(JobMember.user),
        selectinload(Job.openings),
        selectinload(Job.stages),
        selectinload(Job.questions),
        selectinload(Job.postings),
    )


def pipeline_templates() -> Sequence[PipelineTemplate]:
    statement = select(PipelineTemplate).options(selectinload(PipelineTemplate.stages)).order_by(PipelineTemplate.id)
    return db.session.scalars(statement).all()


def team_choices() -> list[tuple[int, str]]:
    return [(row.id, row.name) for row in db.session.execute(select(Team.id, Team.name).order_by(Team.name))]


def user_choices() -> list[tuple[int, str]]:
    """Colleagues who can be put on a hiring team."""
    active = select(User.id, User.name).where(User.deactivated_at.is_(None)).order_by(User.name, User.id)
    return [(row.id, row.name) for row in db.session.execute(active)]
