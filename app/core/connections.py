"""How connections to each database are set up, borrowed and begun, so that what every page pays is little."""

import select
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=10000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA mmap_size=268435456",
)
PREPARED_AFTER, MOST_PREPARED = 2, 400
"""A statement asked this often on a connection is planned once for all; so many are kept, more than the pages have."""
MOST_KEPT = 500
"""So many statements stay planned on a connection to SQLite. The driver keeps 128, and the pages ask more."""
POSTGRESQL_SETTINGS = (
    "SET jit = off",  # turning a question into machine code takes longer than answering it
    "SET parallel_setup_cost = 20000",  # so does calling a second process, unless there is very much to read
    "SET work_mem = '32MB'",  # the places of a common word among a million people; with less they are looked up twice
    "SET random_page_cost = 2",  # 4 is for disks that turn: past finalists among a million were counted in three times the time
)
TRUSTED_SECONDS = 60.0
"""A connection idle for longer is asked whether it still stands: a firewall may have dropped it without a word."""

Writes = Callable[[], bool]


def prepare_engine(engine: Engine, writes: Writes) -> None:
    """Give `engine` its settings; `writes` says whether the transaction that begins now may write."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, writes)
    else:
        _prepare_postgresql(engine, writes)


def _prepare_sqlite(engine: Engine, writes: Writes) -> None:
    """WAL, foreign keys, `BEGIN IMMEDIATE` for writers, so that no update is lost and no reader waits."""

    @event.listens_for(engine, "do_connect")
    def keep_more_statements(_dialect: object, _record: object, _arguments: object, options: dict[str, Any]) -> None:
        options.setdefault("cached_statements", MOST_KEPT)

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if writes():
            allow_writing(connection, True)
        _begin(connection, "BEGIN IMMEDIATE" if writes() else "BEGIN")


def _begin(connection: Connection, words: str) -> None:
    """Straight to the driver: by way of SQLAlchemy beginning takes longer than most of what happens in a transaction."""
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(words)
    except sqlite3.Error as trouble:
        raise OperationalError(words, None, trouble) from trouble
    finally:
        cursor.close()


def allow_writing(connection: Connection, allowed: bool) -> None:
    """SQLite only. Said again only when it changes: this pragma makes SQLite prepare every statement anew."""
    if connection.info.get("may_write") is not allowed:
        connection.exec_driver_sql("PRAGMA query_only=OFF" if allowed else "PRAGMA query_only=ON")
        connection.info["may_write"] = allowed


def _prepare_postgresql(engine: Engine, writes: Writes) -> None:
    """Statements prepared once per connection, and no journey to the server that says nothing new."""

    @event.listens_for(engine, "connect")
    def settle(connection: Any, record: ConnectionPoolEntry) -> None:
        connection.prepare_threshold, connection.prepared_max = PREPARED_AFTER, MOST_PREPARED
        connection.autocommit = True
        for setting in POSTGRESQL_SETTINGS:
            connection.execute(setting)
        connection.autocommit = False
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkin")
    def note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look_whether_it_stands(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        idle = time.monotonic() - record.info["used_at"]
        if (idle > TRUSTED_SECONDS or _has_been_told_something(connection)) and not _answers(connection):
            raise DisconnectionError()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """The driver says it in the same breath as BEGIN."""
        driver: Any = connection.connection.driver_connection
        if driver.read_only is not (reads := not writes()):
            driver.read_only = reads

    @event.listens_for(engine, "rollback")
    def end_reading(connection: Connection) -> None:
        """psycopg forgets what it has prepared at every rollback. Reading has changed nothing and may as well commit."""
        driver: Any = connection.connection.driver_connection
        if driver.read_only and driver.info.transaction_status == TransactionStatus.INTRANS:
            driver.commit()


def _has_been_told_something(connection: Any) -> bool:
    """Whether the server has spoken to an idle connection: mostly to say that it ends."""
    watched = select.poll()
    watched.register(connection.fileno(), select.POLLIN)
    return bool(watched.poll(0))


def _answers(connection: Any) -> bool:
    try:
        connection.autocommit = True
        connection.execute("SELECT 1")
        connection.autocommit = False
    except connection.Error:
        return False
    return True
