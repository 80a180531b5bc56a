"""The first page of the day: what waits for this person, and what is new in their jobs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Row, Select, desc, func, literal_column, select
from sqlalchemy.orm import joinedload

from app.accounts.models import StaffSession, User
from app.accounts.permissions import Permission
from app.candidates.models import Candidate, Todo
from app.candidates.policy import visible_todos
from app.core.clock import date_of, now, start_of, today
from app.core.planning import unindexed
from app.extensions import db
from app.hiring.models import Application, ApplicationState, Interview, ReviewRequest
from app.hiring.policy import workable_applications, workable_jobs
from app.hiring.queries import SOON, Filters, coming_interviews, conditions, owed_cards, owed_reviews
from app.jobs.models import Job, JobMember, JobState
from app.jobs.policy import works_on

SHOWN = 8
JOBS_SHOWN = 12
T = TypeVar("T")


@dataclass(frozen=True)
class JobNews:
    """A job and what is new in it; each number opens its rows."""

    job: Row[int, str, bool]
    """Its id and title; and whether the viewer is on its hiring team."""
    new: int = 0
    active: int = 0
    late: int = 0


@dataclass(frozen=True)
class Day:
    since: datetime
    """The day this person was here last, from its beginning, so that the number and its list agree."""
    todos: list[Todo]
    todos_total: int
    breaking: list[Application]
    breaking_total: int
    reviews: list[ReviewRequest]
    interviews: list[Interview]
    cards: list[Interview]
    """Interviews whose scorecard this person owes."""
    jobs: list[JobNews] = field(default_factory=list)
    new: int = 0
    suspicious: int = 0
    unconfirmed: int = 0

    @property
    def is_clear(self) -> bool:
        return not (self.todos_total or self.breaking_total or self.reviews or self.interviews or self.cards)


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
    since = start_of(date_of(last_visit(viewer)))
    todos = visible_todos(viewer).where(
        Todo.owner_id == viewer.id, Todo.done_at.is_(None), Todo.cancelled_at.is_(None), Todo.due_on <= today()
    )
    day = {
        "since": since,
        "todos": _few(todos.options(joinedload(Todo.candidate)).order_by(Todo.due_on, Todo.id)),
        "todos_total": _count(todos),
        "reviews": owed_reviews(viewer, limit=SHOWN),
        "interviews": coming_interviews(viewer, limit=SHOWN),
        "cards": owed_cards(viewer, limit=SHOWN),
    }
    if not viewer.may(Permission.APPLICATIONS_MOVE):
        return Day(**day, breaking=[], breaking_total=0)  # type: ignore[arg-type]
    tallies = _tallies(viewer, since)
    news = news_of_jobs(viewer, since, tallies=tallies)
    return Day(
        **day,  # type: ignore[arg-type]
        breaking=_soonest(viewer), breaking_total=sum(one.due for one in tallies.values()), jobs=news[:JOBS_SHOWN],
        new=sum(one.new for one in tallies.values()), suspicious=_suspicious(viewer),
        unconfirmed=sum(one.unconfirmed for one in tallies.values()),
    )  # fmt: skip


def news_of_jobs(
    viewer: User, since: datetime, *, limit: int = 500, tallies: "dict[int, Tally] | None" = None
) -> list[JobNews]:
    """Current jobs the viewer works on: those with news first, own ones before others."""
    tallies = _tallies(viewer, since) if tallies is None else tallies
    own = select(JobMember.job_id).where(JobMember.user_id == viewer.id)
    jobs = db.session.execute(
        workable_jobs(viewer)
        .where(Job.state.in_((JobState.OPEN, JobState.ON_HOLD)))
        .with_only_columns(Job.id, Job.title, Job.id.in_(own).label("mine"))
    ).all()
    nothing = Tally()
    news = [JobNews(job, one.new, one.active, one.late) for job in jobs for one in (tallies.get(job.id, nothing),)]
    return sorted(news, key=lambda one: (not one.job.mine, -one.new, -one.late, -one.active, one.job.title))[:limit]


def last_visit(viewer: User) -> datetime:
    """When the session before this one was last used, else a week ago."""
    seen = db.session.scalars(
        select(StaffSession.seen_at).where(StaffSession.user_id == viewer.id).order_by(desc(StaffSession.id)).limit(2)
    ).all()
    return seen[1] if len(seen) > 1 else now() - timedelta(days=7)


def first_steps() -> FirstSteps:
    """What a new installation has not done yet."""
    row = db.session.execute(
        select(
            select(Candidate.id).exists().label("candidates"),
            select(Job.id).where(Job.state != JobState.DRAFT).exists().label("job"),
            select(Application.id).exists().label("application"),
        )
    ).one()
    return FirstSteps(*map(bool, row))


@dataclass(frozen=True)
class Tally:
    """What is in process in one job. What the spam guard set aside counts nowhere here."""

    active: int = 0
    new: int = 0
    late: int = 0
    due: int = 0
    unconfirmed: int = 0


def _tallies(viewer: User, since: datetime) -> dict[int, Tally]:
    """Of every job the viewer works on, in one walk along an index that holds all that is asked."""
    rows = db.session.execute(
        _in_process(viewer)
        .with_only_columns(
            Application.job_id,
            func.count(),
            func.count().filter(Application.applied_at >= since),
            func.count().filter(Application.reply_by < today()),
            func.count().filter(Application.reply_by <= today() + SOON),
            func.count().filter(Application.confirmed_at.is_(None)),
        )
        .group_by(Application.job_id)
    )
    return {job_id: Tally(*numbers) for job_id, *numbers in rows}


def _soonest(viewer: User) -> list[Application]:
    """Who was promised word soonest. Along the dates: of hundreds of jobs a handful is shown."""
    order = (Application.reply_by, Application.id)
    due = (
        select(Application.id)
        .where(*conditions(None, Filters(mark="due")), unindexed(Application.job_id).in_(works_on(viewer)))
        .order_by(*order)
        .limit(SHOWN)
    )
    few = select(Application).where(Application.id.in_(db.session.scalars(due).all())).order_by(*order)
    return list(db.session.scalars(few.options(joinedload(Application.job).load_only(Job.title), joinedload(Application.stage))))


def _suspicious(viewer: User) -> int:
    """How many wait on the shelf: few, and found through the index of them alone."""
    shelf = workable_applications(viewer).where(
        Application.state == ApplicationState.ACTIVE, Application.suspicious != literal_column("''")
    )
    return db.session.scalar(shelf.with_only_columns(func.count())) or 0


def _in_process(viewer: User) -> Select[Application]:
    return workable_applications(viewer).where(
        Application.state == ApplicationState.ACTIVE, Application.suspicious == ""
    )


def _few(statement: Select[T]) -> list[T]:
    return list(db.session.scalars(statement.limit(SHOWN)))


def _count(statement: Select[Any]) -> int:
    entity = statement.column_descriptions[0]["entity"]
    return db.session.scalar(statement.with_only_columns(func.count(entity.id))) or 0
