"""Fields of the employer's own: how they are made, what they take, what is found by them."""

from datetime import date

import pytest

from app.candidates.commands import (
    add_custom_field,
    archive_custom_field,
    change_custom_field,
    move_custom_field,
    restore_custom_field,
    set_custom_values,
)
from app.candidates.custom_fields import (
    custom_columns,
    custom_field,
    custom_fields,
    custom_values_of,
    read_answer,
    shown_answer,
    typed_answer,
)
from app.candidates.models import Candidate, CustomField, CustomKind
from app.candidates.refusals import BadCustomValue, ChoicesMissing, CustomFieldUnfit
from app.candidates.values import BadValue
from app.core.activity import ChangedValue
from app.core.actors import SYSTEM, user_actor
from app.core.refusals import Stale
from app.extensions import db
from app.insights.held import held_about
from app.search.catalogue import find_field
from app.search.describe import describe
from app.search.parser import parse
from app.search.queries import search_candidates
from app.search.refusals import QueryError
from app.search.suggest import suggest
from tests.make import Cast, Make

CHOICES = ("Behind the ear", "In the ear")


def found(cast: Cast, query: str) -> set[int]:
    return set(search_candidates(cast.ada, parse(query)).ids)


def test_the_key_is_made_of_the_name_and_stays(app: object) -> None:
    field = add_custom_field(name="Arbeitserlaubnis (EU)", kind=CustomKind.TEXT, by=SYSTEM)
    assert field.full_key == "custom-arbeitserlaubnis-eu"
    change_custom_field(field, name="Work permit", help="", choices=(), on_quick_add=True, by=SYSTEM, version=field.version)
    assert (field.key, field.name, field.on_quick_add) == ("arbeitserlaubnis-eu", "Work permit", True)
    again = add_custom_field(name="Arbeitserlaubnis EU", kind=CustomKind.TEXT, by=SYSTEM)
    assert again.key == "arbeitserlaubnis-eu-2"
    with pytest.raises(CustomFieldUnfit):
        add_custom_field(name="work  PERMIT", kind=CustomKind.TEXT, by=SYSTEM)
    with pytest.raises(ChoicesMissing):
        add_custom_field(name="Fitting", kind=CustomKind.CHOICE, choices=["One", " one "], by=SYSTEM)
    with pytest.raises(Stale):
        change_custom_field(field, name="X", help="", choices=(), on_quick_add=True, by=SYSTEM, version=field.version + 1)


def test_fields_are_moved_archived_and_brought_back_with_what_they_said(make: Make) -> None:
    first, second = (add_custom_field(name=name, kind=CustomKind.TEXT, by=SYSTEM) for name in ("First", "Second"))
    person = make.candidate()
    set_custom_values(person, typed={first.full_key: "kept"}, by=SYSTEM)
    move_custom_field(second, up=True)
    assert custom_fields() == [second, first]
    archive_custom_field(first, by=SYSTEM)
    assert custom_fields() == [second] and custom_values_of([person.id])[person.id] == {}
    assert custom_field("custom-first") is None
    restore_custom_field(first, by=SYSTEM)
    assert custom_columns([person.id]) == {person.id: {"custom-first": "kept"}}


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        (CustomKind.TEXT, "  Blue   badge ", "Blue badge"),
        (CustomKind.NUMBER, "1.234,5", "1,234.5"),
        (CustomKind.NUMBER, "42", "42"),
        (CustomKind.DATE, "31.05.2026", "May 31, 2026"),
        (CustomKind.CHOICE, "in the EAR", "In the ear"),
        (CustomKind.YES_NO, "ja", "Yes"),
        (CustomKind.YES_NO, "No", "No"),
    ],
)
def test_every_kind_reads_what_people_type_and_writes_it_back(app: object, kind: CustomKind, typed: str, shown: str) -> None:
    field = CustomField(key="x", name="X", kind=kind, choices={"names": list(CHOICES)})
    answer = read_answer(field, typed)
    assert shown_answer(field, answer) == shown
    assert read_answer(field, typed_answer(field, answer)) == answer


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (CustomKind.TEXT, "x" * 301, "too-long"),
        (CustomKind.NUMBER, "many", "number"),
        (CustomKind.NUMBER, "NaN", "number"),
        (CustomKind.NUMBER, "1e400", "number"),
        (CustomKind.DATE, "31.02.2026", "date"),
        (CustomKind.CHOICE, "On the ear", "choice"),
        (CustomKind.YES_NO, "perhaps", "yes-no"),
    ],
)
def test_what_a_field_cannot_hold_is_refused(app: object, kind: CustomKind, typed: str, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_answer(CustomField(key="x", name="X", kind=kind, choices={"names": list(CHOICES)}), typed)
    assert refused.value.code == code


def test_values_are_set_changed_and_emptied_with_their_history(make: Make, cast: Cast) -> None:
    size = make.custom_field("Shoe size")
    person = make.candidate()
    by = user_actor(cast.ada.id)
    assert set_custom_values(person, typed={size.full_key: "42"}, by=by) == [size.full_key]
    assert set_custom_values(person, typed={size.full_key: "42.0"}, by=by) == []
    set_custom_values(person, typed={size.full_key: "43"}, by=by)
    set_custom_values(person, typed={size.full_key: "", "custom-unknown": "x"}, by=by)
    with pytest.raises(BadCustomValue) as refused:
        set_custom_values(person, typed={size.full_key: "big"}, by=by)
    assert refused.value.field == size.full_key
    history = [(one.old, one.new) for one in db.session.query(ChangedValue).order_by(ChangedValue.id)]
    assert history == [(None, "42"), ("42", "43"), ("43", None)]
    assert person.confirmations[size.full_key][1] == "recruiter"


def test_people_are_found_by_every_kind(make: Make, cast: Cast) -> None:
    badge = make.custom_field("Badge", CustomKind.TEXT)
    size = make.custom_field("Shoe size")
    until = make.custom_field("Contract until", CustomKind.DATE)
    fitting = make.custom_field("Fitting", CustomKind.CHOICE, choices={"names": list(CHOICES)})
    driver = make.custom_field("Driver", CustomKind.YES_NO)
    grete, paul, nobody = make.candidate("Grete"), make.candidate("Paul"), make.candidate("Nobody")
    said = {badge: "Blue Ängel", size: "42", until: "2026-05-31", fitting: "In the ear", driver: "yes"}
    for field, typed in said.items():
        make.custom_value(grete, field, typed)
    make.custom_value(paul, size, "39.5")
    make.custom_value(paul, driver, "no")
    for query in ('custom-badge:"blue angel"', "custom-badge:angel", "custom-badge:bl*", "custom-shoe-size:>40",
                  "custom-contract-until:2026-05", 'custom-fitting:"in the ear"', "custom-driver:yes",
                  "custom-badge:any"):  # fmt: skip
        assert found(cast, query) == {grete.id}, query
    assert found(cast, "custom-shoe-size:39..41") == {paul.id}
    assert found(cast, "custom-shoe-size:none") >= {nobody.id} and grete.id not in found(cast, "custom-shoe-size:none")
    assert found(cast, "custom-badge:ange") == set()
    with pytest.raises(QueryError):
        parse("custom-driver:perhaps")


def test_a_field_completes_reads_back_and_is_unknown_once_archived(make: Make, cast: Cast) -> None:
    size = make.custom_field("Shoe % size", key="shoe-size")
    assert "custom-shoe-size:" in [one.text for one in suggest(cast.ada, "custom-s")]
    assert describe(parse("custom-shoe-size:>40")) == "people whose “Shoe % size” is over 40"
    assert any(one.text == "custom-shoe-size:any " for one in suggest(cast.ada, "custom-shoe-size:a"))
    archive_custom_field(size, by=SYSTEM)
    assert find_field("custom-shoe-size") is None
    with pytest.raises(QueryError):
        parse("custom-shoe-size:40")


def test_whoever_is_not_in_recruiting_learns_nothing_from_the_fields(make: Make, cast: Cast) -> None:
    badge = make.custom_field("Badge", CustomKind.TEXT)
    person = make.candidate()
    make.application(person, cast.job)
    make.custom_value(person, badge, "Blue")
    assert search_candidates(cast.hugo, parse("custom-badge:blue")).ids == []
    assert [one.text for one in suggest(cast.hugo, "custom-badge:bl") if one.kind == "value"] == []
    assert [one.label for one in suggest(cast.ada, "custom-badge:bl")] == ["Blue"]


def test_a_person_can_take_along_what_the_fields_say(make: Make) -> None:
    until = make.custom_field("Contract until", CustomKind.DATE)
    person: Candidate = make.candidate()
    make.custom_value(person, until, "2026-05-31")
    assert held_about(person.id).person["own_fields"] == {"Contract until": "May 31, 2026"}
    assert custom_values_of([person.id])[person.id][until.full_key].day == date(2026, 5, 31)
