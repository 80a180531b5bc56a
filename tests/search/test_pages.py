"""Pages walk a sort in both directions, without holes or repeats, and what is unknown comes last."""

import pytest
from flask import Flask

from app.extensions import db
from app.search import queries
from app.search.parser import parse
from app.search.queries import count_candidates, search_candidates
from app.search.sorting import ORDERS
from tests.search.conftest import user
from tests.search.people import IDS

pytestmark = pytest.mark.no_app

SORTS = [*ORDERS, *(f"-{name}" for name in ORDERS)]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 2, 4])
def test_walking_forwards_and_backwards_sees_everybody_once(company: Flask, sort: str, size: int) -> None:
    root, everybody = user(1), parse("")
    whole = search_candidates(root, everybody, sort=sort).ids
    forwards, page = [], search_candidates(root, everybody, sort=sort, limit=size)
    assert not page.has_previous
    while True:
        forwards += page.ids
        if not page.has_next:
            break
        page = search_candidates(root, everybody, sort=sort, after=page.last, limit=size)
        assert page.has_previous
    assert forwards == whole
    backwards, page = [], search_candidates(root, everybody, sort=sort, last=True, limit=size)
    assert not page.has_next
    while True:
        backwards = page.ids + backwards
        if not page.has_previous:
            break
        page = search_candidates(root, everybody, sort=sort, before=page.first, limit=size)
        assert page.has_next
    assert backwards == whole


def test_walking_by_relevance_sees_every_match_once(company: Flask) -> None:
    for text in ("python OR java OR engineer", "python OR city:zürich", "engineer"):
        query = parse(text)
        whole = search_candidates(user(1), query, sort="relevance").ids
        seen, page = [], search_candidates(user(1), query, sort="relevance", limit=1)
        while True:
            seen += page.ids
            if not page.has_next:
                break
            page = search_candidates(user(1), query, sort="relevance", after=page.last, limit=1)
        assert seen == whole
        last = search_candidates(user(1), query, sort="relevance", last=True, limit=1)
        assert last.ids == whole[-1:]


@pytest.mark.parametrize("sort", ["employer", "-employer"])
def test_what_is_unknown_comes_last_in_both_directions(company: Flask, sort: str) -> None:
    ids = search_candidates(user(1), parse(""), sort=sort).ids
    assert set(ids[-3:]) == {IDS["eve"], IDS["taro"], IDS["robert"]}


def test_names_sort_by_their_folded_letters(company: Flask) -> None:
    ids = search_candidates(user(1), parse("ada OR chloe OR jorg OR nina"), sort="name").ids
    assert ids == [IDS["ada"], IDS["chloe"], IDS["jorg"], IDS["nina"]]


def test_a_name_weighs_more_than_a_word_in_a_resume(company: Flask) -> None:
    ids = search_candidates(user(1), parse("java"), sort="relevance").ids
    assert ids[0] == IDS["sam"]


def test_a_ranked_page_that_tells_how_many_match_tells_what_counting_does(company: Flask) -> None:
    ranked = set()
    for text in ("java", "engineer city:berlin", "java -tag:speaker", "nobodyhasthisword"):
        page, counted = search_candidates(user(1), parse(text)), count_candidates(user(1), parse(text))
        assert page.count in (None, counted), text
        ranked.add(page.count is not None)
    assert ranked == {db.session.get_bind().dialect.name == "postgresql"}


def test_words_are_ranked_unless_somebody_chose_a_sort(company: Flask) -> None:
    assert search_candidates(user(1), parse("java")).sort.by_relevance
    assert not search_candidates(user(1), parse("city:berlin")).sort.by_relevance
    assert str(search_candidates(user(1), parse("java"), sort="-name").sort) == "-name"


def test_a_word_that_too_many_have_is_not_ranked(company: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_RANKED", {"sqlite": 2, "postgresql": 2})
    page = search_candidates(user(1), parse("python"), sort="relevance", limit=2)
    assert str(page.sort) == "-updated"
    following = search_candidates(user(1), parse("python"), sort=str(page.sort), after=page.last, limit=2)
    assert len({*page.ids, *following.ids}) == 3


def test_counting_stops_at_the_cap_and_says_so(company: Flask) -> None:
    assert (
        count_candidates(user(1), parse(""), cap=4).number,
        count_candidates(user(1), parse(""), cap=4).is_exact,
    ) == (4, False)
    assert count_candidates(user(1), parse(""), cap=9).is_exact
    assert count_candidates(user(1), parse("python OR java"), cap=2).number == 2
    assert count_candidates(user(1), parse("python"), cap=None).number == 3
