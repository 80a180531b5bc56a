"""Jobs with their numbers, as far as the viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import defer, joinedload, selectinload

from app.accounts.models import Team, User
from app.core.clock import now
from app.core.text import folded
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.hiring.policy import visible_applications
from app.jobs.models import CloseReason, Job, JobLocation, JobMember, JobState, Opening, Stage
from app.jobs.policy import visible_jobs

PAGE = 50
NEW_FOR = timedelta(days=7)


class JobsShown(Enum):
    """Which jobs the list shows."""

    CURRENT = "current"
    DRAFT = "draft"
    OVER = "over"
    ALL = "all"

    @property
    def label(self) -> object:
        return {
            JobsShown.CURRENT: _("Open"),
            JobsShown.DRAFT: _("Drafts"),
            JobsShown.OVER: _("Filled and closed"),
            JobsShown.ALL: _("All"),
        }[self]

    @property
    def states(self) -> tuple[JobState, ...]:
        return {
            JobsShown.CURRENT: (JobState.OPEN, JobState.ON_HOLD),
            JobsShown.DRAFT: (JobState.DRAFT,),
            JobsShown.OVER: (JobState.FILLED, JobState.CLOSED),
            JobsShown.ALL: tuple(JobState),
        }[self]


@dataclass(frozen=True)
class JobFilter:
    """The list's filters; each stands in the address."""

    shown: JobsShown = JobsShown.CURRENT
    words: str = ""
    team_id: int | None = None
    mine: bool = False
    page: int = 1


@dataclass(frozen=True)
class JobRow:
    """A job and its numbers."""

    job: Job
    active: int
    fresh: int
    """Active applications that came in during the last seven days."""
    openings: int
    filled: int


@dataclass(frozen=True)
class JobRows:
    rows: list[JobRow]
    total: int
    page: int

    @property
    def has_next(self) -> bool:
        return self.page * PAGE < self.total


@dataclass(frozen=True)
class StageCount:
    stage: Stage
    active: int


def job_rows(viewer: User, wanted: JobFilter) -> JobRows:
    """A page of the jobs the viewer sees, with numbers counted over the applications the viewer sees."""
    matching = _matching(viewer, wanted)
    total = db.session.scalar(select(func.count()).select_from(matching.with_only_columns(Job.id).subquery())) or 0
    page = max(1, min(wanted.page, -(-total // PAGE) or 1))
    jobs = db.session.scalars(
        matching.options(
            defer(Job.description, raiseload=True),
            joinedload(Job.team),
            selectinload(Job.locations),
            selectinload(Job.postings),
            selectinload(Job.members).joinedload(JobMember.user),
        )
        .order_by(Job.opened_at.is_(None).desc(), Job.opened_at.desc(), Job.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    ids = [job.id for job in jobs]
    active, seats = _application_counts(viewer, ids), _opening_counts(ids)
    rows = [JobRow(job, *active.get(job.id, (0, 0)), *seats.get(job.id, (0, 0))) for job in jobs]
    return JobRows(rows, total, page)


def shown_counts(viewer: User) -> dict[JobsShown, int]:
    """How many jobs stand behind each tab."""
    states = visible_jobs(viewer).with_only_columns(Job.state, func.count()).group_by(Job.state)
    counts = {row[0]: row[1] for row in db.session.execute(states)}
    return {shown: sum(counts.get(state, 0) for state in shown.states) for shown in JobsShown}


def stage_counts(viewer: User, job: Job) -> list[StageCount]:
    """The open stages of a job (loaded with it) and how many people are active in each."""
    counted = (
        visible_applications(viewer)
        .where(Application.job_id == job.id, Application.state == ApplicationState.ACTIVE)
        .with_only_columns(Application.stage_id, func.count())
        .group_by(Application.stage_id)
    )
    counts = {row[0]: row[1] for row in db.session.execute(counted)}
    return [StageCount(stage, counts.get(stage.id, 0)) for stage in job.open_stages]


def active_ids(viewer: User, job: Job) -> list[int]:
    """The applications to a job that are still in process, as far as the viewer sees them."""
    active = visible_applications(viewer).where(
        Application.job_id == job.id, Application.state == ApplicationState.ACTIVE
    )
    return list(db.session.scalars(active.with_only_columns(Application.id).order_by(Application.id)))


def teams_with_jobs(viewer: User) -> list[tuple[int, str]]:
    """Teams whose jobs the viewer sees, for the filter."""
    ids = visible_jobs(viewer).with_only_columns(Job.team_id)
    rows = db.session.execute(select(Team.id, Team.name).where(Team.id.in_(ids)).order_by(Team.name))
    return [(row.id, row.name) for row in rows]


def _matching(viewer: User, wanted: JobFilter) -> Select[Job]:
    found = visible_jobs(viewer).where(Job.state.in_(wanted.shown.states))
    if wanted.team_id is not None:
        found = found.where(Job.team_id == wanted.team_id)
    if wanted.mine:
        found = found.where(Job.id.in_(select(JobMember.job_id).where(JobMember.user_id == viewer.id)))
    for word in folded(wanted.words).split()[:8]:
        in_city = select(JobLocation.job_id).where(JobLocation.city_key.contains(word, autoescape=True))
        found = found.where(or_(Job.words_key.contains(word, autoescape=True), Job.id.in_(in_city)))
    return found


def _application_counts(viewer: User, job_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    fresh = func.sum(case((Application.applied_at > now() - NEW_FOR, 1), else_=0))
    counted = (
        visible_applications(viewer)
        .where(Application.job_id.in_(job_ids), Application.state == ApplicationState.ACTIVE)
        .with_only_columns(Application.job_id, func.count(), fresh)
        .group_by(Application.job_id)
    )
    return {job_id: (active, int(new)) for job_id, active, new in db.session.execute(counted)}


def _opening_counts(job_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    filled = func.sum(case((Opening.close_reason == CloseReason.HIRED, 1), else_=0))
    wanted = func.sum(case((Opening.close_reason == CloseReason.CANCELLED, 0), else_=1))
    counted = (
        select(Opening.job_id, wanted, filled).where(Opening.job_id.in_(job_ids)).group_by(Opening.job_id)
    )
    return {job_id: (int(number), int(taken)) for job_id, number, taken in db.session.execute(counted)}
