"""Reads a stranger's document without trusting it: in a process of its own that can be stopped at any time."""

import contextlib
import json
import os
import selectors
import signal
import subprocess  # nosec: a fixed program, no shell
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from app.intelligence.documents import DocumentKind, identify
from app.intelligence.extraction.reading import (
    Education,
    Experience,
    Language,
    ResumeReading,
    Suggestion,
    as_plain,
    from_plain,
)
from app.intelligence.reasons import Reason
from app.intelligence.unreadable import Unreadable, warning_sentence

__all__ = [
    "Education",
    "Experience",
    "Language",
    "ResumeReading",
    "Suggestion",
    "Unreadable",
    "as_plain",
    "from_plain",
    "read_resume",
    "warning_sentence",
]

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ANSWER: Final = 4 * 1024 * 1024
DEFAULT_SECONDS: Final = 5.0
DEFAULT_REGION: Final = "US"

_places = BoundedSemaphore(2)
"""A campus day's uploads at once must not become as many processes: the others wait within their own time."""

# `-I` leaves the working directory off the path, and the web application must not be loaded beside a stranger's file:
# the child sees an empty `app` with only this package inside.
_ROOT: Final = str(Path(__file__).resolve().parents[1])
_START: Final = (
    "import sys, types; app = types.ModuleType('app'); app.__path__ = [sys.argv.pop(1)]; sys.modules['app'] = app; "
    "from app.intelligence.extraction.child import main; main()"
)


def read_resume(
    data: bytes, filename: str, *, seconds: float = DEFAULT_SECONDS, region: str = DEFAULT_REGION,
    skill_names: Mapping[str, str] | None = None,
) -> ResumeReading | Unreadable:  # fmt: skip
    """What the document says, or why it could not be read. Never raises for a bad document.

    `seconds` is how long a person is made to wait at most; `region` (ISO country) is where a phone number without a
    code is dialled when the document itself does not tell. `skill_names` are the employer's own (name → usual name),
    found besides those that come with Perennial.
    """
    if len(data) > MAX_BYTES:
        return Unreadable(Reason.TOO_LARGE)
    kind = identify(data, filename)
    if isinstance(kind, Reason):
        return Unreadable(kind)
    deadline = time.monotonic() + seconds
    if not _places.acquire(timeout=seconds):
        return Unreadable(Reason.TOO_LONG)
    try:
        answer = _ask_child(data, kind, region, skill_names or {}, deadline)
    except TimeoutError:
        return Unreadable(Reason.TOO_LONG)
    finally:
        _places.release()
    return _understood(answer)


def _understood(answer: bytes) -> ResumeReading | Unreadable:
    """The child is not trusted either: an answer of another shape means the document broke it."""
    try:
        plain = json.loads(answer)
        if "reason" in plain:
            return Unreadable(Reason(plain["reason"]))
        return from_plain(plain["reading"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Unreadable(Reason.DAMAGED)


def _ask_child(
    data: bytes, kind: DocumentKind, region: str, skill_names: Mapping[str, str], deadline: float
) -> bytes:
    with tempfile.TemporaryFile() as document:
        document.write(json.dumps(dict(skill_names)).encode() + b"\n")
        document.write(data)
        document.seek(0)
        child = subprocess.Popen(  # noqa: S603 (a fixed program; kind and region are the only arguments)
            [sys.executable, "-I", "-c", _START, _ROOT, kind.value, region],
            stdin=document,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            close_fds=True,
            start_new_session=True,
        )
    try:
        return _answer_of(child, deadline)
    finally:
        _end(child)


def _answer_of(child: subprocess.Popen[bytes], deadline: float) -> bytes:
    assert child.stdout is not None
    answer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise TimeoutError
            chunk = os.read(child.stdout.fileno(), 65_536)
            if not chunk:
                return bytes(answer)
            answer += chunk
            if len(answer) > MAX_ANSWER:
                return b""


def _end(child: subprocess.Popen[bytes]) -> None:
    """The child and whatever it may have started are gone afterwards."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    if child.stdout is not None:
        child.stdout.close()
    child.wait()
