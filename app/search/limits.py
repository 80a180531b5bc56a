"""How long a question may take: whoever asks for too much gets a sentence, and nobody else waits for it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.search.refusals import QueryTooSlow

SECONDS = 5.0
_STEPS = 20_000  # SQLite looks at the clock after so many steps: a few hundred times a second
_CANCELLED = "57014"


@contextmanager
def within_limit(seconds: float = SECONDS) -> Iterator[None]:
    """Statements inside answer in time or raise `QueryTooSlow`; the transaction goes on afterwards."""
    connection = db.session.connection()
    limited = _on_postgresql if connection.dialect.name == "postgresql" else _on_sqlite
    with limited(connection, seconds):
        yield


@contextmanager
def words_by_index() -> Iterator[None]:
    """PostgreSQL takes reading every document for nearly free, which it is not: inside, the index of words is used."""
    connection = db.session.connection()
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.execute(_set(enable_seqscan="off"))
    yield
    connection.execute(_set(enable_seqscan="on"))


@contextmanager
def _on_sqlite(connection: Any, seconds: float) -> Iterator[None]:
    raw: sqlite3.Connection = connection.connection.driver_connection
    until = time.monotonic() + seconds
    raw.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        yield
    except DBAPIError as error:
        if "interrupted" in str(error.orig):
            raise QueryTooSlow() from None
        raise
    finally:
        raw.set_progress_handler(None, 0)


def _set(**settings: str) -> Select[Any]:
    """For the rest of this transaction, or until its savepoint is given up."""
    return select(*(func.set_config(name, value, True) for name, value in settings.items()))


@contextmanager
def _on_postgresql(connection: Any, seconds: float) -> Iterator[None]:
    try:
        with connection.begin_nested():
            # translating a question into machine code first takes longer than answering it
            connection.execute(_set(statement_timeout=str(int(seconds * 1000)), jit="off"))
            yield
            connection.execute(_set(statement_timeout="0"))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _CANCELLED:
            raise QueryTooSlow() from None
        raise
