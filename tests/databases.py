"""The databases under the tests: migrated once, copied for tests that really commit.

    with open_database(engine, directory, prepare=migrate) as database:
        database.url                  # the migrated database that most tests roll back in
        url = database.fresh_copy()   # one of its own for a test that commits; `like=` names one that nobody is connected to
        database.drop(url)

`prepare(url)` makes the tables and leaves no connection open. Nothing is shared between processes, so every
worker of pytest-xdist calls this for itself.
"""

import itertools
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg._preparing import PrepareManager
from sqlalchemy.engine import make_url

from tests.machine import folder_in_memory, postgres_binaries

ENGINES = ("sqlite", "postgresql")
Prepare = Callable[[str], None]

# Keeps a server for as long as its standard input stays open. The tests hold the other end: however they end,
# kill -9 included, the system closes it, the server stops and its folder goes.
KEEPER = '"$@" >"$FOLDER/log" 2>&1 & server=$!; read -r _; kill -INT $server; wait $server; rm -rf "$FOLDER"'

# Speed over safety: nothing in a test's database outlives the test.
SERVER_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "plan_cache_mode": "force_generic_plan",  # no table here is large enough to be planned twice
}


class DatabaseMissing(Exception):
    """The tests were asked to run on an engine that this machine does not have."""


class TestDatabase(ABC):
    __test__ = False
    url: str

    @abstractmethod
    def fresh_copy(self, *, like: str | None = None) -> str:
        """The address of a new database, equal to the freshly migrated one or to `like`, to which nobody is connected."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Remove a copy, whoever is still connected to it."""


def open_database(engine: str, directory: Path, *, prepare: Prepare) -> AbstractContextManager[TestDatabase]:
    if engine == "postgresql":
        return postgres_database(prepare=prepare)
    return sqlite_database(directory, prepare=prepare)


# -- SQLite ----------------------------------------------------------------------------------------------------


class SqliteDatabase(TestDatabase):
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = itertools.count(1)
        self._template = directory / "template.sqlite3"
        self.template_url = _sqlite_url(self._template)

    def settle(self) -> None:
        """Bring everything into the one file that is copied, and open the copy most tests share."""
        connection = sqlite3.connect(self._template)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        self.url = self.fresh_copy()

    def fresh_copy(self, *, like: str | None = None) -> str:
        file = self._directory / f"copy-{next(self._numbers)}.sqlite3"
        source = str(make_url(like).database) if like else self._template
        assert not Path(f"{source}-wal").exists(), "what was written last is not in the file yet"
        shutil.copyfile(source, file)
        return _sqlite_url(file)

    def drop(self, url: str) -> None:
        file = make_url(url).database
        assert file and Path(file).parent == self._directory, f"{url} is not a copy made here"
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(file + suffix).unlink(missing_ok=True)


@contextmanager
def sqlite_database(directory: Path, *, prepare: Prepare) -> Iterator[TestDatabase]:
    database = SqliteDatabase(Path(tempfile.mkdtemp(prefix="database-", dir=directory)))
    prepare(database.template_url)
    database.settle()
    yield database


def _sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


# -- PostgreSQL ------------------------------------------------------------------------------------------------


def keep_what_is_prepared() -> None:
    """psycopg forgets its prepared statements at every rollback, in case that took a table back. Here each test ends with
    one, and none of them makes a table in the connection the others use.
    """
    forgets = PrepareManager._should_discard
    PrepareManager._should_discard = lambda self, prep, results: (  # type: ignore[method-assign]
        any(result.command_status != b"ROLLBACK" for result in results) and forgets(self, prep, results)
    )


class PostgresDatabase(TestDatabase):
    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._prefix = f"perennial_test_{os.getpid()}"
        self._numbers = itertools.count(1)
        self._made: list[str] = []
        self._template = f"{self._prefix}_template"
        self._create(self._template, "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        self.template_url = self._url(self._template)

    def settle(self) -> None:
        self.url = self.fresh_copy()

    def fresh_copy(self, *, like: str | None = None) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self._create(name, f"TEMPLATE {make_url(like).database if like else self._template}{self._how}")
        return self._url(name)

    @cached_property
    def _how(self) -> str:
        """Copying the files instead of writing a log of them takes a third of the time; before 15 there was no other way."""
        with psycopg.connect(_driver_url(self._server_url)) as connection:
            return " STRATEGY = FILE_COPY" if connection.info.server_version >= 15_00_00 else ""

    def drop(self, url: str) -> None:
        name = make_url(url).database
        assert name in self._made, f"{url} is not a copy made here"
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        self._made.remove(name)

    def drop_all(self) -> None:
        for name in list(self._made):
            self.drop(self._url(name))

    def _create(self, name: str, how: str) -> None:
        self._execute(sql.SQL("CREATE DATABASE {} " + how).format(sql.Identifier(name)))
        self._made.append(name)

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(_driver_url(self._server_url), autocommit=True) as connection:
            connection.execute(statement)

    def _url(self, name: str) -> str:
        return make_url(self._server_url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def postgres_database(*, prepare: Prepare) -> Iterator[TestDatabase]:
    keep_what_is_prepared()
    with postgres_server() as server_url:
        database = PostgresDatabase(server_url)
        try:
            prepare(database.template_url)
            database.settle()
            yield database
        finally:
            database.drop_all()


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a server to make databases on: the one TEST_POSTGRES_URL names, else a private one."""
    if named := os.environ.get("TEST_POSTGRES_URL"):
        yield named
        return
    binaries = postgres_binaries()
    if binaries is None:
        raise DatabaseMissing(
            "PostgreSQL is not installed here: `apt-get install postgresql`, or name a server in TEST_POSTGRES_URL."
        )
    # not TMPDIR: the name of a socket may have 100 characters, and root's own folder is closed to `postgres`
    folder = Path(tempfile.mkdtemp(prefix="perennial-postgres-", dir=folder_in_memory() or "/tmp"))
    try:
        with _kept_server(binaries, folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _kept_server(binaries: Path, folder: Path) -> Iterator[str]:
    account = _account_for_the_server(folder)
    data = folder / "data"
    initialise = [binaries / "initdb", "-D", data, "-U", "perennial", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    made = subprocess.run(initialise, capture_output=True, text=True, check=False, **account)
    if made.returncode:
        raise DatabaseMissing(f"PostgreSQL could not make its folder: {made.stderr.strip()}")
    settings = [word for name, value in SERVER_SETTINGS.items() for word in ("-c", f"{name}={value}")]
    server = [binaries / "postgres", "-D", data, "-k", folder, *settings]
    # a session of its own: Ctrl-C is for the tests, which still need the server to finish
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", *server], stdin=subprocess.PIPE, start_new_session=True, **account
    )
    try:
        url = f"postgresql://perennial@/postgres?host={folder}"
        _wait_until_it_answers(url, folder / "log")
        yield url
    finally:
        assert keeper.stdin
        keeper.stdin.close()
        keeper.wait(timeout=30)


def _account_for_the_server(folder: Path) -> dict[str, Any]:
    """How to start a process for the server, which refuses to run as root."""
    here: dict[str, Any] = {"cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C", "FOLDER": str(folder)}}
    if os.geteuid() != 0:
        return here
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    os.chown(folder, account.pw_uid, account.pw_gid)
    return here | {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _wait_until_it_answers(url: str, log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(_driver_url(url)).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise DatabaseMissing(f"PostgreSQL did not start: {log.read_text()[-2000:]}") from None
            time.sleep(0.05)


def _driver_url(url: str) -> str:
    """Without SQLAlchemy's driver name, which the driver itself does not know."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
