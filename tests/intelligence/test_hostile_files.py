"""What strangers send on purpose: refused or read as harmless text, never more."""

import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.intelligence.documents import DocumentKind, identify
from app.intelligence.extraction.child import nothing_can_be_opened
from app.intelligence.reasons import Caveat, Reason
from app.intelligence.resume import ResumeReading, Unreadable, read_resume
from tests.hostile.files import TEXT, bad_names, disguised, hostile_files
from tests.intelligence.documents import text_pdf

pytestmark = pytest.mark.no_app

SECONDS = 5.0
Outcomes = dict[str, tuple[ResumeReading | Unreadable, float]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """Every hostile file read once, beside a canary file and a listening socket."""
    canary = tmp_path_factory.mktemp("canary") / "secret.txt"
    canary.write_text("CANARY-7f3a91")

    def read(file: tuple[str, str, bytes]) -> tuple[str, tuple[ResumeReading | Unreadable, float]]:
        name, filename, data = file
        began = time.monotonic()
        result = read_resume(data, filename, seconds=SECONDS)
        return name, (result, time.monotonic() - began)

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        listener = f"http://127.0.0.1:{server.getsockname()[1]}/canary"
        with ThreadPoolExecutor(2) as pool:
            found = dict(pool.map(read, hostile_files(canary, listener)))
        with pytest.raises(BlockingIOError):
            server.accept()
    return found


def test_none_raises_and_each_ends_in_an_answer(outcomes: Outcomes) -> None:
    assert len(outcomes) > 90
    assert all(isinstance(result, ResumeReading | Unreadable) for result, _ in outcomes.values())


def test_none_runs_past_the_limit(outcomes: Outcomes) -> None:
    assert [name for name, (_, seconds) in outcomes.items() if seconds > SECONDS + 30] == []


def test_no_content_of_another_file_comes_back(outcomes: Outcomes) -> None:
    told = {name: repr(result) for name, (result, _) in outcomes.items()}
    assert [name for name, text in told.items() if "CANARY" in text or "root:" in text] == []


def test_nothing_is_written_where_an_archive_points(outcomes: Outcomes) -> None:
    assert outcomes
    assert not Path("/tmp/perennial-slip").exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("docx bomb", Reason.TOO_LARGE_UNPACKED),
        ("docx ratio", Reason.TOO_LARGE_UNPACKED),
        ("100k entries", Reason.TOO_LARGE_UNPACKED),
        ("overlapping zip", Reason.TOO_LARGE_UNPACKED),
        ("lying directory docx", Reason.DAMAGED),
        ("zip slip", Reason.NOT_ACCEPTED),
        ("zip slip drive", Reason.NOT_ACCEPTED),
        ("symlink", Reason.NOT_ACCEPTED),
        ("macros docm as docx", Reason.NOT_ACCEPTED),
        ("macro part", Reason.NOT_ACCEPTED),
        ("macros odt", Reason.NOT_ACCEPTED),
        ("rtf object", Reason.NOT_ACCEPTED),
        ("billion laughs docx", Reason.DAMAGED),
        ("xxe utf-16 docx", Reason.DAMAGED),
        ("pdf encrypted", Reason.ENCRYPTED),
        ("password docx", Reason.ENCRYPTED),
        ("encrypted odt", Reason.ENCRYPTED),
        ("pdf noise", Reason.DAMAGED),
        ("pdf without text", Reason.SCANNED),
        ("html as pdf", Reason.MISMATCH),
        ("docx as pdf", Reason.MISMATCH),
        ("pdf and html", Reason.NOT_ACCEPTED),
        ("pdf and zip", Reason.NOT_ACCEPTED),
        ("jpeg and zip", Reason.MISMATCH),
        ("eicar as pdf", Reason.MISMATCH),
        ("empty", Reason.EMPTY),
    ],
)
def test_the_reason_is_the_right_one(outcomes: Outcomes, name: str, reason: Reason) -> None:
    result, _ = outcomes[name]
    assert isinstance(result, Unreadable)
    assert result.reason is reason


@pytest.mark.parametrize("name", ["pdf javascript", "pdf launch", "pdf embedded file"])
def test_an_armed_pdf_is_read_as_text_and_says_so(outcomes: Outcomes, name: str) -> None:
    result, _ = outcomes[name]
    assert isinstance(result, ResumeReading)
    assert result.text == TEXT
    assert Caveat.ACTIVE_CONTENT in result.warnings


def test_of_a_very_long_document_the_first_pages_are_read(outcomes: Outcomes) -> None:
    result, _ = outcomes["pdf many pages"]
    assert isinstance(result, ResumeReading)
    assert Caveat.PAGES_LEFT_OUT in result.warnings
    assert result.text.count(TEXT) == 20


def test_disguised_files_and_lying_names_are_not_documents() -> None:
    harmless = {
        "eicar as txt",
        "one long line",
        "lone surrogates",
        "zalgo",
        "bracket storm",
        "digit storm",
        "comma storm",
    }
    for name, filename, data in (*disguised(), *bad_names()):
        assert isinstance(identify(data, filename), DocumentKind) is (name in harmless), name


def test_reading_that_takes_too_long_is_stopped_with_everything_it_started() -> None:
    before = _children()
    result = read_resume(text_pdf(TEXT), "cv.pdf", seconds=0.001)
    assert isinstance(result, Unreadable)
    assert result.reason is Reason.TOO_LONG
    assert _children() == before


def test_while_a_document_is_open_no_other_file_or_socket_can_be(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("x")
    with nothing_can_be_opened():
        with pytest.raises(OSError, match="Too many open files"):
            other.open()
        with pytest.raises(OSError, match="Too many open files"):
            socket.socket()
    assert other.read_text() == "x"


def test_the_child_loads_nothing_of_the_web_application() -> None:
    root = Path(__file__).parents[2] / "app"
    code = (
        "import sys, types; app = types.ModuleType('app'); app.__path__ = [sys.argv[1]]; sys.modules['app'] = app; "
        "import app.intelligence.extraction.child; print([m for m in ('flask', 'sqlalchemy', 'app.config') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code, str(root)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _children() -> set[str]:
    """Process ids below this one."""
    task = Path(f"/proc/{os.getpid()}/task")
    if not task.exists():
        listed = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=False)
        return set(listed.stdout.split())
    return {pid for thread in task.iterdir() for pid in (thread / "children").read_text().split()}
