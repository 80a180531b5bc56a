"""The page about the query language names every field there is, and every example on it can be read."""

import re
from pathlib import Path

import pytest

from app.packages import load_packages
from app.search.catalogue import all_fields
from app.search.parser import parse

pytestmark = pytest.mark.no_app
load_packages()

PAGE = Path(__file__).parents[2] / "docs" / "query-language.md"


def test_every_field_is_documented() -> None:
    fields = PAGE.read_text(encoding="utf-8").split("## Fields")[1]
    first_cells = " ".join(line.split("|")[1] for line in fields.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`([a-z-]+)`", first_cells)) == {field.name for field in all_fields()}


def test_every_example_can_be_read() -> None:
    examples = PAGE.read_text(encoding="utf-8").split("## Fields")[0]
    rows = [line.split(" | ")[0] for line in examples.splitlines() if line.startswith("| `")]
    written = [query for row in rows for query in re.findall(r"`([^`]+)`", row)]
    assert len(written) > 15
    for query in written:
        assert parse(query).root
