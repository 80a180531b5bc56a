"""When nobody is found: the same question asking for less, or with its "or" understood."""

from typing import Any

import pytest

from app.search.parser import parse
from app.search.relaxing import offers_instead, small_operators
from tests.make import Make


@pytest.fixture
def people(make: Make) -> None:
    make.candidate("Nora Vale", city="Berlin", skills=("Python",), current_title="Senior Engineer")
    make.candidate("Otis Reed", city="Berlin", skills=("Python",), current_title="Engineer")
    make.candidate("Pia Stone", city="Leipzig", skills=("Rust",))


def offered(cast: Any, text: str) -> list[tuple[str, str, int]]:
    return [(one.query, one.without, one.count.number) for one in offers_instead(cast.ada, parse(text), text)]


def test_each_condition_that_stands_alone_in_the_way_is_named(people: None, cast: Any) -> None:
    assert offered(cast, "seniority:senior skill:python city:berlin") == [("skill:python city:berlin", "seniority:senior", 2)]


def test_what_finds_fewest_comes_first(people: None, cast: Any) -> None:
    found = offered(cast, "skill:python city:leipzig")
    assert found == [("city:leipzig", "skill:python", 1), ("skill:python", "city:leipzig", 2)]


def test_a_group_is_left_out_as_a_whole(people: None, cast: Any) -> None:
    assert offered(cast, "city:berlin (skill:go OR skill:cobol)") == [("city:berlin", "skill:go OR skill:cobol", 2)]


def test_a_small_or_is_understood(people: None, cast: Any) -> None:
    assert offered(cast, "city:leipzig or city:berlin")[0] == ("city:leipzig OR city:berlin", "", 3)
    assert all(without for _query, without, _count in offered(cast, 'city:leipzig "this or that"'))


@pytest.mark.parametrize("text", ["nobody", "city:nowhere OR city:elsewhere", "-(a (b OR c)) d", "a (b OR (c d))"])
def test_nothing_is_offered_where_nothing_can_be_left_out(people: None, cast: Any, text: str) -> None:
    assert offered(cast, text) == []


def test_the_page_offers_it(people: None, as_ada: Any) -> None:
    page = as_ada.get("/recruiter/candidates?q=seniority:senior skill:python").text
    assert "Somebody is found when the question asks for less" in page
    assert "<code>seniority:senior</code>" in page
    assert "2 people" in page
    assert "asks for less" not in as_ada.get("/recruiter/candidates?q=skill:python").text


@pytest.mark.parametrize(("typed", "words"), [
    ("berlin or remote:yes", ["or"]), ("a not b or c or d", ["not", "or"]), ("(a) and (b)", ["and"]),
    ('"trial or error"', []), ("a OR b", []), ("oregon note android", []), ("or", []),
])  # fmt: skip
def test_operators_written_small_are_pointed_at(typed: str, words: list[str]) -> None:
    assert small_operators(typed) == words


def test_the_preview_says_so(as_ada: Any) -> None:
    assert "Write OR in capitals" in as_ada.get("/recruiter/candidates/count?q=berlin or remote:yes").text
    assert "in capitals" not in as_ada.get("/recruiter/candidates/count?q=berlin OR remote:yes").text
