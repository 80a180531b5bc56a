"""Auto-complete knows the fields and what their values can be."""

import pytest
from flask import Flask

from app.search.parser import parse
from app.search.suggest import suggest
from tests.search.conftest import user

pytestmark = pytest.mark.no_app


def labels(text: str, cursor: int | None = None) -> list[str]:
    return [one.label for one in suggest(user(1), text, cursor)]


def test_the_beginning_of_a_field_is_completed(company: Flask) -> None:
    first = suggest(user(1), "sk")[0]
    assert (first.text, first.cursor, first.kind, first.detail) == ("skill:", 6, "field", "Skill")


def test_an_empty_box_offers_fields(company: Flask) -> None:
    assert labels("")[:3] == ["name", "email", "phone"]


def test_values_are_completed_and_quoted_when_they_are_several_words(company: Flask) -> None:
    first = suggest(user(1), "city:new")[0]
    assert first.text == 'city:"New York" '
    assert parse(first.text).root


def test_only_the_word_at_the_cursor_is_replaced(company: Flask) -> None:
    first = suggest(user(1), "city:ber skill:python", 8)[0]
    assert first.text == "city:Berlin skill:python"
    assert first.cursor == len("city:Berlin")


def test_values_are_completed_inside_parentheses_and_quotation_marks(company: Flask) -> None:
    assert suggest(user(1), "city:(Berlin OR par")[0].text == "city:(Berlin OR Paris "
    assert suggest(user(1), 'city:"new y')[0].text == 'city:"New York" '


def test_choices_are_found_by_key_or_label(company: Flask) -> None:
    assert "employee" in [one.text.strip().split(":")[1] for one in suggest(user(1), "is:emp")]
    assert labels("country:germ") == ["Germany"]
    assert labels("remote:") == ["yes", "no", "any", "none"]


def test_dates_offer_ages(company: Flask) -> None:
    assert "<30d" in labels("added:")


def test_a_plain_word_is_offered_as_skill_and_title(company: Flask) -> None:
    made = [one.text.strip() for one in suggest(user(1), "pyth")]
    assert "skill:Python" in made


def test_every_suggestion_for_a_field_can_be_read(company: Flask) -> None:
    for field in (
        "is",
        "has",
        "seniority",
        "remote",
        "stage",
        "tag",
        "skill",
        "city",
        "owner",
        "source",
        "title",
        "rejected",
    ):
        for one in suggest(user(1), f"{field}:"):
            parse(one.text)


def test_an_excluded_field_keeps_its_minus(company: Flask) -> None:
    assert suggest(user(1), "-stag")[0].text == "-stage:"


def test_a_field_behind_a_finished_value_stands_apart_from_it(company: Flask) -> None:
    assert suggest(user(1), 'name:"Frida 375"')[0].text == 'name:"Frida 375" name:'
    assert suggest(user(1), "(city:Berlin)sk")[0].text == "(city:Berlin) skill:"
    assert suggest(user(1), "(sk")[0].text == "(skill:"
    assert suggest(user(1), '"machine sk') == []


def test_the_rest_of_the_word_the_cursor_stands_in_is_replaced_too(company: Flask) -> None:
    assert suggest(user(1), "ci:berlin", 1)[0].text == "city:berlin"
    assert suggest(user(1), "city:Berl tag:any", 8)[0].text == "city:Berlin tag:any"
    assert suggest(user(1), 'city:"new y" tag:any', 11)[0].text == 'city:"New York" tag:any'
