"""How long a question may take: whoever asks for too much gets a sentence, and nobody else waits for it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.search.refusals import QueryTooSlow
from app.search.syntax import Query

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
def planned_as_asked(query: Query) -> Iterator[None]:
    """PostgreSQL plans for the values that are asked for: one plan for any skill in any city took three times as long.

    And it takes reading every document for nearly free, which it is not: words are looked up in their index.
    """
    connection = db.session.connection()
    if query.asks_everybody or connection.dialect.name != "postgresql":
        yield
        return
    _say(connection, f"SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = {'off' if query.has_words else 'on'}")
    yield
    _say(connection, "SET LOCAL plan_cache_mode = auto; SET LOCAL enable_seqscan = on")


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
