"""The same questions, the same answers on both databases, whichever way the answers are sorted."""

from pathlib import Path

import pytest
from flask import Flask

from app.search import queries
from app.search.parser import parse
from app.search.queries import count_candidates, search_candidates
from app.search.refusals import QueryError
from app.search.sorting import ORDERS
from tests.search.conftest import user
from tests.search.people import IDS

pytestmark = pytest.mark.no_app

NAMES = {number: name for name, number in IDS.items()}


def cases() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("corpus.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.rpartition("=>") for line in lines if line.strip() and not line.startswith("#")]
    return [(query.strip().replace("\\u0308", "\u0308"), expected.strip()) for query, _arrow, expected in pairs]


@pytest.mark.parametrize(("query", "expected"), cases())
def test_a_query_finds_exactly_these_people(company: Flask, query: str, expected: str) -> None:
    if expected == "error":
        with pytest.raises(QueryError):
            parse(query)
        return
    root = user(1)
    read = parse(query)
    found = {NAMES[identity] for identity in search_candidates(root, read, sort="name").ids}
    assert found == set(expected.split())
    assert count_candidates(root, read).number == len(found)


@pytest.mark.parametrize("sort", [*ORDERS, *(f"-{name}" for name in ORDERS), "relevance"])
def test_every_sort_finds_the_same_people(company: Flask, sort: str) -> None:
    for query in ("", "python", "python OR java", "-python", "python OR city:zürich", "stage:any"):
        found = search_candidates(user(1), parse(query), sort=sort).ids
        by_name = search_candidates(user(1), parse(query), sort="name").ids
        assert len(found) == len(set(found))
        assert set(found) == set(by_name)


def test_the_corpus_is_large_enough() -> None:
    assert len(cases()) >= 250


@pytest.mark.parametrize(
    "thresholds",
    [
        {"RARE": 0, "COMMON": 0, "WINDOW": 1},
        {"RARE": 0, "COMMON": 0, "WINDOW": 1_000},
        {"RARE": 0, "COMMON": 30_000, "WINDOW": 1},
        {"SAMPLE": 1_000_000},
    ],
)
def test_every_way_to_read_finds_the_same_people(
    company: Flask, monkeypatch: pytest.MonkeyPatch, thresholds: dict[str, int]
) -> None:
    """Where a search starts is chosen by how rare its conditions are; the answer must not depend on it."""
    for name, value in thresholds.items():
        monkeypatch.setattr(queries, name, value)
    root = user(1)
    for text, expected in cases():
        if expected == "error":
            continue
        query, names = parse(text), set(expected.split())
        page = search_candidates(root, query, sort="-contacted", limit=4)
        seen = page.ids
        while page.has_next:
            page = search_candidates(root, query, sort="-contacted", after=page.last, limit=4)
            seen = seen + page.ids
        assert len(seen) == len(set(seen)), text
        assert {NAMES[identity] for identity in seen} == names, text
        assert count_candidates(root, query).number == len(names), text
