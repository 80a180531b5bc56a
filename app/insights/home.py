"""The first page of the day: what waits for this person, and what is new in their jobs."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Integer,
    Row,
    Select,
    bindparam,
    desc,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

from app.accounts.models import StaffSession, User
from app.accounts.permissions import Permission
from app.accounts.viewing import once_per_viewer
from app.candidates.models import Candidate, Todo
from app.candidates.policy import visible_todos
from app.core.clock import date_of, now, start_of, today
from app.core.planning import unindexed
from app.core.types import UtcDateTime
from app.extensions import db
from app.hiring.models import Application, ApplicationState, Interview, ReviewRequest, Seat
from app.hiring.policy import workable_applications, workable_jobs
from app.hiring.queries import SOON, Filters, coming_interviews, conditions, owed_cards, owed_reviews
from app.jobs.models import Job, JobMember, JobState
from app.jobs.policy import works_on

SHOWN = 8
JOBS_SHOWN = 12


@dataclass(frozen=True)
class JobNews:
    """A job and what is new in it; each number opens its rows. What the spam guard set aside counts nowhere here."""

    job: Row[*tuple[Any, ...]]
    """Its id, title and state; and whether the viewer is on its hiring team (`mine`)."""
    new: int = 0
    active: int = 0
    late: int = 0
    due: int = 0
    """Late, or soon to be."""
    unconfirmed: int = 0


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
    steps: "FirstSteps"
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
    glance = db.session.execute(_GLANCE, {"user": viewer.id}).one()
    since = start_of(date_of(glance.seen_at or now() - BEFORE_THE_FIRST))
    todos = list(db.session.scalars(_todos(viewer, today()))) if glance.todos else []
    day = {
        "since": since,
        "todos": todos[:SHOWN],
        "todos_total": len(todos) if len(todos) <= SHOWN else db.session.scalar(_number_of_todos(viewer, today())),
        "reviews": owed_reviews(viewer, limit=SHOWN) if glance.reviews else [],
        "interviews": coming_interviews(viewer, limit=SHOWN) if glance.seats else [],
        "cards": owed_cards(viewer, limit=SHOWN) if glance.seats else [],
        "steps": FirstSteps(bool(glance.candidates), bool(glance.job), bool(glance.application)),
    }
    if not viewer.may(Permission.APPLICATIONS_MOVE):
        return Day(**day, breaking=[], breaking_total=0)  # type: ignore[arg-type]
    jobs = _jobs_in_numbers(viewer, since)
    return Day(
        **day,  # type: ignore[arg-type]
        breaking=_soonest(viewer), breaking_total=sum(job.due for job in jobs), jobs=_news(jobs)[:JOBS_SHOWN],
        new=sum(job.new for job in jobs), suspicious=_suspicious(viewer),
        unconfirmed=sum(job.unconfirmed for job in jobs),
    )  # fmt: skip


def news_of_jobs(viewer: User, since: datetime, *, limit: int = 500) -> list[JobNews]:
    """Current jobs the viewer works on: those with news first, own ones before others."""
    return _news(_jobs_in_numbers(viewer, since))[:limit]


def _news(jobs: list[JobNews]) -> list[JobNews]:
    current = [one for one in jobs if one.job.state in (JobState.OPEN, JobState.ON_HOLD)]
    return sorted(current, key=lambda one: (not one.job.mine, -one.new, -one.late, -one.active, one.job.title))


def last_visit(viewer: User) -> datetime:
    """When the session before this one was last used, else a week ago."""
    return db.session.scalar(_SEEN, {"user": viewer.id}) or now() - BEFORE_THE_FIRST


BEFORE_THE_FIRST = timedelta(days=7)
"""Whoever is here for the first time reads what is new since then."""
_USER = bindparam("user", type_=Integer)
_SEEN = (
    select(StaffSession.seen_at)
    .where(StaffSession.user_id == _USER)
    .order_by(desc(StaffSession.id))
    .limit(1)
    .offset(1)
)
_GLANCE = select(
    _SEEN.scalar_subquery().label("seen_at"),
    select(Todo.id)
    .where(Todo.owner_id == _USER, Todo.done_at.is_(None), Todo.cancelled_at.is_(None))
    .exists()
    .label("todos"),
    select(ReviewRequest.id)
    .where(ReviewRequest.user_id == _USER, ReviewRequest.answered_at.is_(None))
    .exists()
    .label("reviews"),
    select(Seat.id).where(Seat.user_id == _USER).exists().label("seats"),
    select(Candidate.id).exists().label("candidates"),
    select(Job.id).where(Job.state != JobState.DRAFT).exists().label("job"),
    select(Application.id).exists().label("application"),
)
"""What there is at all: when somebody was here before, which lists hold anything of theirs, and how far a new installation
has come. What holds nothing is not asked further.
"""


def _jobs_in_numbers(viewer: User, since: datetime) -> list[JobNews]:
    """Every job the viewer works on, whether current or not. Promises still to be kept are few and counted along their
    dates; those that are late are what remains of all.
    """
    asked = {"since": since, "today": today(), "soon": today() + SOON}
    few = {(kind, job_id): number for kind, job_id, number in db.session.execute(_few(viewer), asked)}
    return [
        JobNews(
            job, active=job.active, late=job.active - job.unpromised - few.get(("ahead", job.id), 0),
            due=job.active - job.unpromised - few.get(("later", job.id), 0), new=few.get(("new", job.id), 0),
            unconfirmed=few.get(("unconfirmed", job.id), 0),
        )
        for job in db.session.execute(_jobs(viewer))
    ]  # fmt: skip


def _soonest(viewer: User) -> list[Application]:
    """Who was promised word soonest. Along the dates: of hundreds of jobs a handful is shown."""
    due = db.session.scalars(_due(viewer, today())).all()
    return list(db.session.scalars(_THESE, {"ids": due})) if due else []


_IN_PROCESS = (Application.state == literal_column("'active'"), Application.suspicious == literal_column("''"))
"""Written out, since a partial index is of no use for what only a parameter says."""
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
def _jobs(viewer: User) -> Select[*tuple[Any, ...]]:
    """Each job with how many are in process, and to how many of them no word was promised. Counted job by job, in an index
    that holds all that is asked: taken together they would first have to be joined.
    """
    own = select(JobMember.job_id).where(JobMember.user_id == viewer.id)
    active = select(func.count()).where(Application.job_id == Job.id, *_IN_PROCESS).scalar_subquery()
    unpromised = (
        select(func.count())
        .where(Application.job_id == Job.id, *_IN_PROCESS, Application.reply_by.is_(None))
        .scalar_subquery()
    )
    return workable_jobs(viewer).with_only_columns(
        Job.id, Job.title, Job.state, Job.id.in_(own).label("mine"), active.label("active"),
        unpromised.label("unpromised"),
    )  # fmt: skip


@once_per_viewer
def _few(viewer: User) -> CompoundSelect[*tuple[Any, ...]]:
    """Of each job what only few applications are, each along an index of its own. SQLite's figures are rough: where two
    indexes might do, the conditions are written so that only the right one can be taken.
    """
    works = works_on(viewer).cte("works")
    job_id = unindexed(Application.job_id)  # else SQLite goes from job to job, for the sake of the grouping
    found_on_the_way = (
        func.coalesce(Application.state, "") == ApplicationState.ACTIVE.value, func.coalesce(Application.suspicious, "") == ""
    )  # fmt: skip
    kinds = {
        "ahead": (*_IN_PROCESS, Application.reply_by >= bindparam("today", type_=Date)),
        "later": (*_IN_PROCESS, Application.reply_by > bindparam("soon", type_=Date)),
        "new": (*found_on_the_way, Application.applied_at >= bindparam("since", type_=UtcDateTime)),
        "unconfirmed": (*_IN_PROCESS, Application.confirmed_at.is_(None)),
    }
    return union_all(
        *(
            select(literal(kind), job_id, func.count()).where(*where, job_id.in_(select(works.c[0]))).group_by(job_id)
            for kind, where in kinds.items()
        )
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
