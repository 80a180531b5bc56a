"""A seeded installation and its web server, for as long as a measurement takes."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
START_SECONDS = 60
WORKER_START_SECONDS = 6


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
    """Migrate and seed, or keep what an earlier run of the same size left."""
    directory.mkdir(parents=True, exist_ok=True)
    url = database_url or f"sqlite:///{directory / 'bench.db'}"
    done = directory / "seeded"
    if done.exists() and not fresh and database_url is None:
        return Installation(directory, url, None)
    for leftover in directory.glob("bench.db*"):
        leftover.unlink()
    installation = Installation(directory, url, None)
    flask(installation, "db", "upgrade")
    began = time.perf_counter()
    flask(
        installation, "seed", "--candidates", size.candidates, "--jobs", size.jobs, "--applications", size.applications,
        "--notes", size.notes,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    done.write_text(str(size))
    return Installation(directory, url, seconds)


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
        "--threads", "4", "--worker-class", "gthread", "--no-control-socket", "--log-level", "warning",
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
        time.sleep(WORKER_START_SECONDS)
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
