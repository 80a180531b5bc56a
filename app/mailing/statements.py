"""The statements of the ledger's innermost loop, compiled once to the driver's own words.

SQLAlchemy builds, caches and binds a statement in the time SQLite needs to run it five times over. What is said is
still said once, as an expression (the gate among it), and for either database.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Insert, Select, Update, bindparam
from sqlalchemy.sql.visitors import replacement_traverse
from sqlalchemy.types import TypeEngine

from app.extensions import db
from app.mailing.registries import gate_parts, holds

Build = Callable[[], Insert | Update | Select[*tuple[Any, ...]]]
Process = Callable[[Any], Any]


@dataclass(frozen=True)
class DriverStatement:
    """What the driver is told, and how the values become what it takes."""

    words: str
    names: tuple[str, ...]
    is_positional: bool
    fixed: dict[str, Any]
    asked: dict[str, tuple[Callable[[], Any], Process]]
    """Values that are asked for at each execution, such as the present moment."""
    given: dict[str, Process]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows it changed."""
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(self.words, self._bound(values))
            return int(cursor.rowcount)

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """What it found, as the driver says it."""
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(self.words, self._bound(values))
            return cursor.fetchall()

    def _bound(self, values: Mapping[str, Any]) -> Any:
        bound = dict(self.fixed)
        for name, process in self.given.items():
            bound[name] = process(values[name])
        for name, (ask, process) in self.asked.items():
            bound[name] = process(ask())
        return tuple([bound[name] for name in self.names]) if self.is_positional else bound

    def bound_rows(self, rows: Sequence[Mapping[str, Any]], shared: Mapping[str, Any]) -> Sequence[Any]:
        """What the driver takes for many rows, column by column: `shared` says what a row does not say itself."""
        columns: list[Iterable[Any]] = []
        for name in self.names:
            if name in rows[0]:
                columns.append(_processed(self.given[name], [row[name] for row in rows]))
            else:
                columns.append(repeat(self.given[name](shared[name]), len(rows)))
        told = list(zip(*columns, strict=True))
        return told if self.is_positional else [dict(zip(self.names, row, strict=True)) for row in told]


@dataclass(frozen=True)
class BoundRows:
    """A statement and the rows it will be run with, ready for the driver."""

    words: str
    rows: Sequence[Any]

    def run(self) -> int:
        """How many rows it changed."""
        return int(db.session.connection().exec_driver_sql(self.words, self.rows).rowcount) if self.rows else 0


def bind_rows(build: Build, rows: Sequence[Mapping[str, Any]], shared: Mapping[str, Any]) -> BoundRows:
    """Everything about running `build` for `rows` that needs no lock: what is left to do is the driver's."""
    if not rows:
        return BoundRows("", [])
    names = frozenset(rows[0]) | frozenset(shared)
    told = _told(build, names, db.session.connection())
    return BoundRows(told.words, told.bound_rows(rows, shared))


def run(build: Build, *, on: Connection | None = None, **values: Any) -> int:
    """Run the statement `build` makes with `values` for its parameters; answers how many rows it changed.

    `build` must be the same function each time and depend on nothing but the gate: it is called once per database, and
    again when a package has registered a further part of the gate.
    """
    connection = on or db.session.connection()
    return _told(build, frozenset(values), connection).run(connection, values)


def found(build: Build, **values: Any) -> Sequence[Sequence[Any]]:
    """As `run`, for a question: its rows in the driver's own types."""
    connection = db.session.connection()
    return _told(build, frozenset(values), connection).rows(connection, values)


def _told(build: Build, names: frozenset[str], connection: Connection) -> DriverStatement:
    return _prepared(build, names, connection.dialect, len(gate_parts) + len(holds))


def value(name: str, type_: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """A parameter of a statement that `run` is given a value for."""
    return bindparam(name, None, type_=type_)


@cache
def _prepared(build: Build, given_names: frozenset[str], dialect: Dialect, _registered: int) -> DriverStatement:
    def as_literal(part: Any, **_kw: Any) -> Any:
        """What never changes stands in the words. SQLite plans a statement anew each time a parameter is bound that its
        statistics speak about, and with many parameters that is each time."""
        is_constant = isinstance(part, BindParameter) and part.callable is None and part.key not in given_names
        return part.render_literal_execute() if is_constant else None

    statement: Any = replacement_traverse(build(), {}, as_literal)  # type: ignore[call-overload]
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    names = tuple(compiled.positiontup or compiled.params)
    fixed: dict[str, Any] = {}
    asked: dict[str, tuple[Callable[[], Any], Process]] = {}
    given: dict[str, Process] = {}
    for name in names:
        # a list is bound as name_1, name_2 …
        bind = compiled.binds[name if name in compiled.binds else name.rpartition("_")[0]]
        process = bind.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is
        if bind.callable is not None:
            asked[name] = (bind.callable, process)
        elif name in given_names:
            given[name] = process
        else:
            fixed[name] = process(compiled.params[name])
    return DriverStatement(str(compiled), names, bool(compiled.positional), fixed, asked, given)


def _processed(process: Process, values: list[Any]) -> list[Any]:
    """States, moments and yes or no repeat: each is turned into the driver's form once."""
    if process is _as_it_is:
        return values
    first = values[0] if values else None
    if isinstance(first, dict | list):
        return [process(one) for one in values]
    known = {one: process(one) for one in set(values)}
    return [known[one] for one in values]


def _as_it_is(value: Any) -> Any:
    return value
