"""The first page of the day: what waits for this person, and what is new in their jobs."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, desc, func, literal_column, select
from sqlalchemy.orm import joinedload

from app.accounts.models import StaffSession, User
from app.accounts.permissions import Permission
from app.accounts.viewing import once_per_viewer
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
    todos = list(db.session.scalars(_todos(viewer, today())))
    day = {
        "since": since,
        "todos": todos[:SHOWN],
        "todos_total": len(todos) if len(todos) <= SHOWN else db.session.scalar(_number_of_todos(viewer, today())),
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
    jobs = db.session.execute(_current_jobs(viewer)).all()
    nothing = Tally()
    news = [JobNews(job, one.new, one.active, one.late) for job in jobs for one in (tallies.get(job.id, nothing),)]
    return sorted(news, key=lambda one: (not one.job.mine, -one.new, -one.late, -one.active, one.job.title))[:limit]


def last_visit(viewer: User) -> datetime:
    """When the session before this one was last used, else a week ago."""
    seen = db.session.scalars(_LAST_SEEN, {"user": viewer.id}).all()
    return seen[1] if len(seen) > 1 else now() - timedelta(days=7)


def first_steps() -> FirstSteps:
    """What a new installation has not done yet."""
    return FirstSteps(*map(bool, db.session.execute(_FIRST_STEPS).one()))


_LAST_SEEN = (
    select(StaffSession.seen_at).where(StaffSession.user_id == bindparam("user")).order_by(desc(StaffSession.id)).limit(2)
)
_FIRST_STEPS = select(
    select(Candidate.id).exists().label("candidates"),
    select(Job.id).where(Job.state != JobState.DRAFT).exists().label("job"),
    select(Application.id).exists().label("application"),
)


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
    rows = db.session.execute(_in_process(viewer), {"since": since, "today": today(), "soon": today() + SOON})
    return {job_id: Tally(*numbers) for job_id, *numbers in rows}


def _soonest(viewer: User) -> list[Application]:
    """Who was promised word soonest. Along the dates: of hundreds of jobs a handful is shown."""
    due = db.session.scalars(_due(viewer, today())).all()
    return list(db.session.scalars(_THESE, {"ids": due})) if due else []


_SOONEST_FIRST = (Application.reply_by, Application.id)
_THESE = (
    select(Application)
    .where(Application.id.in_(bindparam("ids", expanding=True)))
    .options(joinedload(Application.job).load_only(Job.title), joinedload(Application.stage))
    .order_by(*_SOONEST_FIRST)
)


@once_per_viewer
def _due(viewer: User, day: date) -> Select[int]:
    """`day` is today, which the words of "due" know of themselves: tomorrow this is another statement."""
    return (
        select(Application.id)
        .where(*conditions(None, Filters(mark="due")), unindexed(Application.job_id).in_(works_on(viewer)))
        .order_by(*_SOONEST_FIRST)
        .limit(SHOWN)
    )


@once_per_viewer
def _in_process(viewer: User) -> Select[*tuple[Any, ...]]:
    return (
        workable_applications(viewer)
        .where(Application.state == ApplicationState.ACTIVE, Application.suspicious == "")
        .with_only_columns(
            Application.job_id,
            func.count(),
            func.count().filter(Application.applied_at >= bindparam("since")),
            func.count().filter(Application.reply_by < bindparam("today")),
            func.count().filter(Application.reply_by <= bindparam("soon")),
            func.count() - func.count(Application.confirmed_at),
        )
        .group_by(Application.job_id)
    )


def _suspicious(viewer: User) -> int:
    """How many wait on the shelf."""
    return sum(number for state, number in db.session.execute(_shelf(viewer)) if state is ApplicationState.ACTIVE)


@once_per_viewer
def _shelf(viewer: User) -> Select[ApplicationState, int]:
    """By their state: asked about one state, SQLite walks the index of all applications and not that of the few here."""
    shelf = workable_applications(viewer).where(Application.suspicious != literal_column("''"))
    return shelf.with_only_columns(Application.state, func.count()).group_by(Application.state)


@once_per_viewer
def _current_jobs(viewer: User) -> Select[int, str, bool]:
    own = select(JobMember.job_id).where(JobMember.user_id == viewer.id)
    jobs = workable_jobs(viewer).where(Job.state.in_((JobState.OPEN, JobState.ON_HOLD)))
    return jobs.with_only_columns(Job.id, Job.title, Job.id.in_(own).label("mine"))


@once_per_viewer
def _due_todos(viewer: User, day: date) -> Select[Todo]:
    return visible_todos(viewer).where(
        Todo.owner_id == viewer.id, Todo.done_at.is_(None), Todo.cancelled_at.is_(None), Todo.due_on <= day
    )


@once_per_viewer
def _todos(viewer: User, day: date) -> Select[Todo]:
    """One more than is shown tells whether they must be counted."""
    due = _due_todos(viewer, day).order_by(Todo.due_on, Todo.id).limit(SHOWN + 1)
    return due.options(joinedload(Todo.candidate).load_only(Candidate.full_name, Candidate.preferred_name))


@once_per_viewer
def _number_of_todos(viewer: User, day: date) -> Select[int]:
    return _due_todos(viewer, day).with_only_columns(func.count(Todo.id))
