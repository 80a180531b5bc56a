"""How warm somebody is orders pools and invitations; it is never known where people are judged."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.no_app
ROOT = Path(__file__).resolve().parents[2] / "app"
JUDGING = ("hiring", "recruiter/hiring", "recruiter/offers", "recruiter/interviews", "templates/recruiter/hiring",
           "templates/recruiter/interviews", "templates/recruiter/offers", "api", "jobs")  # fmt: skip
KNOWS = re.compile(r"interest_key|trend_key|interest_rank|interest_of|level_of|candidates\.interest\b|insights\.interest\b")


def test_pages_and_rules_about_applications_know_nothing_of_interest() -> None:
    looked_at = [path for place in JUDGING for path in (ROOT / place).rglob("*") if path.suffix in (".py", ".html")]
    assert len(looked_at) > 60
    assert [str(path) for path in looked_at if KNOWS.search(path.read_text(encoding="utf-8"))] == []


def test_hiring_tells_of_applications_and_reads_no_interest() -> None:
    telling = [path for path in (ROOT / "hiring").rglob("*.py") if "commands.interest" in path.read_text(encoding="utf-8")]
    assert [path.name for path in telling] == ["reactions.py"]
