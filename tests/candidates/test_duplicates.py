"""Who may be known already: certain or likely, with the reason, and never too many."""

from typing import Any

import pytest
from email_validator import EmailNotValidError, validate_email

from app.candidates.commands import add_link
from app.candidates.duplicates import (
    Certainty,
    MatchReason,
    Probe,
    compatible_names,
    find_all_duplicates,
    find_duplicates,
    similar_names,
)
from app.candidates.models import Candidate, ContactPoint, Education
from app.candidates.values import BadValue, email_address
from app.core.actors import SYSTEM
from app.core.clock import now
from app.core.text import folded
from app.extensions import db
from tests.make import Make


def reasons(**probe: Any) -> list[MatchReason]:
    return [match.reason for match in find_duplicates(**probe)]


def test_a_verified_address_and_a_compatible_name_are_certain(make: Make) -> None:
    person = make.candidate("Grete Finder", email="g@example.org")
    db.session.query(ContactPoint).update({"verified_at": now()})
    [match] = find_duplicates(name="Finder, Grete", emails=["G@example.org"])
    assert match.candidate.id == person.id
    assert match.certainty is Certainty.CERTAIN and match.reason is MatchReason.VERIFIED_EMAIL


def test_an_address_nobody_verified_is_likely(make: Make) -> None:
    make.candidate("Grete Finder", email="g@example.org")
    [match] = find_duplicates(name="Grete Finder", emails=["g@example.org"])
    assert match.certainty is Certainty.LIKELY and match.reason.is_same_person


def test_each_likely_reason_is_named(make: Make) -> None:
    person = make.candidate("Grete Finder", email="g@example.org", phone="+4930901820", current_employer="Larkspur", city="Berlin")
    add_link(person, url="https://www.example.com/in/grete/", by=SYSTEM)
    db.session.add(Education(candidate_id=person.id, school="TU Berlin", school_key=folded("TU Berlin")))
    db.session.flush()
    assert reasons(name="Paul Other", emails=["g@example.org"]) == [MatchReason.EMAIL_OTHER_NAME]
    assert reasons(phones=["+4930901820"]) == [MatchReason.SHARED_PHONE]
    assert reasons(name="Grete Finder", emails=["g+jobs@example.org"]) == [MatchReason.TAG_TWIN]
    assert reasons(links=["http://example.com/in/grete"]) == [MatchReason.SAME_LINK]
    assert reasons(name="Grete Findr", employer="LARKSPUR") == [MatchReason.NAME_AND_EMPLOYER]
    assert reasons(name="Finder Grete", schools=["TU Berlin"]) == [MatchReason.NAME_AND_SCHOOL]
    assert reasons(name="Grete Fınder", city="berlin") == [MatchReason.NAME_AND_CITY]


def test_the_record_with_the_tag_is_found_from_the_address_without(make: Make) -> None:
    make.candidate("Grete Finder", email="g+jobs@example.org")
    assert reasons(name="Grete Finder", emails=["g@example.org"]) == [MatchReason.TAG_TWIN]


def test_a_name_alone_says_nothing(make: Make) -> None:
    make.candidate("Grete Finder", city="Berlin")
    assert reasons(name="Grete Finder") == []
    assert reasons(name="Grete Finder", city="Wien") == []


def test_the_record_itself_and_erased_people_are_left_out(make: Make) -> None:
    person = make.candidate("Grete Finder", email="g@example.org")
    assert find_duplicates(name="Grete Finder", emails=["g@example.org"], except_id=person.id) == []
    person.erased_at = now()
    db.session.flush()
    assert reasons(emails=["g@example.org"]) == []


def test_accents_tell_two_mailboxes_apart(make: Make) -> None:
    make.candidate("José", email="jose@example.org")
    assert reasons(emails=["josé@example.org"]) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("Grete Finder", "Finder, Grete", True), ("Dr. Grete Finder", "Grete Finder", True), ("G. Finder", "Grete Finder", True),
     ("Grete M. Finder", "Grete Finder", True), ("Grete Finder", "Paul Other", False), ("Grete Finder", "Hans Finder", False),
     ("", "Paul", True), ("李雷", "李雷", True), ("李雷", "韩梅梅", False), ("X", "Y", False)],
)  # fmt: skip
def test_names_that_can_be_one_person(one: str, other: str, expected: bool) -> None:
    assert compatible_names(one, other) is expected


def test_similar_names_forgive_a_letter() -> None:
    assert similar_names("Anna Schmidt", "Anna Shmidt") and not similar_names("Anna", "Ann")


def test_a_thousand_probes_cost_a_handful_of_queries(make: Make, queries: Any) -> None:
    make.candidate("Grete Finder", email="g@example.org")
    probes = [Probe(name=f"Person {n}", emails=(f"p{n}@example.org",), phones=(f"+49301{n:06}",)) for n in range(1000)]
    with queries as sent:
        found = find_all_duplicates([*probes, Probe(name="Grete Finder", emails=("g@example.org",))])
    assert sent.count <= 6
    assert [len(matches) for matches in found] == [0] * 1000 + [1]


@pytest.mark.parametrize("value", ["", " ", "\u202e", "%", "_", "'", "\ud83d\ude00", "x" * 3000, ",", "+", "Dr."])
def test_nothing_typed_breaks_the_search(make: Make, value: str) -> None:
    person = make.candidate("Grete Finder", email="g@example.org", city="Berlin")
    find_duplicates(name=value, emails=[value], phones=[value], links=[value], employer=value, city=value, schools=[value])
    assert db.session.get_one(Candidate, person.id).full_name == "Grete Finder"


def test_a_plain_address_is_judged_by_its_domain_alone_and_comes_out_the_same() -> None:
    """The short way for addresses of plain letters says what the validator says."""
    for local in ("ada", "Ada.Lovelace+jobs", "a" * 64, "a" * 65, ".ada", "ada.", "a..b", "-a"):
        for domain in ("example.org", "EXAMPLE.org", "b" * 64 + ".org", "-x.org", "x..org", "localhost", "1.2.3.4"):
            try:
                expected = validate_email(f"{local}@{domain}", check_deliverability=False).normalized
            except EmailNotValidError:
                expected = "refused"
            try:
                found = email_address(f"{local}@{domain}")
            except BadValue:
                found = "refused"
            assert found == expected, (local, domain)
