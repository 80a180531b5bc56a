"""A whole installation in processes of its own: web, worker, mail server, database; to be killed at will."""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240.0
"""Longer than the slowest machine needs: a wait ends when what it waits for is there."""
ANSWER_SECONDS = 120.0
# Waits for the tests to end, however they end, and takes with it what they started (see tests.databases.KEEPER).
WATCH = 'read -r _ && exit; while read -r group; do kill -s KILL -- "-$group" 2>/dev/null; done <"$0"'


def wait_for(true: Callable[[], bool], what: str, seconds: float = START_SECONDS, *, every: float = 0.05) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds:.0f} s"
        time.sleep(every)


@dataclass
class House:
    """Where the processes of one test live. Everything started through it is stopped by `closing`."""

    folder: Path
    database_url: str
    port: int = field(default_factory=free_port)
    mail_port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[str]] = field(default_factory=list)
    watch: subprocess.Popen[str] | None = None

    @property
    def mails(self) -> Path:
        return self.folder / "mails"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        return kept | {
            "DATABASE_URL": self.database_url, "DATA_DIR": str(self.folder / "data"), "PORT": str(self.port),
            "SECRET_KEY": "faults-only-secret-key-of-more-than-32-characters", "BASE_URL": f"http://127.0.0.1:{self.port}",
            "MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(self.mail_port), "MAIL_FROM": "jobs@larkspur.example",
            "THROTTLE_SCALE": "1000000", "DEVELOPMENT": "1", "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def start(self, *arguments: str, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
        log = (self.folder / f"log-{len(self.processes)}").open("w")
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment or self.environment, stdin=subprocess.PIPE,
            stdout=log, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        self.processes.append(process)
        self._let_watch(process.pid)
        return process

    def _let_watch(self, group: int) -> None:
        groups = self.folder / "groups"
        with groups.open("a") as file:
            file.write(f"{group}\n")
        if self.watch is None:
            command = ["/bin/sh", "-c", WATCH, str(groups)]
            self.watch = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)

    def start_sink(self) -> None:
        self.mails.mkdir(exist_ok=True)
        self.start("-m", "tests.faults.sink", str(self.mail_port), str(self.mails))
        wait_for(lambda: _listens(self.mail_port), "the mail server")

    def start_moody_sink(self) -> None:
        """A mail server that puts off, closes, hangs up and knows not everybody (tests.faults.moods)."""
        self.mails.mkdir(exist_ok=True)
        self.start("-m", "tests.faults.moods", str(self.mail_port), str(self.mails))
        wait_for(lambda: _listens(self.mail_port), "the mail server")

    def start_web(self) -> subprocess.Popen[str]:
        """As the Procfile says: loaded before forking, so that a killed child is back at once."""
        process = self.start(
            "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--workers", "2",
            "--threads", "4", "--preload", "--log-level", "error", "--no-control-socket",
        )  # fmt: skip
        wait_for(self.answers, "the web process")
        return process

    def start_worker(self) -> subprocess.Popen[str]:
        return self.start("-m", "flask", "--app", "wsgi", "worker")

    def start_phoenix(self, *names: str, haste: float = 1.0) -> subprocess.Popen[str]:
        """A worker for each name, `worker` when there is none; who is killed is followed by another one."""
        files = [self.folder / f"{name}.pid" for name in names or ("worker",)]
        environment = self.environment | {"FAULTS_HASTE": str(haste)}
        process = self.start("-m", "tests.faults.phoenix", *map(str, files), environment=environment)
        wait_for(lambda: all(file.exists() for file in files), "the worker")
        return process

    def worker_pid(self, name: str = "worker") -> int:
        return int((self.folder / f"{name}.pid").read_text())

    def kill_worker(self, name: str = "worker") -> None:
        """Kill −9 whatever it is doing; it is dead and another one is there when this ends."""
        doomed = self.worker_pid(name)
        kill(doomed)
        wait_for(lambda: self.worker_pid(name) != doomed, "the next worker")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def delivered(self) -> list[Mail]:
        return [message_from_bytes(path.read_bytes()) for path in sorted(self.mails.glob("*.eml"))]

    def count_delivered(self) -> int:
        return len(list(self.mails.glob("*.eml")))

    def said(self) -> str:
        return "\n".join(path.read_text()[-3000:] for path in sorted(self.folder.glob("log-*")))

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=30)
        pid_files = [path for path in self.folder.glob("*.pid") if path.read_text().isdigit()]
        for path in pid_files:
            kill(int(path.read_text()))
        if self.watch is not None:
            self.watch.communicate("all is put away\n", timeout=30)


@contextmanager
def closing(house: House) -> Iterator[House]:
    try:
        yield house
    finally:
        house.close()


def kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    if found.exists():
        return [int(child) for child in found.read_text().split()]
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(child) for child in listed.stdout.split()]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Visitor:
    """Somebody's browser that posts forms and repeats what got no answer, as people do."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.cookie = ""

    def get(self, path: str) -> tuple[int, str]:
        status, _location, body = self._ask("GET", path, b"", "")
        return status, body

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path)[1])
        assert found, f"no form on {path}"
        return found.group(1)

    def post(self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None) -> tuple[int, str]:
        """Status and location. Raises OSError or HTTPException when no whole answer came."""
        boundary = secrets.token_hex(12)
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
        if file:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="resume"; filename="{file[0]}"\r\nContent-Type: application/pdf\r\n\r\n'
            parts += [head.encode(), file[1], b"\r\n"]
        body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
        status, location, _body = self._ask("POST", path, body, f"multipart/form-data; boundary={boundary}")
        return status, location

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_SECONDS)
        headers = {"Content-Type": kind} if kind else {}
        if self.cookie:
            headers["Cookie"] = self.cookie
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            if cookie := answer.getheader("Set-Cookie"):
                self.cookie = cookie.partition(";")[0]
            return answer.status, answer.getheader("Location") or "", answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
