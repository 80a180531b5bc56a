import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.databases import TestDatabase
from tests.ports import free_port

pytestmark = [pytest.mark.no_app, pytest.mark.faults]
ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 240
"""Longer than the slowest machine needs."""


def start(data: Path, port: int, database_url: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    settings = {"DATA_DIR": str(data), "DATABASE_URL": database_url, "PORT": str(port), "DEMO": "0"}
    return subprocess.Popen(
        [sys.executable, "bin/run.py"], cwd=ROOT, env=kept | settings, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip


@contextmanager
def running(data: Path, port: int, database_url: str) -> Iterator[subprocess.Popen[str]]:
    """Perennial as `make run` starts it, from the moment it says where to go; stopped however the test ends."""
    process = start(data, port, database_url)
    try:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C stops it" in line:
                break
        else:
            pytest.fail("it ended before it answered:\n" + "".join(said))
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=STOP_SECONDS)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_it_serves_keeps_its_key_to_itself_and_stops_with_everything_it_started(
    tmp_path: Path, database: TestDatabase
) -> None:
    url = database.fresh_copy()
    port = free_port()
    with running(tmp_path, port, url) as process:
        assert answers(port)
        assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=STOP_SECONDS)

    assert process.returncode == 0
    assert not answers(port)
    database.drop(url)


def test_a_taken_port_is_a_sentence_and_not_a_traceback(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(tmp_path, port, f"sqlite:///{tmp_path / 'perennial.db'}")
        said, _ = process.communicate(timeout=STOP_SECONDS)

    assert process.returncode == 1
    assert said == f"Port {port} is taken by another program. Choose another one:  make run PORT={port + 1}\n"


def test_a_second_start_keeps_the_key_and_a_closed_terminal_leaves_nothing_running(
    tmp_path: Path, database: TestDatabase
) -> None:
    url = database.fresh_copy()
    port, key = free_port(), "the-key-of-the-first-start-" * 2
    (tmp_path / "secret-key").write_text(key)
    with running(tmp_path, port, url) as process:
        os.killpg(process.pid, signal.SIGHUP)
        process.communicate(timeout=STOP_SECONDS)
        deadline = time.monotonic() + STOP_SECONDS
        while answers(port) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not answers(port)

    assert (tmp_path / "secret-key").read_text() == key
    database.drop(url)
