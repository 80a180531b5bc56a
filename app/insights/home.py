"""The first page of the day: what waits for this person, and what is new in their jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, case, desc, exists, func, select
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import StaffSession, User
from app.accounts.permissions import Permission
from app.candidates.models import Candidate, Todo
from app.candidates.policy import visible_todos
from app.core.clock import now, today
from app.extensions import db
from app.hiring.models import Application, ApplicationState, ReviewRequest
from app.hiring.policy import workable_applications, workable_jobs
from app.hiring.queries import Filters, conditions, owed_reviews, start_of
from app.jobs.models import Job, JobMember, JobState

SHOWN = 8
JOBS_SHOWN = 12
T = TypeVar("T")


@dataclass(frozen=True)
class JobNews:
    """A job and what is new in it; each number opens its rows."""

    job: Job
    new: int
    active: int
    late: int
    mine: bool


@dataclass(frozen=True)
class Day:
    since: datetime
    """The day this person was here last, from its beginning, so that the number and its list agree."""
    todos: list[Todo]
    todos_total: int
    breaking: list[Application]
    breaking_total: int
    reviews: list[ReviewRequest]
    jobs: list[JobNews] = field(default_factory=list)
    new: int = 0
    suspicious: int = 0
    unconfirmed: int = 0

    @property
    def is_clear(self) -> bool:
        return not (self.todos_total or self.breaking_total or self.reviews)


@dataclass(frozen=True)
class FirstSteps:
    """Whether each step of a new installation is done."""

    candidates: bool
    job: bool
    application: bool

    @property
    def all_done(self) -> bool:
        return self.candidates and self.job and self.application


def day_of(viewer: User) -> Day:
    since = start_of(last_visit(viewer).date())
    todos = visible_todos(viewer).where(
        Todo.owner_id == viewer.id, Todo.done_at.is_(None), Todo.cancelled_at.is_(None), Todo.due_on <= today()
    )
    day = {
        "since": since,
        "todos": _few(todos.options(joinedload(Todo.candidate)).order_by(Todo.due_on, Todo.id)),
        "todos_total": _count(todos),
        "reviews": owed_reviews(viewer, limit=SHOWN),
    }
    if not viewer.may(Permission.APPLICATIONS_MOVE):
        return Day(**day, breaking=[], breaking_total=0)  # type: ignore[arg-type]
    breaking = _about_to_break(viewer)
    shelves = _shelves(viewer)
    news = news_of_jobs(viewer, since)
    return Day(
        **day,  # type: ignore[arg-type]
        breaking=_soonest(breaking),
        breaking_total=_count(breaking), jobs=news[:JOBS_SHOWN], new=sum(one.new for one in news), suspicious=shelves[0],
        unconfirmed=shelves[1],
    )  # fmt: skip


def news_of_jobs(viewer: User, since: datetime, *, limit: int = 500) -> list[JobNews]:
    """Current jobs the viewer works on: those with news first, own ones before others."""
    is_mine = exists().where(JobMember.job_id == Job.id, JobMember.user_id == viewer.id)
    rows = db.session.execute(
        workable_jobs(viewer)
        .where(Job.state.in_((JobState.OPEN, JobState.ON_HOLD)))
        .options(load_only(Job.id, Job.title, Job.state, raiseload=True))  # without the descriptions of hundreds
        .add_columns(is_mine.label("mine"))
    ).all()
    counts = _counts([job.id for job, _mine in rows], since)
    news = [JobNews(job, *counts.get(job.id, (0, 0, 0)), mine=bool(mine)) for job, mine in rows]
    return sorted(news, key=lambda one: (not one.mine, -one.new, -one.late, -one.active, one.job.title))[:limit]


def last_visit(viewer: User) -> datetime:
    """When the session before this one was last used, else a week ago."""
    seen = db.session.scalars(
        select(StaffSession.seen_at).where(StaffSession.user_id == viewer.id).order_by(desc(StaffSession.id)).limit(2)
    ).all()
    return seen[1] if len(seen) > 1 else now() - timedelta(days=7)


def first_steps() -> FirstSteps:
    """What a new installation has not done yet."""
    return FirstSteps(
        candidates=db.session.scalar(select(Candidate.id).limit(1)) is not None,
        job=db.session.scalar(select(Job.id).where(Job.state != JobState.DRAFT).limit(1)) is not None,
        application=db.session.scalar(select(Application.id).limit(1)) is not None,
    )


def _about_to_break(viewer: User) -> Select[Application]:
    return workable_applications(viewer).where(*conditions(None, Filters(mark="due")))


def _soonest(breaking: Select[Application]) -> list[Application]:
    """The first few. Their ids are sorted alone: whole rows of everybody who waits are many times as wide."""
    order = (Application.reply_by, Application.id)
    ids = db.session.scalars(breaking.with_only_columns(Application.id).order_by(*order).limit(SHOWN)).all()
    few = select(Application).where(Application.id.in_(ids)).order_by(*order)
    return list(db.session.scalars(few.options(joinedload(Application.job), joinedload(Application.stage))))


def _shelves(viewer: User) -> tuple[int, int]:
    row = db.session.execute(
        workable_applications(viewer)
        .where(Application.state == ApplicationState.ACTIVE)
        .with_only_columns(
            func.sum(case((Application.suspicious != "", 1), else_=0)),
            func.sum(case(((Application.confirmed_at.is_(None)) & (Application.suspicious == ""), 1), else_=0)),
        )
    ).one()
    return int(row[0] or 0), int(row[1] or 0)


def _counts(job_ids: Sequence[int], since: datetime) -> dict[int, tuple[int, int, int]]:
    """Job → new since then, active, late."""
    rows = db.session.execute(
        select(
            Application.job_id,
            func.sum(case((Application.applied_at > since, 1), else_=0)),
            func.count(),
            func.sum(case((Application.reply_by < today(), 1), else_=0)),
        )
        .where(
            Application.job_id.in_(job_ids), Application.state == ApplicationState.ACTIVE, Application.suspicious == ""
        )
        .group_by(Application.job_id)
    )
    return {job_id: (int(new or 0), active, int(late or 0)) for job_id, new, active, late in rows}


def _few(statement: Select[T]) -> list[T]:
    return list(db.session.scalars(statement.limit(SHOWN)))


def _count(statement: Select[Any]) -> int:
    entity = statement.column_descriptions[0]["entity"]
    return db.session.scalar(statement.with_only_columns(func.count(entity.id))) or 0
