"""What points at a candidate, read from the tables themselves: a table of any package is found without being named."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, TextClause, UniqueConstraint

from app.candidates.models import Candidate, DuplicateCheck, DuplicatePair, Merge, MergeChange
from app.extensions import Base

CANDIDATES: Table = Candidate.__table__  # type: ignore[assignment]
LEDGER = frozenset(model.__tablename__ for model in (Merge, MergeChange, DuplicatePair, DuplicateCheck))
"""The memory of merges and of what may be merged: kept by this package, never re-pointed."""

DERIVED = frozenset({"search_documents", "search_dirty", "search_sounds"})
"""Made anew from the rest by whoever made it."""

STAYS = frozenset({"activities", "changed_values", "activity_addresses", "import_rows", "erasures", "tombstones"})
"""Tables with a plain `candidate_id`: history that is never rewritten. It is read through `lives_of`."""


@dataclass(frozen=True)
class Pointer:
    """A column that names a candidate."""

    table: Table
    column: Column[Any]


@dataclass(frozen=True)
class Key:
    """What may not be twice: columns of a unique constraint or index, as far as `where` reaches."""

    columns: tuple[str, ...]
    where: TextClause | None = None


@cache
def pointers() -> tuple[Pointer, ...]:
    """Every foreign key to candidates, in the order of the tables."""
    return tuple(
        Pointer(table, key.parent)
        for table in Base.metadata.sorted_tables
        if table is not CANDIDATES and table.name not in LEDGER | DERIVED
        for key in sorted(table.foreign_keys, key=lambda key: str(key.parent.name))
        if key.column.table is CANDIDATES
    )


def unknown_columns() -> list[str]:
    """Tables with a `candidate_id` that is no foreign key and of which nobody said what a merge does to it."""
    pointing = {pointer.table.name for pointer in pointers()} | LEDGER | DERIVED | STAYS
    return [table.name for table in Base.metadata.sorted_tables if "candidate_id" in table.columns and table.name not in pointing]


@cache
def keys_with(table: Table, column: Column[Any]) -> tuple[Key, ...]:
    """The unique keys of `table` that `column` takes part in."""
    return tuple(key for key in _keys(table) if column.name in key.columns)


@cache
def children_of(table: Table) -> tuple[Pointer, ...]:
    """What points at rows of `table`: they cannot stay when such a row is taken out."""
    return tuple(
        Pointer(other, key.parent)
        for other in Base.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table and other is not table
    )


@cache
def crossings() -> tuple[tuple[Pointer, Column[Any], Pointer], ...]:
    """Rows of one person that point at rows of a person: (whose, by which column, at whose)."""
    owned = {pointer.table: pointer for pointer in pointers() if pointer.column.name == "candidate_id"}
    return tuple(
        (owned[table], key.parent, owned[key.column.table])
        for table in owned
        for key in sorted(table.foreign_keys, key=lambda key: str(key.parent.name))
        if key.column.table in owned
    )


def key_columns(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _keys(table: Table) -> Iterator[Key]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint | PrimaryKeyConstraint):
            yield Key(tuple(column.name for column in constraint.columns))
    for index in table.indexes:
        if index.unique:
            yield Key(tuple(column.name for column in index.columns), _where(index))
    yield from (Key((column.name,)) for column in table.columns if column.unique)


def _where(index: Index) -> TextClause | None:
    where: TextClause | None = index.dialect_options["sqlite"]["where"]
    return where
