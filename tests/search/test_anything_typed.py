"""Nothing typed can break the search: not the parser, not the compiler, not either database."""

import string

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.catalogue import all_fields
from app.search.describe import describe
from app.search.highlight import highlight, snippet
from app.search.parser import parse
from app.search.queries import count_candidates, near_names, search_candidates
from app.search.refusals import QueryError
from app.search.suggest import suggest
from app.search.syntax import Query
from tests.search.conftest import user

pytestmark = pytest.mark.no_app

WORDS = ["python", "C++", ".NET", "none", "any", "*", "<30d", ">40", "2..5", "2026-01-01", "yes", "müller", "me", "-",
         '"', '"a b"', "'", "(", ")", ":", "AND", "OR", "NOT", "..", "<", "\0", "\ud800", "\u202e", "%", "60k", "they"]  # fmt: skip
FIELDS = [f"{field.name}:" for field in all_fields()] + ["nofield:", "rowid:"]

anything = st.text(max_size=120)
signs = st.text(alphabet=string.punctuation + " aA1", max_size=60)
pieces = st.lists(st.sampled_from(WORDS + FIELDS), max_size=14).flatmap(
    lambda chosen: st.lists(st.sampled_from(["", " "]), min_size=len(chosen), max_size=len(chosen)).map(
        lambda gaps: "".join(a + b for a, b in zip(chosen, gaps, strict=True))
    )
)


def read(text: str) -> Query | None:
    try:
        return parse(text)
    except QueryError as error:
        assert error.message
        assert 0 <= error.position <= max(len(text), 2_000)
        assert error.length >= 1
        return None


@given(st.one_of(anything, signs, pieces))
@settings(max_examples=600, deadline=None)
def test_any_text_is_a_query_or_an_error(text: str) -> None:
    query = read(text)
    if query:
        assert describe(query)
        highlight("some <b>text</b> about python", query)
        snippet("some <b>text</b> about python " * 20, query)


@given(st.one_of(anything, signs, pieces))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_can_be_asked(company: Flask, text: str) -> None:
    query = read(text)
    if query:
        root = user(1)
        for sort in ("name", "-contacted", "relevance"):
            search_candidates(root, query, sort=sort)
        count_candidates(root, query)
        near_names(root, query)


@given(st.one_of(anything, signs, pieces), st.integers(-5, 200))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_suggestions_never_refuse(company: Flask, text: str, cursor: int) -> None:
    for suggestion in suggest(user(1), text, cursor):
        assert 0 <= suggestion.cursor <= len(suggestion.text)


@pytest.mark.parametrize(
    "value", ["x", '"x y"', "none", "any", "-1", "2..5", "<30d", ">2", "x*", "(a OR -b)", "2026-01"]
)
def test_every_field_answers_every_kind_of_value(company: Flask, value: str) -> None:
    for field in all_fields():
        query = read(f"{field.name}:{value}")
        if query:
            count_candidates(user(1), query)
            assert describe(query)


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "WyJuYW1lIiwwLCJhIiwxXQ", "WyJuYW1lIiw5LCJhIiwxXQ", "\0", "é", "A" * 5000,
                                    "WyJuYW1lIiwwLG51bGwsMV0", "WyJuYW1lIiwtMSwiYSIsMV0"])  # fmt: skip
def test_a_damaged_place_means_the_first_page(company: Flask, cursor: str) -> None:
    everybody = search_candidates(user(1), parse(""), sort="name", limit=3)
    for sort in ("name", "-updated", "relevance"):
        page = search_candidates(user(1), parse("python OR java"), sort=sort, after=cursor)
        assert len(page.ids) == 4
    assert len(search_candidates(user(1), parse(""), sort="-added", after=cursor, limit=3).ids) == len(everybody.ids)
    assert search_candidates(user(1), parse(""), sort="no such sort'; --").ids
