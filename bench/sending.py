"""Newsletters: planned for everybody, handed to a local mail server by one worker, alone and while people work.

Debian's `smtp-sink` (package postfix) takes the mail; where there is none, `bench.sink`, which is slower than what it
measures. Every measure works on a copy of the seeded installation, and is long enough that a rate is one of sending: of
24,000 people about 14,000 are written to, as the others are in process for a job. The clock runs from the first mail handed
over to the last one accepted, so that what a worker does besides at its start is included, and the start of Python is not.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bench.measures import Measured, Visit, move, profile
from bench.server import FLASK, ROOT, Installation, Size, copied, free_port, serving

LINKS = 24
READERS = 24_000
WAITING = "('planned', 'due', 'claimed', 'handed_over', 'soft_failed')"
_NOBODY_WAITS = f"SELECT NOT EXISTS (SELECT 1 FROM messages WHERE campaign_id = ? AND state IN {WAITING})"
NOBODY = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": "9"}
"""Nothing leaves."""
BAR_PLAN_SECONDS = 10
BAR_SEND, BAR_SEND_DKIM, BAR_POST = 600, 350, 100


@dataclass(frozen=True)
class Rate:
    """One row: so many in a second, at least."""

    what: str
    number: int
    seconds: float
    bar: float

    @property
    def per_second(self) -> float:
        return self.number / self.seconds


def plan(installation: Installation, number: int) -> Iterator[Measured]:
    """From the first row of a campaign to the last: names, gate, consents, rows."""
    with copied(installation) as copy:
        with _planning(copy, number, NOBODY) as campaign:
            seconds = _wait(copy, "SELECT planned_at IS NOT NULL FROM campaigns WHERE id = ?", campaign)
        took = _one(copy, "SELECT (julianday(planned_at) - julianday(started_at)) * 86400 FROM campaigns WHERE id = ?", campaign)
        rows = _one(copy, "SELECT count(*) FROM messages WHERE campaign_id = ?", campaign)
        assert rows == number, f"{rows} of {number} were planned after {seconds:.0f} s"
    bar = BAR_PLAN_SECONDS * 1000 * max(number, 10_000) / 100_000
    yield Measured(f"plan a newsletter for {number:,}", [float(took) * 1000], bar=bar)


def send(installation: Installation, number: int) -> Iterator[Rate]:
    yield _sent(installation, min(number, READERS), "send, no signature", BAR_SEND, {})


def send_dkim(installation: Installation, number: int) -> Iterator[Rate]:
    with tempfile.TemporaryDirectory() as directory:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        file = Path(directory) / "dkim.pem"
        pem = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        file.write_bytes(key.private_bytes(*pem))
        yield _sent(installation, min(number, READERS), "send, DKIM with RSA-2048", BAR_SEND_DKIM, {"DKIM_KEY_FILE": str(file)})


def mixed(installation: Installation, number: int) -> Iterator[Measured | Rate]:
    """People read and move candidates while a newsletter leaves."""
    number = min(number, READERS)
    with copied(installation) as copy, _sink() as mail, serving(copy) as port:
        size = Size.of(int(_one(copy, "SELECT count(*) FROM candidates")))
        visit = Visit(port, copy, size, rounds=min(150, number // 4))
        visit.sign_in()
        with _planning(copy, number, mail) as campaign:
            _wait(copy, f"SELECT count(*) > {number // 40} FROM messages WHERE campaign_id = ? AND state = 'accepted'", campaign)
            sent, began = _accepted(copy, campaign), time.monotonic()
            for measure in (move, profile):
                for row in measure(visit):
                    bar = BAR_POST if measure is move else None
                    yield Measured(f"{row.what}, while mail leaves", row.times, bar, row.queries, row.kilobytes)
            seconds = time.monotonic() - began
            over = _one(copy, _NOBODY_WAITS, campaign)
            what = "send, while people work" + (", and over before they were done" if over else "")
            yield Rate(what, _accepted(copy, campaign) - sent, seconds, 0)


MEASURES = (plan, send, send_dkim, mixed)


def _sent(installation: Installation, number: int, what: str, bar: float, more: dict[str, str]) -> Rate:
    with copied(installation) as copy, _sink() as mail:
        with _planning(copy, number, NOBODY) as campaign:  # planned first, so that only sending is measured
            _wait(copy, "SELECT planned_at IS NOT NULL FROM campaigns WHERE id = ?", campaign)
        _do(copy, "DELETE FROM lane_states")
        with _worker(copy, mail | more):
            _wait(copy, _NOBODY_WAITS, campaign)
        seconds = _one(
            copy,
            "SELECT (julianday(max(accepted_at)) - julianday(min(handed_over_at))) * 86400 FROM messages WHERE campaign_id = ?",
            campaign,
        )
        sent = _accepted(copy, campaign)
    return Rate(f"{what}: {sent:,} mails of {LINKS} links, first to last", sent, float(seconds), bar)


@contextmanager
def _planning(copy: Installation, number: int, more: dict[str, str]) -> Iterator[int]:
    """A worker that begins with a newsletter to plan; answers the campaign's id."""
    command = [sys.executable, "-m", "bench.newsletter", str(number), str(LINKS)]
    process = subprocess.Popen(command, cwd=ROOT, env=copy.environment(0) | more, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        if not (said := process.stdout.readline()):
            raise RuntimeError("there is no newsletter; what went wrong stands above")
        yield int(said)
    finally:
        process.terminate()
        process.communicate(timeout=60)


@contextmanager
def _worker(copy: Installation, more: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen([*FLASK, "worker"], cwd=ROOT, env=copy.environment(0) | more, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def _sink() -> Iterator[dict[str, str]]:
    """A mail server that takes everything; answers the settings that lead to it."""
    port = free_port()
    found = os.environ.get("SMTP_SINK") or shutil.which("smtp-sink")
    command = [found, "-u", "nobody", "-c", f"127.0.0.1:{port}", "200"] if found else [sys.executable, "-m", "bench.sink", str(port)]
    if found and os.geteuid() != 0:
        del command[1:3]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    try:
        yield {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(port), "MAIL_FROM": "jobs@larkspur.example"}
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(copy: Installation, question: str, campaign: int, seconds: float = 300) -> float:
    began = time.monotonic()
    while not _one(copy, question, campaign):
        if time.monotonic() - began > seconds:
            raise AssertionError(f"after {seconds:.0f} s there is still no yes to: {question}")
        time.sleep(0.25)
    return time.monotonic() - began


def _accepted(copy: Installation, campaign: int) -> int:
    return int(_one(copy, "SELECT count(*) FROM messages WHERE campaign_id = ? AND state = 'accepted'", campaign))


def _one(copy: Installation, question: str, *values: int) -> float:
    connection = sqlite3.connect(copy.directory / "bench.db", timeout=30)
    try:
        return connection.execute(question, values).fetchone()[0]  # type: ignore[no-any-return]
    finally:
        connection.close()


def _do(copy: Installation, statement: str) -> None:
    connection = sqlite3.connect(copy.directory / "bench.db", timeout=30)
    try:
        connection.execute(statement)
        connection.commit()
    finally:
        connection.close()
