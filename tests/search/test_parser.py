"""Whatever is typed is answered: with a query, or with an error that points at the character and says what to do."""

from datetime import date
from decimal import Decimal

import pytest

import app.search.fields
from app.search.parser import DEEPEST, LONGEST_QUERY, MOST_TERMS, parse
from app.search.refusals import QueryError
from app.search.syntax import And, Bound, Distance, Interval, Missing, Not, Or, Plain, Present, Test, Words

pytestmark = pytest.mark.no_app
assert app.search.fields


def refusal(text: str) -> QueryError:
    with pytest.raises(QueryError) as raised:
        parse(text)
    return raised.value


def test_words_standing_together_must_all_match() -> None:
    root = parse("senior engineer").root
    assert isinstance(root, And)
    assert [node.words.tokens for node in root.nodes if isinstance(node, Plain)] == [("senior",), ("engineer",)]


def test_or_binds_weaker_than_and() -> None:
    root = parse("a OR b c").root
    assert isinstance(root, Or)
    assert isinstance(root.nodes[1], And)


def test_parentheses_bind_strongest() -> None:
    root = parse("(a OR b) c").root
    assert isinstance(root, And)
    assert isinstance(root.nodes[0], Or)


def test_a_minus_excludes_and_two_cancel() -> None:
    assert isinstance(parse("-python").root, Not)
    assert isinstance(parse("--python").root, Plain)
    assert isinstance(parse("NOT -python").root, Plain)


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    root = parse("front-end").root
    assert isinstance(root, Plain)
    assert root.words.tokens == ("front", "end")


def test_lower_case_and_is_a_word() -> None:
    root = parse("research and development").root
    assert isinstance(root, And)
    assert len(root.nodes) == 3


def test_a_field_knows_where_it_was_typed() -> None:
    root = parse("  skill:python").root
    assert isinstance(root, Test)
    assert (root.field, root.span.start, root.span.end) == ("skill", 2, 14)


def test_parentheses_behind_a_field_apply_it_to_each_value() -> None:
    root = parse('tag:(a OR "b c" -d)').root
    assert isinstance(root, Or)
    assert isinstance(root.nodes[0], Test)
    assert isinstance(root.nodes[1], And)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("graduated:2015", Bound(Decimal(2015), True), Bound(Decimal(2015), True)),
        ("graduated:>40", Bound(Decimal(40), False), None),
        ("graduated:>=40", Bound(Decimal(40), True), None),
        ("graduated:≥40", Bound(Decimal(40), True), None),
        ("graduated:> 40", Bound(Decimal(40), False), None),
        ("graduated:<40", None, Bound(Decimal(40), False)),
        ("graduated:<=40", None, Bound(Decimal(40), True)),
        ("graduated:2..5", Bound(Decimal(2), True), Bound(Decimal(5), True)),
        ("graduated:2..", Bound(Decimal(2), True), None),
        ("graduated:..5", None, Bound(Decimal(5), True)),
        ("graduated:-1", Bound(Decimal(-1), True), Bound(Decimal(-1), True)),
        ("salary:60k", Bound(Decimal(60_000), True), Bound(Decimal(60_000), True)),
        ("salary:>60.000", Bound(Decimal(60_000), False), None),
        ("salary:>60,000", Bound(Decimal(60_000), False), None),
        ("salary:60k..80k", Bound(Decimal(60_000), True), Bound(Decimal(80_000), True)),
        ("added:2026-01-31", Bound(date(2026, 1, 31), True), Bound(date(2026, 2, 1), False)),
        ("added:2026-02", Bound(date(2026, 2, 1), True), Bound(date(2026, 3, 1), False)),
        ("added:2026", Bound(date(2026, 1, 1), True), Bound(date(2027, 1, 1), False)),
        ("added:>2026-01", Bound(date(2026, 2, 1), True), None),
        ("added:<=2026-01", None, Bound(date(2026, 2, 1), False)),
        ("added:2026-01-01..2026-02-01", Bound(date(2026, 1, 1), True), Bound(date(2026, 2, 2), False)),
        ("added:<30d", Bound(Distance(30, "d"), False), None),
        ("added:>6m", None, Bound(Distance(6, "m"), False)),
        ("added:30d..6m", Bound(Distance(6, "m"), True), Bound(Distance(30, "d"), True)),
        ("expires:<60d", Bound(Distance(0, "d"), True), Bound(Distance(60, "d"), False)),
        ("expires:>1y", Bound(Distance(1, "y"), False), None),
    ],
)
def test_numbers_money_dates_and_ages_become_intervals(text: str, low: Bound | None, high: Bound | None) -> None:
    root = parse(text).root
    assert isinstance(root, Test)
    assert isinstance(root.condition, Interval)
    assert (root.condition.low, root.condition.high) == (low, high)


def test_none_and_any_ask_for_presence_and_quotation_marks_make_them_words() -> None:
    for text, kind in (("tag:none", Missing), ("tag:ANY", Present), ("tag:*", Present), ('tag:"none"', Words)):
        root = parse(text).root
        assert isinstance(root, Test)
        assert isinstance(root.condition, kind)


def test_a_choice_is_found_by_its_key_and_by_its_label() -> None:
    for text in ("seniority:mid", "seniority:Mid-level", 'seniority:"mid level"'):
        root = parse(text).root
        assert isinstance(root, Test)
        assert isinstance(root.condition, Words)
        assert root.condition.text == "mid"


@pytest.mark.parametrize(
    ("text", "position", "length", "says", "suggestion"),
    [
        ('python "machine learning', 7, 1, "not closed", 'python "machine learning"'),
        ("(a OR (b)", 0, 1, "not closed", "(a OR (b))"),
        ("a)", 1, 1, "closes nothing", "a"),
        ("()", 1, 1, "nothing between", None),
        ("a OR", 2, 2, "nothing behind OR", "a"),
        ("OR a", 0, 2, "nothing in front of OR", "a"),
        ("a AND OR b", 6, 2, "nothing in front of OR", "a AND b"),
        ("NOT", 0, 3, "nothing behind NOT", None),
        ("stage:", 5, 1, "behind “stage:”", None),
        ("ada stage: ", 9, 1, "behind “stage:”", None),
        ("x AND skil:python", 6, 4, "Did you mean skill", "x AND skill:python"),
        ("xyzzy:python", 0, 5, "no field “xyzzy”", None),
        ("graduated:soon", 10, 4, "not a number", None),
        ("graduated:5..2", 10, 4, "ends before it begins", None),
        ("graduated:..", 10, 2, "at least one end", None),
        ("graduated:1e309", 10, 5, "not a number", None),
        ("graduated:0x10", 10, 4, "not a number", None),
        ("graduated:NaN", 10, 3, "not a number", None),
        ("salary:lots", 7, 4, "not an amount", None),
        ("added:2026-13-01", 6, 10, "not a date", None),
        ("added:2025-02-29", 6, 10, "not a date", None),
        ("added:<999999d", 6, 8, "hundred years", None),
        ("city:>3", 5, 1, "cannot be compared", None),
        ("remote:maybe", 7, 5, "yes, no", None),
        ("is:emplyee", 3, 7, "employee", None),
        ("tag:(a city:b)", 7, 5, "Put the value in quotation marks", None),
        ('skill:""', 6, 1, "no word behind", None),
        ("*thon", 0, 1, "end of a word", None),
        ("a*b", 1, 1, "end of a word", None),
        ("!!!", 0, 3, "no word", None),
    ],
)
def test_an_error_points_at_the_character_and_suggests(
    text: str, position: int, length: int, says: str, suggestion: str | None
) -> None:
    error = refusal(text)
    assert says in error.message
    assert (error.position, error.length) == (position, length)
    assert error.suggestion == suggestion
    if suggestion:
        parse(suggestion)


def test_there_are_limits_on_length_depth_and_terms() -> None:
    assert "characters" in refusal("a" * (LONGEST_QUERY + 1)).message
    assert "parentheses" in refusal("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1)).message
    assert "conditions" in refusal(" ".join(["a"] * (MOST_TERMS + 1))).message
    parse("(" * DEEPEST + "a" + ")" * DEEPEST)
    parse(" ".join(["a"] * MOST_TERMS))
    parse("-" * (LONGEST_QUERY - 1) + "a")


def test_parentheses_inside_quotation_marks_are_text() -> None:
    root = parse('"((a"').root
    assert isinstance(root, Plain)


def test_an_address_of_the_web_is_searched_as_words() -> None:
    root = parse("https://github.com/ada").root
    assert isinstance(root, Plain)
    assert root.words.tokens == ("https", "github", "com", "ada")


def test_an_empty_query_asks_for_everybody() -> None:
    assert parse("").asks_everybody
    assert parse(" \t\n ").asks_everybody
