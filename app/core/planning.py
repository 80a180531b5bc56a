"""Hints for the planners of both databases, where their own choice was measured to be the slow one."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Dialect,
    Engine,
    Select,
    Text,
    TypeDecorator,
    cast,
    column,
    literal,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import custom_op

from app.extensions import db


def unindexed(number: Any) -> Any:
    """The same number, but no index is chosen for it: unary plus, on SQLite and PostgreSQL alike."""
    return UnaryExpression(number, operator=custom_op("+"), type_=number.type)


class _OneOf(FunctionElement[bool]):
    name = "one_of"
    type = Boolean()
    inherit_cache = True


class _Words(TypeDecorator[Sequence[str]]):
    """Many words in one text, as each database takes a list apart; written down once, since they are the same each time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        return _as_json(tuple(value or ())) if dialect.name == "sqlite" else _as_array(tuple(value or ()))


@cache
def _as_json(words: tuple[str, ...]) -> str:
    return json.dumps(words)


@cache
def _as_array(words: tuple[str, ...]) -> str:
    if not all(word.isidentifier() for word in words):
        raise ValueError("only names are compared with one_of")
    return f"{{{','.join(words)}}}"


def one_of(said: Any, words: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column says one of many names: all of them are one parameter, where an `IN` has one for each and is written
    down anew for every request.
    """
    return _OneOf(said, literal(tuple(words), _Words()))


@compiles(_OneOf)
def _any_of(element: _OneOf, compiler: SQLCompiler, **named: Any) -> str:
    said, words = (compiler.process(part, **named) for part in element.clauses)
    return f"{said} = ANY (CAST({words} AS TEXT[]))"


@compiles(_OneOf, "sqlite")
def _in_json(element: _OneOf, compiler: SQLCompiler, **named: Any) -> str:
    said, words = (compiler.process(part, **named) for part in element.clauses)
    return f"+{said} IN (SELECT value FROM json_each({words}))"  # noqa: S608 - names and places of parameters


def tell_of_growth(number: int, *models: type[Any]) -> None:
    """PostgreSQL plans for tables as they were when somebody last looked, and looks by itself after a minute. Work that has
    added `number` rows says so, when that is more than were known of.
    """
    connection = db.session.connection()
    if connection.dialect.name != "postgresql":
        return
    for model in models:
        name: str = model.__tablename__
        known: Select[Any] = select(column("reltuples")).where(column("oid") == cast(name, REGCLASS))
        if (connection.scalar(known.select_from(table("pg_class"))) or 0) < number:
            connection.exec_driver_sql(f"ANALYZE {name}")


def sweep_dead_rows(*models: type[Any]) -> None:
    """PostgreSQL looks once a minute whether many rows are dead, and until then all that counts along an index looks each of
    them up in the table. Work that has changed very many sweeps behind itself, outside any transaction.
    """
    bind = db.session.get_bind()
    if not isinstance(bind, Engine) or bind.dialect.name != "postgresql":
        return
    with bind.connect() as connection:
        apart = connection.execution_options(isolation_level="AUTOCOMMIT")
        apart.exec_driver_sql(f"VACUUM (SKIP_LOCKED) {', '.join(model.__tablename__ for model in models)}")
