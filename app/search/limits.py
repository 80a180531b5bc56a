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


def _timeout(milliseconds: int) -> Select[Any]:
    """For the rest of this transaction, or until its savepoint is given up."""
    return select(func.set_config("statement_timeout", str(milliseconds), True))


@contextmanager
def _on_postgresql(connection: Any, seconds: float) -> Iterator[None]:
    try:
        with connection.begin_nested():
            connection.execute(_timeout(int(seconds * 1000)))
            yield
            connection.execute(_timeout(0))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _CANCELLED:
            raise QueryTooSlow() from None
        raise
