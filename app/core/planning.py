"""Hints for the planners of both databases, where their own choice was measured to be the slow one."""

from typing import Any

from sqlalchemy import Select, cast, column, select, table
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from app.extensions import db


def unindexed(number: Any) -> Any:
    """The same number, but no index is chosen for it: unary plus, on SQLite and PostgreSQL alike."""
    return UnaryExpression(number, operator=custom_op("+"), type_=number.type)


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
