"""What the public reads of jobs. Every statement starts from `visible_openly()` or `visible_once()`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, false, func, or_, select
from sqlalchemy.orm import selectinload

from app.core.text import folded
from app.extensions import db
from app.jobs.models import EmploymentType, Job, JobLocation, PayPeriod, Posting, RemotePolicy
from app.jobs.places import Place
from app.jobs.policy import visible_once, visible_openly, visible_to_colleagues

MOST_WORDS = 8


@dataclass(frozen=True)
class JobSearch:
    """What a visitor looks for; every part stands in the address."""

    words: str = ""
    location: str = ""
    department: str = ""
    type: EmploymentType | None = None
    remote: RemotePolicy | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.location or self.department or self.type or self.remote)


@dataclass(frozen=True)
class PublicRow:
    """A job as lists show it."""

    id: int
    slug: str
    title: str
    department: str
    summary: str
    remote_policy: RemotePolicy
    employment_type: EmploymentType
    pay_from: int | None
    pay_to: int | None
    pay_currency: str
    pay_period: PayPeriod
    locale: str
    published_at: datetime
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Facet:
    """One choice of a filter and how many jobs have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class PublicJobs:
    """A page of the jobs that answer a search, newest first; how many do, and how many are live at all."""

    rows: list[PublicRow]
    found: int
    total: int


@dataclass(frozen=True)
class Facets:
    """The choices the filters offer, counted over all live jobs, so that a choice never hides the others."""

    locations: list[Facet]
    departments: list[Facet]


def public_jobs(search: JobSearch = JobSearch(), *, limit: int, offset: int = 0) -> PublicJobs:
    """Live jobs that fit the search."""
    fitting = _fitting(search)
    found = _count(fitting)
    total = found if search.is_empty else _count(visible_openly())
    return PublicJobs(_rows(fitting, limit=limit, offset=offset), found, total)


def public_facets() -> Facets:
    """What live jobs can be narrowed by."""
    live = visible_openly().with_only_columns(Job.id)
    cities = (
        select(JobLocation.city_key, func.min(JobLocation.city), func.count(JobLocation.job_id.distinct()))
        .where(JobLocation.job_id.in_(live), JobLocation.city_key != "")
        .group_by(JobLocation.city_key)
        .order_by(JobLocation.city_key)
    )
    departments = (
        visible_openly()
        .where(Job.department != "")
        .with_only_columns(Job.department, Job.department, func.count())
        .group_by(Job.department)
        .order_by(func.lower(Job.department))
    )
    return Facets(
        [Facet(*row) for row in db.session.execute(cities)], [Facet(*row) for row in db.session.execute(departments)]
    )


def public_job(slug: str) -> Job | None:
    """A live job with its places, stages and postings, or None."""
    statement = visible_openly().where(Job.slug == slug)
    return db.session.scalars(
        statement.options(selectinload(Job.locations), selectinload(Job.stages), selectinload(Job.postings))
    ).one_or_none()


def colleagues_job(slug: str) -> Job | None:
    """As `public_job`, for whoever works here: also those posted for colleagues only."""
    statement = visible_to_colleagues().where(Job.slug == slug)
    return db.session.scalars(
        statement.options(selectinload(Job.locations), selectinload(Job.stages), selectinload(Job.postings))
    ).one_or_none()


def colleagues_jobs(*, limit: int) -> list[PublicRow]:
    """Live jobs whoever works here may apply for, newest first."""
    return _rows(visible_to_colleagues(), limit=limit)


def gone_job(slug: str) -> Job | None:
    """A job that was public once and is no more, or None."""
    return db.session.scalars(visible_once().where(Job.slug == slug).options(selectinload(Job.locations))).one_or_none()


def similar_jobs(job: Job, *, limit: int = 4) -> list[PublicRow]:
    """Live jobs like this one: the same department first, then those sharing a word of the title, then the newest."""
    words = [word for word in folded(job.title).split() if len(word) > 3]
    shared = [Job.title_key.contains(word, autoescape=True) for word in words[:MOST_WORDS]]
    neighbour = Job.department == job.department if job.department else false()
    likeness = sum((case((same, 1), else_=0) for same in shared), case((neighbour, 2), else_=0))
    ids = list(
        db.session.scalars(
            visible_openly()
            .where(Job.id != job.id)
            .with_only_columns(Job.id)
            .order_by(likeness.desc(), Job.opened_at.desc(), Job.id.desc())
            .limit(limit)
        )
    )
    rows = {row.id: row for row in _rows(visible_openly().where(Job.id.in_(ids)), limit=limit)}
    return [rows[id_] for id_ in ids if id_ in rows]


def posted_jobs() -> Sequence[Job]:
    """Every live job whole, newest first, for feeds."""
    return db.session.scalars(
        visible_openly()
        .options(selectinload(Job.locations), selectinload(Job.postings))
        .order_by(Job.opened_at.desc(), Job.id.desc())
    ).all()


def _fitting(search: JobSearch) -> Select[Job]:
    """Live jobs in which every word occurs, in what they say or in a city's name, and that every filter lets through."""
    found = visible_openly()
    for word in folded(search.words).split()[:MOST_WORDS]:
        in_city = select(JobLocation.job_id).where(JobLocation.city_key.contains(word, autoescape=True))
        found = found.where(or_(Job.words_key.contains(word, autoescape=True), Job.id.in_(in_city)))
    if search.location:
        there = select(JobLocation.job_id).where(JobLocation.city_key == folded(search.location))
        found = found.where(Job.id.in_(there))
    if search.department:
        found = found.where(Job.department == search.department)
    if search.type is not None:
        found = found.where(Job.employment_type == search.type)
    if search.remote is not None:
        found = found.where(Job.remote_policy == search.remote)
    return found


def _rows(jobs: Select[Job], *, limit: int, offset: int = 0) -> list[PublicRow]:
    published_at = func.max(Posting.published_at).label("published_at")
    latest = select(Posting.job_id, published_at).group_by(Posting.job_id).subquery("latest")
    columns = (
        Job.id, Job.slug, Job.title, Job.department, Job.summary, Job.remote_policy, Job.employment_type, Job.pay_from,
        Job.pay_to, Job.pay_currency, Job.pay_period, Job.locale, latest.c.published_at,
    )  # fmt: skip
    page = jobs.with_only_columns(*columns).join(latest, latest.c.job_id == Job.id)
    page = page.order_by(latest.c.published_at.desc(), Job.id.desc()).limit(limit).offset(offset)
    found = db.session.execute(page).all()
    places = _places([row.id for row in found])
    return [PublicRow(**row._mapping, places=tuple(places[row.id])) for row in found]


def _places(job_ids: Sequence[int]) -> dict[int, list[Place]]:
    places: dict[int, list[Place]] = defaultdict(list)
    located = (
        select(JobLocation.job_id, JobLocation.city, JobLocation.region, JobLocation.country)
        .where(JobLocation.job_id.in_(job_ids))
        .order_by(JobLocation.position, JobLocation.id)
    )
    for job_id, city, region, country in db.session.execute(located):
        places[job_id].append(Place(city, region, "", country))
    return places


def _count(jobs: Select[Job]) -> int:
    return db.session.scalar(jobs.with_only_columns(func.count())) or 0
