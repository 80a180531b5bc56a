"""`fit:`, who has most of the skills a job requires: `fit:"DSP Engineer"`, by title or by its place in addresses."""

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, false, func, or_, select

from app.accounts.policy import TALENT_ROLES
from app.candidates.models import CandidateSkill
from app.core.text import folded
from app.extensions import db
from app.jobs.models import Job, JobSkill, JobState, Need
from app.search.catalogue import Kind, QueryField, Value, register_field
from app.search.conditions import LAST, among
from app.search.fields.offered import MOST_VALUES
from app.search.scope import Scope
from app.search.syntax import Condition, Words

MOST_OF = 0.6
"""So much of what is required somebody must have."""


def _fit(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    """By the skills the job names; its title and place are for the page that shows who fits. Recruiting's question."""
    if not isinstance(condition, Words) or scope.viewer.role not in TALENT_ROLES:
        return false()
    key = folded(condition.text)
    named = or_(Job.title_key == key, Job.slug == condition.text.lower())
    job_id = db.session.scalar(scope.jobs.where(named).with_only_columns(Job.id).order_by(Job.id.desc()).limit(1))
    required = select(JobSkill.skill_id).where(JobSkill.job_id == job_id, JobSkill.need == Need.REQUIRED)
    skills = list(db.session.scalars(required)) if job_id is not None else []
    if not skills:
        return false()
    has_most = (
        select(CandidateSkill.candidate_id)
        .where(CandidateSkill.skill_id.in_(skills))
        .group_by(CandidateSkill.candidate_id)
        .having(func.count() >= len(skills) * MOST_OF)
    )
    return among(has_most, scope)


def _jobs(scope: Scope, typed: str) -> list[Value]:
    key = folded(typed)
    open_ones = scope.jobs.where(Job.state == JobState.OPEN, Job.title_key >= key, Job.title_key < key + LAST)
    titles = open_ones.with_only_columns(Job.title).order_by(Job.title_key).limit(MOST_VALUES)
    return [Value(title, title) for title in dict.fromkeys(db.session.scalars(titles))]


register_field(
    QueryField(
        name="fit",
        label=_("Fits the job"),
        kind=Kind.TEXT,
        compile=_fit,
        values=_jobs,
        reading=_("with most of the skills required for %(value)s"),
        sort_rank=42,
    )
)
