"""Very many rows at once, past the unit of work and past what SQLAlchemy does for each single row of a statement."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Dialect, Table, func, insert, select

from app.extensions import db

Process = Callable[[Any], Any]


@dataclass(frozen=True)
class _Insert:
    """What the driver is told, and how the values of each column become what it takes."""

    words: str
    columns: tuple[tuple[str, Process | None], ...]
    is_positional: bool

    def bound(self, rows: Sequence[dict[str, Any]]) -> list[Any]:
        values = [_processed([row[name] for row in rows], process) for name, process in self.columns]
        told = zip(*values, strict=True)
        if self.is_positional:
            return list(told)
        names = [name for name, _process in self.columns]
        return [dict(zip(names, row, strict=True)) for row in told]


def insert_rows(model: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows`, all of the same columns; what they leave out gets its default, for all of them the same."""
    if not rows:
        return
    connection = db.session.connection()
    table: Table = model.__table__
    defaults = _defaults(table, frozenset(rows[0]))
    rows = [{**defaults, **row} for row in rows] if defaults else rows
    told = _insert_of(table, tuple(rows[0]), connection.dialect)
    connection.exec_driver_sql(told.words, told.bound(rows))


def insert_numbered(model: type[Any], rows: Sequence[dict[str, Any]]) -> Sequence[int]:
    """Insert `rows` into a table whose numbers are never given twice; answers their ids in the order given."""
    if not rows:
        return []
    if db.session.get_bind().dialect.name != "sqlite":
        return list(db.session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))
    # SQLite answers ids only row by row. There is one writer, and a counter that never goes back: they are the last ones.
    insert_rows(model, rows)
    last: int = db.session.scalars(select(func.max(model.id))).one()
    return range(last - len(rows) + 1, last + 1)


def _defaults(table: Table, given: Iterable[str]) -> dict[str, Any]:
    """Of the columns that are not given. One that is worked out of the row's other values has to be given."""
    left = [column for column in table.columns if column.default is not None and column.key not in given]
    return {column.key: column.default.arg(None) if column.default.is_callable else column.default.arg for column in left}  # type: ignore[union-attr]


@cache
def _insert_of(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Insert:
    statement = insert(table)
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    order = tuple(compiled.positiontup or compiled.params)
    columns = tuple((name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order)
    return _Insert(str(compiled), columns, bool(compiled.positional))


def _processed(values: list[Any], process: Process | None) -> list[Any]:
    """States, moments and flags repeat: each is turned into the driver's form once."""
    if process is None:
        return values
    try:
        known = {value: process(value) for value in set(values)}
    except TypeError:  # lists and documents
        return [process(value) for value in values]
    return [known[value] for value in values]
