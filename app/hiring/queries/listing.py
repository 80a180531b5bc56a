"""The applications of a job as a list: the same data as the board, filtered and sorted, page by page."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.candidates.models import Candidate, Document
from app.core.clock import start_of, today
from app.extensions import db
from app.hiring.models import Answer, Application, ApplicationState, StageStay
from app.hiring.queries.board import Card, card_from, card_rows
from app.jobs.models import Job, Stage

PAGE = 50
MOST_WORDS = 8
MARKS = ("late", "due", "unconfirmed", "suspicious", "maybe")
SOON = timedelta(days=2)
SORTS: dict[str, Any] = {
    "name": Candidate.name_key, "applied": Application.applied_at, "stage": Stage.position,
    "entered": Application.stage_entered_at, "source": Application.source_key, "state": Application.state,
}  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; all of it stands in the address."""

    words: str = ""
    state: ApplicationState | None = None
    stage_id: int | None = None
    source: str | None = None
    mark: str = ""
    reached_id: int | None = None
    """Only those who ever got to this stage or beyond."""
    left_id: int | None = None
    """Only those who have left this stage (between the two dates, which then mean the leaving)."""
    received_from: date | None = None
    received_to: date | None = None

    @property
    def any(self) -> bool:
        return self != Filters()

    def without_words(self) -> "Filters":
        return replace(self, words="")


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind or before an application of the list, or at its end; nothing said is its beginning."""

    after: int | None = None
    before: int | None = None
    last: bool = False

    @property
    def backwards(self) -> bool:
        return self.last or self.before is not None


@dataclass(frozen=True)
class Listing:
    rows: list[Card]
    total: int
    prev: int | None = None
    """The application the page before this one ends in front of."""
    next: int | None = None
    """The application the next page begins behind."""


@dataclass(frozen=True)
class AcrossRow:
    """An application in a list over several jobs."""

    card: Card
    job_title: str
    stage_name: str


def listing_of(
    job_id: int, filters: Filters, *, sort: str = "applied", descending: bool = True, place: Place = Place()
) -> Listing:
    """One page of the list and how many there are in all. A place that is no more is the beginning."""
    where = conditions(job_id, filters)
    total = db.session.scalar(select(func.count(Application.id)).where(*where)) or 0
    column, down = SORTS.get(sort, Application.applied_at), descending != place.backwards
    beyond = _beyond(column, place, down)
    if beyond is None and not place.last:
        place, down = Place(), descending
    order = (column.desc(), Application.id.desc()) if down else (column, Application.id)
    rows = card_rows(*where, *([] if beyond is None else [beyond])).order_by(*order).limit(PAGE + 1)
    found = [card_from(row) for row in db.session.execute(rows)]
    return _page(found, total, place)


def _page(found: list[Card], total: int, place: Place) -> Listing:
    more, rows = len(found) > PAGE, found[:PAGE]
    if place.backwards:
        rows.reverse()
    if not rows:
        return Listing([], total)
    has_prev = more if place.backwards else place.after is not None
    has_next = (place.before is not None) if place.backwards else more
    return Listing(rows, total, rows[0].id if has_prev else None, rows[-1].id if has_next else None)


def _beyond(column: Any, place: Place, down: bool) -> ColumnElement[bool] | None:
    """What comes behind the place's application in the order read; None when there is no such place."""
    number = place.after if place.after is not None else place.before
    if number is None:
        return None
    value = db.session.execute(card_rows(Application.id == number).with_only_columns(column)).first()
    if value is None:
        return None
    if down:
        return or_(column < value[0], and_(column == value[0], Application.id < number))
    return or_(column > value[0], and_(column == value[0], Application.id > number))


def across_jobs(workable: Select[Application], filters: Filters, *, limit: int = PAGE) -> tuple[list[AcrossRow], int]:
    """Active applications of all jobs in `workable` that the filters match, most urgent first, and how many there are."""
    where = [
        *conditions(None, filters),
        Application.state == ApplicationState.ACTIVE,
        Application.id.in_(workable.with_only_columns(Application.id)),
    ]
    rows = db.session.execute(
        card_rows(*where)
        .join(Job, Job.id == Application.job_id)
        .add_columns(Job.title.label("job_title"), Stage.name.label("stage_name"))
        .order_by(Application.reply_by.is_(None), Application.reply_by, Application.id.desc())
        .limit(limit)
    )
    total = db.session.scalar(select(func.count(Application.id)).where(*where)) or 0
    return [AcrossRow(card_from(row), row.job_title, row.stage_name) for row in rows], total


def matching_ids(job_id: int, filters: Filters, *, most: int) -> list[int]:
    """Every application the filters match: what “all matching” means in a bulk act."""
    return list(
        db.session.scalars(
            select(Application.id).where(*conditions(job_id, filters)).order_by(Application.id).limit(most)
        )
    )


def sources_of(job_id: int) -> list[tuple[str, int]]:
    rows = db.session.execute(
        select(Application.source, func.count())
        .where(Application.job_id == job_id)
        .group_by(Application.source)
        .order_by(func.count().desc(), Application.source)
        .limit(50)
    )
    return [(source, number) for source, number in rows]


def conditions(job_id: int | None, filters: Filters) -> list[ColumnElement[bool]]:
    """SQL of the filters. Suspicious applications stay on their shelf unless it is asked for."""
    where: list[ColumnElement[bool]] = [Application.job_id == job_id] if job_id is not None else []
    where.append(Application.suspicious != "" if filters.mark == "suspicious" else Application.suspicious == "")
    if filters.state is not None:
        where.append(Application.state == filters.state)
    if filters.stage_id is not None:
        where.append(Application.stage_id == filters.stage_id)
    if filters.source is not None:
        where.append(Application.source == filters.source)
    if filters.left_id is not None:
        where.append(_left(filters))
    else:
        where += _between(Application.applied_at, filters)
    if filters.reached_id is not None and job_id is not None:
        where.append(reached(job_id, filters.reached_id))
    if filters.mark in _MARKED:
        where.append(_MARKED[filters.mark]())
    return where + [_says(word) for word in filters.words.split()[:MOST_WORDS]]


def reached(job_id: int, stage_id: int) -> ColumnElement[bool]:
    """The application was ever in this stage or in a later one of the job."""
    position = select(Stage.position).where(Stage.id == stage_id, Stage.job_id == job_id).scalar_subquery()
    return (
        select(StageStay.id)
        .join(Stage, Stage.id == StageStay.stage_id)
        .where(StageStay.application_id == Application.id, Stage.position >= position)
        .exists()
    )


def _left(filters: Filters) -> ColumnElement[bool]:
    return (
        select(StageStay.id)
        .where(
            StageStay.application_id == Application.id, StageStay.stage_id == filters.left_id,
            StageStay.left_at.is_not(None), *_between(StageStay.left_at, filters),
        )
        .exists()
    )  # fmt: skip


def _between(moment: Any, filters: Filters) -> list[ColumnElement[bool]]:
    where = []
    if filters.received_from is not None:
        where.append(moment >= start_of(filters.received_from))
    if filters.received_to is not None:
        where.append(moment < start_of(filters.received_to + timedelta(days=1)))
    return where


_MARKED = {
    "due": lambda: (Application.state == ApplicationState.ACTIVE) & (Application.reply_by <= today() + SOON),
    "late": lambda: (Application.state == ApplicationState.ACTIVE) & (Application.reply_by < today()),
    "unconfirmed": lambda: Application.confirmed_at.is_(None),
    "maybe": lambda: Application.screening == "maybe",
}


def _says(word: str) -> ColumnElement[bool]:
    """The word stands in the name, an answer or the résumé."""
    like = word.lower()

    def within(column: Any) -> Any:
        return func.lower(column).contains(like, autoescape=True)

    in_answers = select(Answer.application_id).where(within(Answer.value))
    in_resume = select(Document.id).where(within(Document.text), Document.id == Application.resume_id).exists()
    return or_(within(Application.given_name), Application.id.in_(in_answers), in_resume)
