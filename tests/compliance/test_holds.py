"""A legal hold keeps a record as it is: from erasing, from merging away, from being let go; and says so to the right people."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.candidates.commands import record_consent
from app.candidates.merging import merge_candidates
from app.candidates.models import Candidate, ConsentAction, Purpose, Todo
from app.compliance.bulk import ERASE
from app.compliance.commands import erase_candidate
from app.compliance.holds import HeldWouldGo, HoldOver, HoldPast, HoldReasonMissing, UnderHold, lift_hold, place_hold
from app.compliance.models import After, Erasure, ErasureReason, LegalHold
from app.compliance.renewing import people_without_reason
from app.compliance.retention import days_kept
from app.core import clock
from app.core.activity import Activity
from app.core.actors import SYSTEM, user_actor
from app.core.clock import now, today
from app.extensions import db
from app.insights.timeline import candidate_timeline
from app.search.describe import describe
from app.search.parser import parse
from app.search.queries import search_candidates
from app.search.suggest import suggest
from tests.make import Cast, Make

ASKED = ErasureReason.ASKED


@pytest.fixture
def person(make: Make) -> Candidate:
    return make.candidate("Greta Halt")


def held(person: Candidate, cast: Cast, **said: Any) -> LegalHold:
    return place_hold(person, reason="Claim before the labour court", by=user_actor(cast.root.id), **said)


def test_nobody_erases_whom_a_hold_keeps_until_it_is_lifted(person: Candidate, cast: Cast) -> None:
    hold = held(person, cast)
    with pytest.raises(UnderHold):
        erase_candidate(person, by=SYSTEM, reason=ASKED)
    lift_hold(hold, because="Settled on 3 May", by=user_actor(cast.root.id))
    assert erase_candidate(person, by=SYSTEM, reason=ASKED).counts["legal_holds"] == 1
    left = db.session.scalars(select(LegalHold)).one()
    assert left.reason == "" and left.lifted_because == "" and left.lifted_by_id == cast.root.id


def test_a_hold_ends_by_itself_after_its_last_day(person: Candidate, cast: Cast) -> None:
    hold = held(person, cast, until=today() + timedelta(days=3))
    with clock.at(now() + timedelta(days=3)):
        assert hold.stands
        with pytest.raises(UnderHold):
            erase_candidate(person, by=SYSTEM, reason=ASKED)
    with clock.at(now() + timedelta(days=4)):
        assert not hold.stands
        with pytest.raises(HoldOver):
            lift_hold(hold, because="late", by=SYSTEM)
        erase_candidate(person, by=SYSTEM, reason=ASKED)


def test_a_hold_says_why_and_ends_on_a_day_to_come(person: Candidate) -> None:
    with pytest.raises(HoldReasonMissing):
        place_hold(person, reason="  ", by=SYSTEM)
    with pytest.raises(HoldPast):
        place_hold(person, reason="x", until=today() - timedelta(days=1), by=SYSTEM)
    with pytest.raises(HoldReasonMissing):
        lift_hold(place_hold(person, reason="x", by=SYSTEM), because="", by=SYSTEM)


def test_a_held_record_is_not_merged_away_but_others_may_join_it(person: Candidate, make: Make, cast: Cast) -> None:
    held(person, cast)
    other = make.candidate("Greta Haltt")
    with pytest.raises(HeldWouldGo):
        merge_candidates(other.id, person.id, by=user_actor(cast.ada.id))
    merge_candidates(person.id, other.id, by=user_actor(cast.ada.id))
    with pytest.raises(UnderHold):
        erase_candidate(person, by=SYSTEM, reason=ASKED)


def test_nobody_is_let_go_for_want_of_a_consent_while_held(person: Candidate, make: Make, cast: Cast) -> None:
    other = make.candidate("Letta Go")
    for one in (person, other):
        record_consent(one, purpose=Purpose.POOL, action=ConsentAction.EXPIRED, method="expiry", by=SYSTEM)
    held(person, cast)
    with clock.at(now() + timedelta(days=days_kept(After.CONSENT)[""] + 30)):
        found = people_without_reason(500)
    assert other.id in found and person.id not in found


def test_erasing_many_leaves_the_held_as_they_are_and_says_why(person: Candidate, cast: Cast) -> None:
    held(person, cast)
    rows = db.session.execute(ERASE.asked({}, select(Candidate.id).where(Candidate.id == person.id))).all()
    assert [row[1] for row in rows] == ["held"]
    assert "legal hold" in str(ERASE.reasons["held"])


def test_only_those_who_decide_find_the_held(person: Candidate, cast: Cast) -> None:
    held(person, cast)
    found = {who.name: search_candidates(who, parse("is:held"), limit=5).ids for who in (cast.root, cast.ada)}
    assert list(found[cast.root.name]) == [person.id] and list(found[cast.ada.name]) == []
    assert "legal hold" in describe(parse("is:held"))
    offered = {who.name: [one.label for one in suggest(who, "is:he")] for who in (cast.root, cast.ada)}
    assert offered[cast.root.name] and not offered[cast.ada.name]


def test_the_timeline_tells_it_to_those_who_decide_and_the_audit_has_it(person: Candidate, cast: Cast) -> None:
    lift_hold(held(person, cast), because="Settled", by=user_actor(cast.root.id))
    said = [entry.sentence for entry in candidate_timeline(cast.root, person).entries]
    assert {
        "placed a legal hold: Claim before the labour court",
        "lifted a legal hold: Claim before the labour court",
    } <= set(said)
    assert not any("hold" in entry.sentence for entry in candidate_timeline(cast.ada, person).entries)
    kinds = db.session.scalars(select(Activity.kind).where(Activity.candidate_id == person.id)).all()
    assert {"legal_hold_placed", "legal_hold_lifted"} <= set(kinds)


def test_it_is_placed_and_lifted_on_the_record(as_root: FlaskClient, as_ada: FlaskClient, person: Candidate) -> None:
    there = f"/recruiter/candidates/{person.id}"
    assert as_root.submit(f"{there}/holds", {"reason": ""}).status_code == 409  # type: ignore[attr-defined]
    assert as_root.submit(f"{there}/holds", {"reason": "Claim <b>", "until": "no day"}).status_code == 422  # type: ignore[attr-defined]
    assert as_root.submit(f"{there}/holds", {"reason": "Claim <b>"}).status_code == 303  # type: ignore[attr-defined]
    hold = db.session.scalars(select(LegalHold)).one()
    page = as_root.get(there).text
    assert "Claim &lt;b&gt;" in page and f"/holds/{hold.id}/lifting" in page
    assert "Claim &lt;b&gt;" in as_root.get("/recruiter/compliance").text
    assert "Claim" not in as_ada.get(there).text and as_ada.get(f"{there}/holds").status_code == 403
    assert "legal hold keeps" in as_ada.get(f"{there}/erasure").text
    assert as_root.submit(f"{there}/holds/{hold.id}/lifting", {"because": "Settled"}).status_code == 303  # type: ignore[attr-defined]
    assert not db.session.get_one(LegalHold, hold.id, populate_existing=True).stands


def test_the_person_is_told_who_looks_after_it_and_their_wish_is_kept(as_carla: FlaskClient, cast: Cast) -> None:
    mine = cast.carla
    hold = held(mine, cast)
    page = as_carla.get("/me/data").text
    assert cast.root.name in page and "labour court" not in page
    for _twice in range(2):
        assert as_carla.submit("/me/erasure", {"word": "erase"}).status_code == 303  # type: ignore[attr-defined]
    assert db.session.scalar(select(Erasure.id)) is None
    todo = db.session.scalars(select(Todo).where(Todo.candidate_id == mine.id, Todo.owner_id == cast.root.id)).one()
    assert "erased" in todo.what
    db.session.refresh(hold)
    assert hold.erasure_asked_at is not None and "You asked us on" in as_carla.get("/me/data").text
