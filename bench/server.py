"""A seeded installation and its web server, for as long as a measurement takes."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from app.config import database_url as with_driver

ROOT = Path(__file__).resolve().parent.parent
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
START_SECONDS = 60
EMPTY = "empty.db"
"""Kept beside a SQLite database: its tables before anybody came in."""


@dataclass(frozen=True)
class Size:
    candidates: int
    jobs: int
    applications: int
    notes: int

    @classmethod
    def of(cls, candidates: int) -> "Size":
        """The proportions of the promise: 100,000 people, 500 jobs, 150,000 applications, 300,000 notes."""
        return cls(candidates, max(5, candidates // 200), candidates * 3 // 2, candidates * 3)


@dataclass(frozen=True)
class Installation:
    """Where the seeded data lives and how long seeding took; None when it was kept from an earlier run."""

    directory: Path
    database_url: str
    seed_seconds: float | None

    def environment(self, port: int) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.directory),
            "SECRET_KEY": "bench-only-key-of-more-than-thirty-two-characters",
            "PORT": str(port),
            "BASE_URL": f"http://127.0.0.1:{port}",
            "THROTTLE_SCALE": "1000000",
            "DEVELOPMENT": "1",
        }


def prepare(size: Size, directory: Path, database_url: str | None, *, fresh: bool) -> Installation:
    """Migrate and seed, or keep what an earlier run of the same size left. A named database is only ever filled when empty."""
    mark, stands = directory / "seeded", f"{size} {newest_revision()}"
    directory.mkdir(parents=True, exist_ok=True)
    if database_url is not None:
        installation = Installation(directory, with_driver(database_url), None)
        (directory / EMPTY).unlink(missing_ok=True)  # of another database, and nobody knows how old
        if number_of_people(installation.database_url) >= size.candidates and not fresh:
            return migrated(installation)
    else:
        installation = Installation(directory, f"sqlite:///{directory / 'bench.db'}", None)
        if mark.exists() and not fresh:
            if mark.read_text() != stands:
                migrated(installation)
                (directory / EMPTY).unlink(missing_ok=True)
                mark.write_text(stands)
            return installation
        for leftover in (*directory.glob("bench.db*"), mark):
            leftover.unlink(missing_ok=True)
    migrated(installation)
    if database_url is None:
        keep_empty(installation)
    began = time.perf_counter()
    flask(
        installation, "seed", "--candidates", size.candidates, "--jobs", size.jobs, "--applications", size.applications,
        "--notes", size.notes,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    if database_url is None:
        mark.write_text(stands)
    return replace(installation, seed_seconds=seconds)


def newest_revision() -> str:
    """The name of the last migration; a database that it made needs no other."""
    return max(path.stem for path in (ROOT / "migrations" / "versions").glob("*.py"))


def keep_empty(installation: Installation) -> None:
    (installation.directory / EMPTY).unlink(missing_ok=True)
    database, empty = (sqlite3.connect(installation.directory / name) for name in ("bench.db", EMPTY))
    with closing(database), closing(empty):
        database.backup(empty)


def migrated(installation: Installation) -> Installation:
    flask(installation, "db", "upgrade")
    return installation


def number_of_people(url: str) -> int:
    """How many candidates the database holds: the seed writes all or none."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("candidates"):
            return 0
        return connection.scalar(sa.text("SELECT count(*) FROM candidates")) or 0


@contextmanager
def copied(installation: Installation) -> Iterator[Installation]:
    """The installation once more, to be changed and thrown away."""
    with TemporaryDirectory(dir=installation.directory.parent) as directory:
        copy = Path(directory) / "installation"
        shutil.copytree(installation.directory, copy)
        if installation.database_url.startswith("sqlite"):
            yield Installation(copy, f"sqlite:///{copy / 'bench.db'}", None)
        else:
            with _database_beside(installation, template=True) as url:
                yield Installation(copy, url, None)


@contextmanager
def emptied(installation: Installation) -> Iterator[Installation]:
    """A migrated installation on the same kind of database with nobody in it, thrown away in the end."""
    with TemporaryDirectory() as directory:
        if installation.database_url.startswith("sqlite"):
            empty = Installation(Path(directory), f"sqlite:///{Path(directory) / 'bench.db'}", None)
            if (kept := installation.directory / EMPTY).exists():
                shutil.copyfile(kept, empty.directory / "bench.db")
                yield empty
            else:
                yield migrated(empty)
        else:
            with _database_beside(installation) as url:
                empty = Installation(Path(directory), url, None)
                yield migrated(empty)


@contextmanager
def _database_beside(installation: Installation, *, template: bool = False) -> Iterator[str]:
    """Another database of the same PostgreSQL server: empty, or a copy of the installation's, to which nobody may be connected."""
    url = sa.make_url(installation.database_url)
    name = f"{url.database}_bench_{os.getpid()}"
    copy = f' TEMPLATE "{url.database}"' if template else ""
    engine = sa.create_engine(url.set(database="postgres"), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"{copy}')
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def flask(installation: Installation, *arguments: object) -> None:
    subprocess.run(
        [*FLASK, *map(str, arguments)], cwd=ROOT, env=installation.environment(0), check=True, stdout=subprocess.DEVNULL
    )


@contextmanager
def serving(installation: Installation) -> Iterator[int]:
    """Gunicorn as the Procfile starts it; answers the port."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "bench.app:app", "--bind", f"127.0.0.1:{port}", "--workers", "2",
        "--threads", "4", "--preload", "--worker-class", "gthread", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=installation.environment(port))
    try:
        wait_until_it_answers(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=40)


@contextmanager
def working(installation: Installation, port: int) -> Iterator[None]:
    """A worker beside the web server, for what pages only begin."""
    process = subprocess.Popen([*FLASK, "worker"], cwd=ROOT, env=installation.environment(port), stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=40)


def wait_until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server did not start; its words stand above")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer within {START_SECONDS} seconds")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
