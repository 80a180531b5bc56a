"""Giving the kept record everything that named the lost one. What it has already is set aside."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table, func, select

from app.candidates.merging.ledger import Ledger, Row
from app.candidates.merging.schema import Key, Pointer, key_columns, keys_with, pointers
from app.candidates.models import (
    CandidateLink,
    ContactKind,
    ContactPoint,
    Education,
    Experience,
    Frequency,
    InterestProfile,
)
from app.candidates.values import link_key
from app.core.text import folded
from app.extensions import db

Likeness = Callable[[Row], Hashable]

ALIKE: dict[str, tuple[tuple[str, ...], Likeness]] = {
    CandidateLink.__tablename__: (("url",), lambda row: link_key(row["url"])),
    Experience.__tablename__: (
        ("title", "employer_key", "started"),
        lambda row: (folded(row["title"]), row["employer_key"], row["started"]),
    ),
    Education.__tablename__: (
        ("school_key", "degree", "field", "graduated"),
        lambda row: (row["school_key"], folded(row["degree"]), folded(row["field"]), row["graduated"]),
    ),
}
"""Rows that say the same although no constraint forbids them: their columns, and what makes two alike."""

Preferred = frozenset[tuple[str, int]]
"""Rows of the lost record (table, id) that are taken instead of their like on the kept one."""

_STRICTEST = {frequency: rank for rank, frequency in enumerate(Frequency)}


def move_everything(ledger: Ledger, kept: int, lost: int, *, preferred: Preferred = frozenset()) -> None:
    """Every row that names `lost` names `kept` from now on."""
    for pointer in pointers():
        _Move(ledger, pointer, kept, lost, preferred).go()


class _Move:
    """One table's rows. Those that cannot stand beside a row of the kept record are set aside."""

    def __init__(self, ledger: Ledger, pointer: Pointer, kept: int, lost: int, preferred: Preferred) -> None:
        self._ledger, self._kept, self._lost, self._preferred = ledger, kept, lost, preferred
        self._table, self._column = pointer.table, pointer.column
        self._keys = keys_with(pointer.table, pointer.column)

    def go(self) -> None:
        coming = self._rows(self._lost)
        if not coming:
            return
        taken = self._likes(self._rows(self._kept))
        moving = []
        for row in coming:
            like = next((taken[sign] for sign in self._signs(row) if sign in taken), None)
            if like is not None and (self._table.name, row.get("id")) in self._preferred:
                self._ledger.set_aside(self._table, like, instead=row)
            elif like is not None:
                _unite(self._ledger, self._table, like, row)
                self._ledger.set_aside(self._table, row, instead=like)
                continue
            if self._names_itself(row):
                self._ledger.set_aside(self._table, row)
            else:
                moving.append(row)
        _put_behind(self._ledger, self._table, self._column, moving, self._kept)
        self._ledger.move(self._table, self._column, moving, to=self._kept)

    def _rows(self, candidate_id: int) -> Sequence[Mapping[str, Any]]:
        """What decides, no more: other columns may hold the text of whole documents."""
        wanted = {*key_columns(self._table), self._column.name, *(name for key in self._keys for name in key.columns)}
        wanted |= {*ALIKE.get(self._table.name, ((), None))[0], *_ALSO.get(self._table.name, ())}
        wanted |= {other.column.name for other in pointers() if other.table is self._table}
        columns = [self._table.c[name] for name in sorted(wanted)]
        found = select(*columns).where(self._column == candidate_id).order_by(*self._table.primary_key.columns)
        rows = [dict(row) for row in db.session.execute(found).mappings()]
        for at, key in enumerate(self._keys):
            if key.where is not None:
                self._mark(rows, at, key, candidate_id)
        return rows

    def _mark(self, rows: list[dict[str, Any]], at: int, key: Key, candidate_id: int) -> None:
        """Which rows a partial key speaks of."""
        names = key_columns(self._table)
        asked = select(*self._table.primary_key.columns).where(self._column == candidate_id, key.where)  # type: ignore[arg-type]
        inside = {tuple(row) for row in db.session.execute(asked)}
        for row in rows:
            row[f"inside_{at}"] = tuple(row[name] for name in names) in inside

    def _likes(self, rows: Sequence[Mapping[str, Any]]) -> dict[Hashable, Mapping[str, Any]]:
        return {sign: row for row in rows for sign in self._signs(row)}

    def _signs(self, row: Mapping[str, Any]) -> list[Hashable]:
        """What no other row of the same person may have too."""
        signs: list[Hashable] = []
        for at, key in enumerate(self._keys):
            rest = tuple(row[name] for name in key.columns if name != self._column.name)
            if row.get(f"inside_{at}", True) and None not in rest:
                signs.append((at, rest))
        if self._table.name in ALIKE:
            signs.append(("alike", ALIKE[self._table.name][1](row)))
        return signs

    def _names_itself(self, row: Mapping[str, Any]) -> bool:
        """A relation between the two would be one of somebody to themselves."""
        others = [one.column.name for one in pointers() if one.table is self._table and one.column is not self._column]
        return any(row[name] == self._kept for name in others)


_ALSO: dict[str, tuple[str, ...]] = {
    ContactPoint.__tablename__: ("is_primary", "verified_at"),
    Experience.__tablename__: ("position",),
    Education.__tablename__: ("position",),
    InterestProfile.__tablename__: ("frequency", "paused_until"),
}


def _unite(ledger: Ledger, table: Table, kept: Row, lost: Row) -> None:
    """What the row that stays learns from its like: a mailbox verified on either is verified; the stricter wish counts."""
    if table.name == ContactPoint.__tablename__:
        verified = min((at for at in (kept["verified_at"], lost["verified_at"]) if at is not None), default=None)
        ledger.change(table, kept, {"verified_at": verified})
    elif table.name == InterestProfile.__tablename__:
        paused = max((at for at in (kept["paused_until"], lost["paused_until"]) if at is not None), default=None)
        frequency = max(kept["frequency"], lost["frequency"], key=_STRICTEST.__getitem__)
        ledger.change(table, kept, {"paused_until": paused, "frequency": frequency})


def _put_behind(ledger: Ledger, table: Table, column: Column[Any], rows: Sequence[Row], kept: int) -> None:
    """Entries of the lost record's history stand behind those of the kept one."""
    if "position" not in table.c or not rows or table.name not in _ALSO:
        return
    last = db.session.scalar(select(func.max(table.c.position)).where(column == kept))
    for row in rows if last is not None else ():
        ledger.change(table, row, {"position": row["position"] + last + 1})


def primaries(candidate_id: int) -> dict[ContactKind, str]:
    """The key of the address and of the number the person is reached at first."""
    chosen = select(ContactPoint.kind, ContactPoint.value_key).where(
        ContactPoint.candidate_id == candidate_id, ContactPoint.is_primary
    )
    return {row.kind: row.value_key for row in db.session.execute(chosen)}


def choose_primaries(ledger: Ledger, candidate_id: int, wanted: Mapping[ContactKind, str]) -> None:
    """One primary address and one primary number."""
    table: Table = ContactPoint.__table__  # type: ignore[assignment]
    points = select(table).where(table.c.candidate_id == candidate_id).order_by(table.c.id)
    rows = db.session.execute(points).mappings().all()
    for kind in ContactKind:
        ones = [row for row in rows if row["kind"] is kind]
        first = next((row for row in ones if row["value_key"] == wanted.get(kind)), ones[0] if ones else None)
        for row in ones:
            ledger.change(table, row, {"is_primary": row is first})
