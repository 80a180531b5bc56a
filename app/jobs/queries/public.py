"""What the public reads of jobs. Every statement starts from `visible_openly()` or `visible_once()`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, false, func, or_, select
from sqlalchemy.orm import selectinload

from app.core.text import folded
from app.extensions import db
from app.jobs.models import EmploymentType, Job, JobLocation, PayPeriod, Posting, RemotePolicy
from app.jobs.places import Place
from app.jobs.policy import visible_once, visible_openly

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
    """The jobs that answer a search, newest first, and the choices the filters offer."""

    rows: list[PublicRow]
    total: int
    locations: list[Facet]
    departments: list[Facet]


def public_jobs(search: JobSearch = JobSearch(), *, limit: int | None = None) -> PublicJobs:
    """Live jobs. Filters are counted over all of them, so that a choice never hides the others.

    One employer's live jobs fit in memory; narrowing them here costs less than a statement per filter.
    """
    everything = _rows()
    found = everything
    if search.words:
        matching = set(db.session.scalars(_matching(search.words)))
        found = [row for row in found if row.id in matching]
    found = [row for row in found if _fits(row, search)]
    return PublicJobs(found[:limit], len(everything), _location_facets(everything), _department_facets(everything))


def public_job(slug: str) -> Job | None:
    """A live job with its places, stages and postings, or None."""
    statement = visible_openly().where(Job.slug == slug)
    return db.session.scalars(
        statement.options(selectinload(Job.locations), selectinload(Job.stages), selectinload(Job.postings))
    ).one_or_none()


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
    rows = {row.id: row for row in _rows(ids)}
    return [rows[id_] for id_ in ids if id_ in rows]


def posted_jobs() -> Sequence[Job]:
    """Every live job whole, newest first, for feeds."""
    return db.session.scalars(
        visible_openly()
        .options(selectinload(Job.locations), selectinload(Job.postings))
        .order_by(Job.opened_at.desc(), Job.id.desc())
    ).all()


def _rows(ids: Iterable[int] | None = None) -> list[PublicRow]:
    live = visible_openly() if ids is None else visible_openly().where(Job.id.in_(list(ids)))
    published = select(func.max(Posting.published_at)).where(Posting.job_id == Job.id).correlate(Job).scalar_subquery()
    columns = (
        Job.id, Job.slug, Job.title, Job.department, Job.summary, Job.remote_policy, Job.employment_type, Job.pay_from,
        Job.pay_to, Job.pay_currency, Job.pay_period, Job.locale, published.label("published_at"),
    )  # fmt: skip
    found = db.session.execute(live.with_only_columns(*columns).order_by(published.desc(), Job.id.desc())).all()
    places = _places(live)
    return [PublicRow(**row._mapping, places=tuple(places[row.id])) for row in found]


def _places(live: Select[Job]) -> dict[int, list[Place]]:
    places: dict[int, list[Place]] = defaultdict(list)
    located = (
        select(JobLocation.job_id, JobLocation.city, JobLocation.region, JobLocation.country)
        .where(JobLocation.job_id.in_(live.with_only_columns(Job.id)))
        .order_by(JobLocation.position, JobLocation.id)
    )
    for job_id, city, region, country in db.session.execute(located):
        places[job_id].append(Place(city, region, "", country))
    return places


def _matching(words: str) -> Select[int]:
    """Ids of live jobs in which every word occurs: in what they say or in a city's name."""
    found = visible_openly().with_only_columns(Job.id)
    for word in folded(words).split()[:MOST_WORDS]:
        in_city = select(JobLocation.job_id).where(JobLocation.city_key.contains(word, autoescape=True))
        found = found.where(or_(Job.words_key.contains(word, autoescape=True), Job.id.in_(in_city)))
    return found


def _fits(row: PublicRow, search: JobSearch) -> bool:
    return (
        (not search.location or any(_city_value(place) == search.location for place in row.places))
        and (not search.department or row.department == search.department)
        and (search.type is None or row.employment_type is search.type)
        and (search.remote is None or row.remote_policy is search.remote)
    )


def _location_facets(rows: Sequence[PublicRow]) -> list[Facet]:
    labels: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        for place in {_city_value(place): place for place in row.places if place.city}.values():
            labels.setdefault(_city_value(place), place.city)
            counts[_city_value(place)] += 1
    return [Facet(value, labels[value], counts[value]) for value in sorted(counts)]


def _department_facets(rows: Sequence[PublicRow]) -> list[Facet]:
    counts = Counter(row.department for row in rows if row.department)
    return [Facet(name, name, count) for name, count in sorted(counts.items(), key=lambda pair: pair[0].casefold())]


def _city_value(place: Place) -> str:
    return place.city.casefold()
