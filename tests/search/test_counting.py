"""A word that very many have is not counted on PostgreSQL: some people are asked, and what they say is never less than true."""

import pytest
from sqlalchemy import text

from app.candidates.models import Candidate
from app.core.text import folded
from app.extensions import db
from app.search import queries as asked
from app.search.index import reindex
from app.search.parser import parse
from app.search.queries import Count, count_candidates
from tests.conftest import Queries
from tests.make import Cast, Make

CITIES = {"Berlin": 90, "Wien": 30, "Bonn": 6}
CAP = 10


@pytest.fixture(autouse=True)
def everybody_is_an_engineer(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [Candidate(full_name=f"Person {number}", name_key=f"person {number}", current_title="Engineer", title_key="engineer",
                        city=city, city_key=folded(city))
              for city, many in CITIES.items() for number in range(many)]  # fmt: skip
    db.session.add_all(people)
    db.session.flush()
    reindex([person.id for person in people])
    if on_postgresql():
        db.session.execute(text("ANALYZE search_documents"))
    monkeypatch.setattr(asked, "EVERY", 3)
    monkeypatch.setattr(asked, "FAR_MORE", 2)


def on_postgresql() -> bool:
    return bool(db.session.get_bind().dialect.name == "postgresql")


def told(typed: str, cast: Cast, queries: Queries, *, viewer: str = "ada", cap: int | None = CAP) -> tuple[Count, bool, bool]:
    """How many, whether some people were asked for it, and whether all were counted."""
    with queries as sent:
        count = count_candidates(getattr(cast, viewer), parse(typed), cap=cap)
    counts = [one for one in sent.statements if one.startswith("SELECT count(")]
    some = [one for one in counts if "generate_series" in one]
    return count, bool(some), len(counts) > len(some)


def test_far_more_than_the_cap_are_told_by_those_who_were_asked(cast: Cast, queries: Queries) -> None:
    count, some, all_of_them = told("engineer city:berlin", cast, queries)
    assert count == Count(CAP, False)
    assert (some, all_of_them) == ((True, False) if on_postgresql() else (False, True))


@pytest.mark.parametrize(("city", "count"), [("wien", Count(20, False)), ("bonn", Count(6, True))])
def test_where_they_do_not_show_it_everybody_is_counted(city: str, count: Count, cast: Cast, queries: Queries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "SURELY", 2)
    assert told(f"engineer city:{city}", cast, queries, cap=20) == (count, on_postgresql(), True)


def test_a_word_of_few_and_an_exact_count_ask_nobody_else(cast: Cast, queries: Queries) -> None:
    assert told("name:person city:berlin", cast, queries, cap=100) == (Count(90, True), False, True)
    assert told("engineer city:berlin", cast, queries, cap=None) == (Count(90, True), False, True)


def test_only_who_may_be_seen_is_asked(cast: Cast, queries: Queries) -> None:
    """A hiring manager sees the people of the own jobs: none of these."""
    count, some, all_of_them = told("engineer city:berlin", cast, queries, viewer="hugo")
    assert (count, some, all_of_them) == (Count(0, True), on_postgresql(), True)
