"""The columns of a list of people: which a viewer may choose, and the rows with what stands in them.

Whatever is chosen, the rows take two statements: one for the people and every single value, one for everything people
have several of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, to_user_timezone
from flask_babel import gettext as _
from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)

from app.accounts.models import User
from app.candidates.models import Candidate, ContactKind, ContactPoint
from app.extensions import db
from app.search.catalogue import Column, QueryField, all_fields, column_of, find_field
from app.search.scope import scope_of

USUAL = ("employer", "city", "skill", "interest", "contacted", "added")
MOST_COLUMNS = 16
MOST_READINGS = 500
_RANK, _NEXT = "\x1e", "\x1f"
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


@dataclass(frozen=True)
class ListRow:
    """One line of a list of people. `values` holds, by name of the field, a value or a tuple of texts."""

    id: int
    full_name: str
    preferred_name: str
    title: str
    headline: str
    email: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.preferred_name or self.full_name

    @property
    def detail(self) -> str:
        """What says most about somebody beside the name."""
        return self.title or self.headline or self.email


def offered_columns(viewer: User) -> list[QueryField]:
    """Every column the viewer may choose."""
    return [known for known in all_fields() if (column := column_of(known)) is not None and column.seen_by(viewer)]


def columns_for(viewer: User, names: Iterable[str] = ()) -> list[QueryField]:
    """The chosen columns the viewer may see, in the order they were chosen; the usual ones when none was."""
    wanted = dict.fromkeys(names)
    found = [known for name in wanted if (known := find_field(name)) is not None]
    seen = [known for known in found if (column := column_of(known)) is not None and column.seen_by(viewer)]
    return seen[:MOST_COLUMNS] or (columns_for(viewer, USUAL) if tuple(wanted) != USUAL else [])


def read_rows(viewer: User, ids: Sequence[int], columns: Sequence[QueryField]) -> list[ListRow]:
    """The rows of these people in this order, with the values of these columns."""
    if not ids:
        return []
    reading = _reading_for(
        viewer, tuple((known.name, column) for known in columns if (column := column_of(known)) is not None)
    )
    lists = _several(reading, ids)
    rows = {}
    for row in db.session.execute(reading.people, {"ids": ids}):
        values = dict(zip(reading.single, row[6:], strict=True))
        for name, found in lists.items():
            values[name] = found.get(row[0], ())
        rows[row[0]] = ListRow(row[0], row[1], row[2], row[3], row[4], row[5] or "", values)
    return [rows[identity] for identity in ids if identity in rows]


@dataclass(frozen=True)
class _Reading:
    """The statements for some columns. Putting them together costs more than running them, so they are kept."""

    single: tuple[str, ...]
    several: tuple[str, ...]
    people: Select[*tuple[Any, ...]]
    lists: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | None


_readings: dict[tuple[Any, ...], _Reading] = {}


def _reading_for(viewer: User, shown: tuple[tuple[str, Column], ...]) -> _Reading:
    """What columns show depends on who looks, never on when."""
    scope = scope_of(viewer)
    key = (viewer.id, viewer.role, viewer.team_id, scope.dialect, shown)
    if key not in _readings:
        if len(_readings) >= MOST_READINGS:
            _readings.clear()
        single = [(name, column.value(scope)) for name, column in shown if column.value is not None]
        several = [(name, column.rows(scope)) for name, column in shown if column.rows is not None]
        people = _PEOPLE.add_columns(*(value.label(None) for _name, value in single)).where(Candidate.id.in_(_IDS))
        names = tuple(name for name, _value in single), tuple(name for name, _rows in several)
        _readings[key] = _Reading(*names, people, _united(several, scope.dialect))
    return _readings[key]


_PEOPLE = select(
    Candidate.id,
    Candidate.full_name,
    Candidate.preferred_name,
    Candidate.current_title,
    Candidate.headline,
    ContactPoint.value,
).outerjoin(
    ContactPoint,
    and_(
        ContactPoint.candidate_id == Candidate.id,
        ContactPoint.kind == ContactKind.EMAIL,
        ContactPoint.is_primary.is_(True),
    ),
)


def _united(
    parts: Sequence[tuple[str, Select[*tuple[Any, ...]]]], dialect: str
) -> Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | None:
    """What people have several of, all columns in one statement, a person's texts in one."""
    together = func.group_concat if dialect == "sqlite" else func.string_agg
    selects = []
    for name, rows in parts:
        owner, said, rank = rows.selected_columns
        ranked = cast(rank, String) + _RANK + cast(said, String)
        grouped = rows.with_only_columns(literal(name), owner, together(ranked, _NEXT)).where(owner.in_(_IDS))
        selects.append(grouped.group_by(owner))
    return union_all(*selects) if len(selects) > 1 else next(iter(selects), None)


def _several(reading: _Reading, ids: Sequence[int]) -> dict[str, dict[int, tuple[str, ...]]]:
    """Column → person → texts."""
    found: dict[str, dict[int, tuple[str, ...]]] = {name: {} for name in reading.several}
    if reading.lists is not None:
        for name, owner, texts in db.session.execute(reading.lists, {"ids": ids}):
            found[name][owner] = _in_order(texts)
    return found


def _in_order(texts: str) -> tuple[str, ...]:
    """Neither database promises an order within what it puts together."""
    ranked = sorted((int(rank), said) for rank, _mark, said in (one.partition(_RANK) for one in texts.split(_NEXT)))
    return tuple(dict.fromkeys(said for _rank, said in ranked))


def shown_text(known: QueryField, value: Any) -> str:
    """A value of a column as people read it; empty when unknown."""
    if value is None or value in ("", (), {}):
        return ""
    column = column_of(known) or Column()
    return ", ".join(value) if isinstance(value, tuple) else column.shown(value) if column.shown else _by_type(value)


def _by_type(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return format_date(to_user_timezone(value).date(), locale=get_locale())
    return format_date(value, locale=get_locale()) if isinstance(value, date) else str(value)
