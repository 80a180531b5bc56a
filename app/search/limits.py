"""How long a question may take: whoever asks for too much gets a sentence, and nobody else waits for it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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
    _say(connection, "SET LOCAL enable_seqscan = off")
    yield
    _say(connection, "SET LOCAL enable_seqscan = on")


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


@contextmanager
def _on_postgresql(connection: Any, seconds: float) -> Iterator[None]:
    _say(connection, f"SAVEPOINT limited; SET LOCAL statement_timeout = {int(seconds * 1000)}")
    try:
        yield
    except Exception as error:
        _say(connection, "ROLLBACK TO limited; RELEASE limited")
        if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == _CANCELLED:
            raise QueryTooSlow() from None
        raise
    _say(connection, "SET LOCAL statement_timeout = 0; RELEASE limited")


def _say(connection: Any, words: str) -> None:
    """In one journey, and straight to the driver: the settings are said several times a page."""
    with connection.connection.cursor() as cursor:
        cursor.execute(words, prepare=False)
