"""A query becomes rows and rows become the same query again, wherever it is nested no deeper than rows go."""

import pytest
from flask import Flask

from app.search.building import Built, Group, Operator, Row, built_from, operators_of, written
from app.search.catalogue import find_field
from app.search.parser import parse
from app.search.queries import search_candidates
from tests.search.conftest import user
from tests.search.test_corpus import NAMES, cases

pytestmark = pytest.mark.no_app

SENIORS = "seniority:senior skill:python (city:berlin OR remote:yes) contacted:>6m consent:pool"


def test_every_query_that_fits_into_rows_finds_the_same_people_as_its_rows(company: Flask) -> None:
    root, fitting = user(1), 0
    for text, expected in cases():
        if expected == "error":
            continue
        query = parse(text)
        built = built_from(query)
        if built is None:
            continue
        fitting += 1
        again = parse(written(built))
        assert built_from(again) == built, (text, written(built))
        if fitting % 5 == 0:
            found = {NAMES[identity] for identity in search_candidates(root, again, sort="name").ids}
            assert found == set(expected.split()), (text, written(built))
    assert fitting > 200


def test_a_question_becomes_rows_and_one_group(company: Flask) -> None:
    built = built_from(parse(SENIORS))
    assert built is not None
    first, second = built.groups
    assert [row.field for row in first.rows] == ["seniority", "skill", "contacted", "consent"]
    assert first.rows[2] == Row("contacted", Operator.BEYOND, "6m")
    assert second == Group("or", (Row("city", Operator.IS, "berlin"), Row("remote", Operator.IS, "yes")))
    assert written(built) == "seniority:senior skill:python contacted:>6m consent:pool (city:berlin OR remote:yes)"


@pytest.mark.parametrize("text", ["(a OR (b c)) d", "a OR (b (c OR d))", "-(a (b OR c)) d"])
def test_what_is_nested_deeper_stays_text(company: Flask, text: str) -> None:
    assert built_from(parse(text)) is None


def test_a_group_can_be_turned_round(company: Flask) -> None:
    built = Built("and", (Group(rows=(Row(value="python"),)), Group("or", (Row("city", value="New York"), Row("tag", Operator.ANY)), negated=True)))
    assert written(built) == 'python -(city:"New York" OR tag:any)'
    assert built_from(parse(written(built))) == built


def test_rows_that_are_not_filled_in_yet_say_nothing(company: Flask) -> None:
    assert written(Built("and", (Group(rows=(Row("city"), Row("skill", value=" "), Row())),))) == ""


@pytest.mark.parametrize("value", ['a" OR b', "(x", "-x", "AND", "none", 'C++', "a:b", "x*"])
def test_whatever_stands_in_a_value_is_a_value(company: Flask, value: str) -> None:
    text = written(Built(groups=(Group(rows=(Row("skill", value=value), Row("city", value="Berlin"))),)))
    built = built_from(parse(text))
    assert built is not None
    assert [row.field for row in built.groups[0].rows] == ["skill", "city"]


def test_every_field_offers_comparisons_that_fit_it(company: Flask) -> None:
    assert Operator.MORE in operators_of(find_field("salary"))
    assert Operator.MORE not in operators_of(find_field("city"))
    assert list(operators_of(find_field("is"))) == [Operator.IS]


def test_a_sign_typed_behind_a_chosen_comparison_is_not_written_twice() -> None:
    rows = (Row("contacted", Operator.BEYOND, ">6m"), Row("graduated", Operator.LEAST, " >= 2015"), Row("added", Operator.WITHIN, "<"))
    assert written(Built(groups=(Group(rows=rows),))) == "contacted:>6m graduated:>=2015"


@pytest.mark.parametrize(("typed", "row"), [
    ("-contacted:<6m", Row("contacted", Operator.WITHIN, "6m", negated=True)),
    ("contacted:6m", Row("contacted", Operator.WITHIN, "6m")),
    ("contacted:2026-01", Row("contacted", Operator.IS, "2026-01")),
    ("contacted:<2026-01", Row("contacted", Operator.BEFORE, "2026-01")),
    ("contacted:>2026-01-31", Row("contacted", Operator.AFTER, "2026-01-31")),
    ("expires:<60d", Row("expires", Operator.WITHIN, "60d")),
    ("expires:>2027", Row("expires", Operator.AFTER, "2027")),
])  # fmt: skip
def test_an_age_comes_back_as_the_comparison_it_was(company: Flask, typed: str, row: Row) -> None:
    built = built_from(parse(typed))
    assert built == Built(groups=(Group(rows=(row,)),))


@pytest.mark.parametrize("value", ["6 months", "6 month", "6m", "6 M"])
def test_an_age_may_be_written_out(company: Flask, value: str) -> None:
    asked = parse(written(Built(groups=(Group(rows=(Row("contacted", Operator.BEYOND, value),)),))))
    assert written(built_from(asked) or Built()).startswith("contacted:>6")
    assert search_candidates(user(1), asked, sort="name").ids == search_candidates(user(1), parse("contacted:>6m"), sort="name").ids


@pytest.mark.parametrize(("row", "text"), [
    (Row("contacted", Operator.WITHIN, "2026-01-31"), "contacted:>2026-01-31"),
    (Row("contacted", Operator.BEFORE, "6m"), "contacted:>6m"),
    (Row("contacted", Operator.AFTER, "6 months"), "contacted:<6months"),
    (Row("expires", Operator.BEFORE, "60d"), "expires:<60d"),
    (Row("expires", Operator.BEYOND, "2027-01-31"), "expires:>2027-01-31"),
])  # fmt: skip
def test_a_chosen_side_holds_whether_a_day_or_a_distance_is_typed(row: Row, text: str) -> None:
    assert written(Built(groups=(Group(rows=(row,)),))) == text
