"""Very many rows at once, past the unit of work and past what SQLAlchemy does for each single row of a statement."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from psycopg.types.json import Jsonb
from sqlalchemy import Column, CursorResult, Dialect, String, Table, func, insert, select
from sqlalchemy.types import TypeEngine

from app.extensions import db

Process = Callable[[Any], Any]
R = TypeVar("R", bound=Any)


@dataclass(frozen=True)
class _Insert:
    """What the driver is told, and how the values of each column become what it takes."""

    words: str
    columns: tuple[tuple[str, Process | None], ...]
    in_columns: bool
    """Told a list for every column, as PostgreSQL is, and not row after row."""

    def bound(self, rows: Sequence[dict[str, Any]]) -> Any:
        if len(rows) == 1 and not self.in_columns:
            return tuple([row[name] if process is None else process(row[name]) for row in rows for name, process in self.columns])
        values = [_processed([row[name] for row in rows], process) for name, process in self.columns]
        if self.in_columns:
            return {name: f"{{{','.join(column)}}}" for (name, _process), column in zip(self.columns, values, strict=True)}
        return list(zip(*values, strict=True))


def insert_rows(model: type[Any], rows: Sequence[dict[str, Any]], *, renewing: str = "") -> None:
    """Insert `rows`, all of the same columns; what they leave out gets its default, for all of them the same. A row that is
    there already is an error, unless `renewing` names the column to be written over.
    """
    if not rows:
        return
    table: Table = model.__table__
    key = ", ".join(column.name for column in table.primary_key)
    _insert(table, rows, f" ON CONFLICT ({key}) DO UPDATE SET {renewing} = excluded.{renewing}" if renewing else "")


def insert_records(model: type[R], rows: Sequence[dict[str, Any]]) -> list[R]:
    """Insert `rows` into a table whose numbers are never given twice, past the unit of work; answers them in the order
    given as records that are read from here on and never changed: the bookkeeping of changes costs more than a row."""
    if not rows:
        return []
    defaults = _defaults(model.__table__, frozenset(rows[0]))
    rows = [{**defaults, **row} for row in rows]
    return [_as_read(model, {**row, "id": number}) for number, row in zip(insert_numbered(model, rows), rows, strict=True)]


def _as_read(model: type[R], values: dict[str, Any]) -> R:
    record: R = model.__mapper__.class_manager.new_instance()
    vars(record).update(values)
    return record


def insert_numbered(model: type[Any], rows: Sequence[dict[str, Any]]) -> Sequence[int]:
    """Insert `rows` into a table whose numbers are never given twice; answers their ids in the order given."""
    if not rows:
        return []
    if db.session.get_bind().dialect.name != "sqlite":
        return sorted(_insert(model.__table__, rows, " RETURNING id").scalars())
    # SQLite answers ids only row by row. There is one writer, and a counter that never goes back: they are the last ones.
    written = _insert(model.__table__, rows, "")
    if len(rows) == 1:
        return [written.lastrowid]
    last: int = db.session.connection().execute(select(func.max(model.id))).scalar_one()
    return range(last - len(rows) + 1, last + 1)


def _insert(table: Table, rows: Sequence[dict[str, Any]], ending: str) -> CursorResult[Any]:
    connection = db.session.connection()
    defaults = _defaults(table, frozenset(rows[0]))
    rows = [{**defaults, **row} for row in rows] if defaults else rows
    told = (_in_rows if connection.dialect.name == "sqlite" else _in_columns)(table, tuple(rows[0]), connection.dialect)
    return connection.exec_driver_sql(told.words + ending, told.bound(rows))


def _defaults(table: Table, given: frozenset[str]) -> dict[str, Any]:
    """Of the columns that are not given. One that is worked out of the row's other values has to be given."""
    left = _left_out(table, given)
    return {column.key: column.default.arg(None) if column.default.is_callable else column.default.arg for column in left}  # type: ignore[union-attr]


@cache
def _left_out(table: Table, given: frozenset[str]) -> tuple[Column[Any], ...]:
    return tuple(column for column in table.columns if column.default is not None and column.key not in given)


@cache
def _in_rows(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Insert:
    statement = insert(table)
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    order = tuple(compiled.positiontup or ())
    columns = tuple((name, _process_of(table.c[name], dialect)) for name in order)
    return _Insert(str(compiled), columns, in_columns=False)


@cache
def _in_columns(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Insert:
    """The same few words for any number of rows, so that PostgreSQL plans them once; numbered in the order given.

    The list of a column is written down here: the driver does it element by element with regular expressions, which took
    longer than the server took to insert the rows.
    """
    columns = [table.c[name] for name in names]
    quoted = dialect.identifier_preparer.quote
    lists = ", ".join(f"%({column.key})s::{_list_type(column.type, dialect)}[]" for column in columns)
    places = ", ".join(f"c{number}" for number in range(len(columns)))
    into = f"INSERT INTO {quoted(table.name)} ({', '.join(quoted(column.name) for column in columns)})"
    words = f"{into} SELECT {places} FROM unnest({lists}) WITH ORDINALITY AS given ({places}, place) ORDER BY place"  # noqa: S608 - our own names
    return _Insert(words, tuple((column.key, _writing(_process_of(column, dialect))) for column in columns), in_columns=True)


def _list_type(type_: TypeEngine[Any], dialect: Dialect) -> str:
    """Text of any length: made a `varchar(40)` here, what is too long would be cut instead of refused."""
    return "text" if isinstance(type_, String) else dialect.type_compiler_instance.process(type_)


def _process_of(column: Column[Any], dialect: Dialect) -> Process | None:
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _writing(process: Process | None) -> Process:
    return (lambda value: _written(process(value))) if process is not None else _written


def _written(value: Any) -> str:
    """An element of a list as PostgreSQL reads it."""
    kind = type(value)
    write = _WRITTEN.get(kind) or next(_WRITTEN[one] for one in kind.__mro__ if one in _WRITTEN)
    return write(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_WRITTEN: dict[type[Any], Process] = {
    str: _quoted,
    int: str,
    float: repr,
    Decimal: str,
    bool: lambda value: "t" if value else "f",
    type(None): lambda _value: "NULL",
    datetime: datetime.isoformat,
    date: date.isoformat,
    Jsonb: lambda value: _quoted((value.dumps or json.dumps)(value.obj)),
}


def _processed(values: list[Any], process: Process | None) -> list[Any]:
    """States, moments and flags repeat: each is turned into the driver's form once."""
    if process is None:
        return values
    try:
        known = {value: process(value) for value in set(values)}
    except TypeError:  # lists and documents
        return [process(value) for value in values]
    return [known[value] for value in values]
