"""Orders of the candidate list, and the cursors that walk through them in either direction.

What is unknown comes last whichever way one sorts. A sort is therefore made of segments, known values first, each
of which is a plain walk along an index on both databases.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, true

from app.candidates.models import Candidate
from app.search.catalogue import Label

RELEVANCE = "relevance"


@dataclass(frozen=True)
class Segment:
    """A part of an order: the rows in it and the column they are ordered by; None orders by id alone."""

    rows: ColumnElement[bool]
    column: Any = None


@dataclass(frozen=True)
class Order:
    """One thing to sort by. `descending` is the way people usually want it."""

    name: str
    label: Label
    segments: tuple[Segment, ...]
    descending: bool = False
    read: Callable[[Any], Any] = lambda value: value


def _keyed(name: str, label: Label, key: Any) -> Order:
    return Order(name, label, (Segment(key > "", key), Segment(key == "")))


def _if_known(name: str, label: Label, column: Any, read: Callable[[Any], Any] = lambda value: value) -> Order:
    return Order(name, label, (Segment(column.is_not(None), column), Segment(column.is_(None))), read=read)


ORDERS = {
    order.name: order
    for order in (
        _keyed("name", _("Name"), Candidate.name_key),
        Order("added", _("Added"), (Segment(true(), Candidate.added_at),), True, datetime.fromisoformat),
        Order("updated", _("Updated"), (Segment(true(), Candidate.updated_at),), True, datetime.fromisoformat),
        Order(
            "contacted",
            _("Last contact"),
            (
                Segment(Candidate.contacted_rank == 0, Candidate.contacted_at),
                Segment(and_(Candidate.contacted_rank == 1, Candidate.contacted_at.is_(None))),
            ),
            True,
            datetime.fromisoformat,
        ),
        Order(
            "interest",
            _("Interest"),
            (
                Segment(Candidate.interest_rank == 0, Candidate.interest_key),
                Segment(and_(Candidate.interest_rank == 1, Candidate.interest_key.is_(None))),
            ),
            True,
        ),
        _keyed("title", _("Title"), Candidate.title_key),
        _keyed("employer", _("Employer"), Candidate.employer_key),
        _keyed("city", _("City"), Candidate.city_key),
        _keyed("country", _("Country"), Candidate.country),
        _keyed("source", _("Source"), Candidate.source_key),
        _if_known("available", _("Available"), Candidate.available_from, date.fromisoformat),
        _if_known("salary", _("Salary expectation"), Candidate.salary_minor),
    )
}
DEFAULT_ORDER = "updated"


@dataclass(frozen=True)
class Sort:
    """An order and its direction, as written in addresses: `name`, `-added`, `relevance`."""

    name: str
    descending: bool

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending and self.name != RELEVANCE else self.name

    @property
    def by_relevance(self) -> bool:
        return self.name == RELEVANCE

    @property
    def order(self) -> Order:
        return ORDERS[self.name]

    @property
    def reversed(self) -> "Sort":
        return Sort(self.name, not self.descending)


def read_sort(text: str | None, *, has_words: bool = False) -> Sort:
    """The sort an address names; anything else means the usual one: best first for words, else newest first."""
    name = (text or "").removeprefix("-")
    if name == RELEVANCE and has_words:
        return Sort(RELEVANCE, True)
    if name in ORDERS:
        return Sort(name, str(text).startswith("-"))
    return Sort(RELEVANCE, True) if has_words else Sort(DEFAULT_ORDER, True)


def usual(name: str) -> Sort:
    """The sort a column starts with when its header is pressed for the first time."""
    return Sort(name, ORDERS[name].descending)


@dataclass(frozen=True)
class Cursor:
    """A row's place in a sort."""

    sort: str
    segment: int
    value: Any
    id: int

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        packed = json.dumps([self.sort, self.segment, value, self.id], ensure_ascii=False, separators=(",", ":"))
        return urlsafe_b64encode(packed.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def read_cursor(text: str | None, sort: Sort) -> Cursor | None:
    """The place an address names; None when it is damaged or belongs to another sort, which means the first page."""
    if not text or len(text) > 2_000:
        return None
    try:
        name, segment, value, identity = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if name != str(sort) or type(segment) is not int or type(identity) is not int or abs(identity) > 2**62:
            return None
        return Cursor(name, segment, _sort_value(sort, segment, value), identity)
    except (ValueError, TypeError, IndexError, OverflowError, RecursionError):
        return None


def _sort_value(sort: Sort, segment: int, value: Any) -> Any:
    """The value as the column has it. Raises ValueError or TypeError for anything else."""
    if sort.by_relevance:
        return float(value)
    column = sort.order.segments[segment if segment >= 0 else len(sort.order.segments)].column
    if column is None:
        return None
    read = sort.order.read(value)
    kind = column.type.python_type
    read = float(read) if kind is float else read
    if not isinstance(read, kind) or (isinstance(read, datetime) and read.tzinfo is None):
        raise TypeError(f"a {kind.__name__} is wanted")
    return read
