"""The sweep that finds who may be known twice: only what changed is compared, and what was decided stays."""

from collections.abc import Callable
from typing import Any

from app.candidates.commands import add_candidate, change_candidate
from app.candidates.duplicates import MatchReason
from app.candidates.facts import PersonFacts
from app.candidates.merging import (
    compare_changed_candidates,
    look_again,
    merge_candidates,
    open_pairs,
    rule_out,
    undo_merge,
)
from app.candidates.models import Candidate, DuplicateCheck, DuplicatePair, PairState
from app.core.actors import SYSTEM, user_actor
from app.extensions import db
from tests.make import Cast, Make


def compared(sweep: Callable[..., Any]) -> dict[tuple[int, int], str]:
    while sweep(compare_changed_candidates):
        pass
    return {(pair.first_id, pair.second_id): pair.reason for pair in db.session.query(DuplicatePair) if pair.state is PairState.OPEN}


def added(name: str, **facts: Any) -> Candidate:
    return add_candidate(PersonFacts(name=name, **facts), by=SYSTEM)


def test_reasons_are_found_whichever_record_came_first(sweep: Any) -> None:
    a = added("Anna Schmidt", emails=["anna@example.org"], employer="Acme")
    b = added("Anna Shmidt", employer="Acme")
    c = added("Somebody", emails=["anna+jobs@example.org"])
    assert compared(sweep) == {
        (a.id, b.id): MatchReason.NAME_AND_EMPLOYER.value,
        (a.id, c.id): MatchReason.TAG_TWIN.value,
    }
    assert db.session.query(DuplicateCheck).count() == 0


def test_a_change_brings_a_pair_and_another_takes_it_away(sweep: Any) -> None:
    one, other = added("Nils Nordmann", city="Kiel"), added("Nils Nordmann", city="Bonn")
    assert compared(sweep) == {}
    change_candidate(other, values={"city": "Kiel"}, by=SYSTEM)
    assert compared(sweep) == {(one.id, other.id): MatchReason.NAME_AND_CITY.value}
    change_candidate(one, values={"full_name": "Quite Different"}, by=SYSTEM)
    assert compared(sweep) == {}


def test_what_was_ruled_out_is_not_asked_again(sweep: Any, cast: Cast) -> None:
    one, other = added("Nils Nordmann", city="Kiel"), added("Nils Nordmann", city="Kiel")
    compared(sweep)
    rule_out(db.session.query(DuplicatePair).one(), by=user_actor(cast.ada.id))
    look_again([one.id, other.id])
    assert compared(sweep) == {} and db.session.query(DuplicatePair).count() == 1


def test_what_too_many_share_says_nothing(sweep: Any) -> None:
    for number in range(25):
        added(f"Person Number{number}", phones=["+493012345678"])
    assert compared(sweep) == {}


def test_a_merge_settles_its_pair_and_undoing_it_brings_it_back(sweep: Any, cast: Cast) -> None:
    ada = user_actor(cast.ada.id)
    one, other = added("Nils Nordmann", city="Kiel"), added("Nils Nordmann", city="Kiel")
    third = added("Nils Nordmann", city="Kiel")
    compared(sweep)
    rule_out(db.session.query(DuplicatePair).filter_by(first_id=other.id, second_id=third.id).one(), by=ada)
    merge = merge_candidates(one.id, other.id, by=ada)
    assert compared(sweep) == {}, "said to be somebody else than the lost one, so not the kept one either"
    undo_merge(merge, by=ada)
    assert set(compared(sweep)) == {(one.id, other.id), (one.id, third.id)}


def test_an_erased_person_is_nobodys_double(sweep: Any, cast: Cast) -> None:
    one, other = added("Nils Nordmann", city="Kiel"), added("Nils Nordmann", city="Kiel")
    compared(sweep)
    other.erased_at = one.added_at
    look_again([one.id])
    assert compared(sweep) == {} and open_pairs(cast.ada) == []


def test_each_is_compared_with_a_few_indexed_questions(make: Make, sweep: Any, queries: Any) -> None:
    people = [make.candidate(f"First{number} Last{number % 40}", city="Kiel") for number in range(50)]
    look_again([person.id for person in people])
    with queries as sent:
        assert sweep(compare_changed_candidates) == 50
    assert sent.count <= 50 * 4 + 15, "a few indexed look-ups each, whoever else is on record"
