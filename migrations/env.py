"""Running migrations. On SQLite with foreign keys off before the transaction begins, and checked after it.

A batch rebuild with foreign keys on deletes child rows by cascade, and triggers of the old table vanish with it.
"""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import JSON, Connection, Enum

from app.core.types import UtcDateTime
from app.extensions import db
from app.search.index import belongs_to_index


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """The full-text index and its shadow tables are made by their own statements, not by comparing tables."""
    return not (kind in ("table", "index") and belongs_to_index(name))


def render_item(kind: str, thing: Any, autogen_context: Any) -> str | bool:
    if kind == "type" and isinstance(thing, UtcDateTime):
        autogen_context.imports.add("from app.core.types import UtcDateTime")
        return "UtcDateTime()"
    if kind == "type" and isinstance(thing, JSON):
        autogen_context.imports.add("from app.core.types import JsonValue")
        return "JsonValue"
    if kind == "type" and isinstance(thing, Enum):
        return f"sa.String(length={thing.length})"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=False,
        include_object=include_object,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_sqlite() -> None:
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            run(connection)
            connection.commit()
            broken = raw.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration leaves rows that point nowhere: {broken[:5]}")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def run_on_postgresql() -> None:
    with db.engine.connect() as connection:
        run(connection)
        connection.commit()


with current_app.app_context():
    if db.engine.dialect.name == "sqlite":
        run_on_sqlite()
    else:
        run_on_postgresql()
