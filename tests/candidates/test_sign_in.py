"""Candidates sign in by links in their mailbox: looked at as often as one likes, redeemed once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.candidates.commands import add_contact_point, remove_contact_point
from app.candidates.models import CandidateSession, ContactKind, ContactPoint, MagicLink
from app.candidates.sign_in import (
    ASKED_LIVES,
    MAILED_LIVES,
    SESSION_LIVES,
    candidate_for_email,
    candidate_of_token,
    end_candidate_session,
    is_usable,
    link_token,
    magic_link_of_token,
    make_magic_link,
    redeem_magic_link,
    request_magic_link,
    start_candidate_session,
)
from app.core.activity import Activity
from app.core.actors import visitor_actor
from app.core.clock import at, now
from app.core.tokens import derived_token
from app.core.transaction import transaction
from app.extensions import db
from tests.make import Make

SOMEBODY = visitor_actor("192.0.2.1")


def test_asking_makes_a_short_link_to_the_address_on_record(make: Make) -> None:
    person = make.candidate(email="grete@example.org")
    link = request_magic_link("GRETE@example.org", next_path="/me", by=SOMEBODY)
    assert link is not None and link.candidate_id == person.id
    assert link.email == "grete@example.org"
    assert link.expires_at - now() <= ASKED_LIVES


def test_nobody_has_this_address(make: Make) -> None:
    make.candidate(email="grete@example.org")
    for address in ("other@example.org", "", "no address", "gréte@example.org", "a@b@c", "x" * 400 + "@example.org"):
        assert request_magic_link(address, by=SOMEBODY) is None


def test_a_new_request_voids_the_older_one(make: Make) -> None:
    make.candidate(email="grete@example.org")
    first, second = (request_magic_link("grete@example.org", by=SOMEBODY) for _ in range(2))
    assert first is not None and second is not None
    db.session.refresh(first)
    assert not is_usable(first) and is_usable(second)
    assert redeem_magic_link(first) is None


def test_a_link_in_a_receipt_outlives_a_request(make: Make) -> None:
    person = make.candidate(email="grete@example.org")
    mailed = make_magic_link(person, email="grete@example.org", next_path="/me")
    request_magic_link("grete@example.org", by=SOMEBODY)
    db.session.refresh(mailed)
    assert is_usable(mailed)
    with at(now() + MAILED_LIVES + timedelta(minutes=1)):
        assert not is_usable(mailed) and redeem_magic_link(mailed) is None
        assert magic_link_of_token(link_token(mailed)) is mailed, "the page still knows where to send a fresh one"


def test_redeeming_signs_in_verifies_the_mailbox_and_tells(make: Make) -> None:
    person = make.candidate(email="grete@example.org")
    link = make_magic_link(person, email="grete@example.org")
    secret = redeem_magic_link(link, address="192.0.2.9")
    assert secret is not None
    db.session.flush()
    signed_in = candidate_of_token(secret)
    assert signed_in is not None and signed_in.id == person.id
    assert db.session.scalar(select(ContactPoint.verified_at)) is not None
    assert "mailbox_confirmed" in set(db.session.scalars(select(Activity.kind)))
    assert redeem_magic_link(link) is None, "once"


def test_the_secret_of_a_link_is_stored_nowhere(make: Make) -> None:
    link = make_magic_link(make.candidate(), email="grete@example.org")
    token = link_token(link)
    for row in db.session.execute(select(MagicLink.__table__)):
        assert token not in str(row) and token.partition("-")[2] not in str(row)


@pytest.mark.parametrize("token", ["", "1", "1-", "1-AAAA", "0x1-a", "-1-a", "99999999999999999999-a", "1-\u00e9", "٣-a"])
def test_a_token_we_never_made_names_nothing(make: Make, token: str) -> None:
    make_magic_link(make.candidate(), email="grete@example.org")
    assert magic_link_of_token(token) is None


def test_a_link_for_another_purpose_does_not_sign_in(make: Make) -> None:
    link = make_magic_link(make.candidate(), email="grete@example.org")
    assert magic_link_of_token(derived_token("unsubscribe", link.id)) is None


def test_a_session_ends_after_thirty_days_and_by_signing_out(make: Make) -> None:
    person = make.candidate()
    secret = start_candidate_session(person)
    db.session.flush()
    with at(now() + SESSION_LIVES - timedelta(minutes=1)):
        assert candidate_of_token(secret) is not None
    with at(now() + SESSION_LIVES + timedelta(minutes=1)):
        assert candidate_of_token(secret) is None
    end_candidate_session(secret, by=SOMEBODY)
    assert candidate_of_token(secret) is None
    assert candidate_of_token("") is None and candidate_of_token("x" * 5000) is None


def test_a_verified_mailbox_is_preferred(make: Make) -> None:
    make.candidate("First", email="shared@example.org")
    second = make.candidate("Second", email="shared@example.org")
    point = db.session.scalars(select(ContactPoint).where(ContactPoint.candidate_id == second.id)).one()
    point.verified_at = now()
    db.session.flush()
    found = candidate_for_email("shared@example.org")
    assert found is not None and found.id == second.id


@pytest.mark.real_commits
def test_fifty_at_once_open_one_session(app: Any, make: Make) -> None:
    with transaction():
        link_id = make_magic_link(make.candidate(), email="grete@example.org").id
    won: list[str] = []
    ready = threading.Barrier(10)

    def redeem() -> None:
        with app.app_context():
            ready.wait()
            for _ in range(5):
                with transaction():
                    secret = redeem_magic_link(db.session.get_one(MagicLink, link_id))
                if secret:
                    won.append(secret)
            db.session.remove()

    threads = [threading.Thread(target=redeem) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with transaction():
        assert len(won) == 1
        assert db.session.scalar(select(func.count()).select_from(CandidateSession)) == 1


def test_a_mailbox_that_was_struck_off_the_record_opens_nothing(make: Make) -> None:
    person = make.candidate(email="grete@example.org")
    wrong = add_contact_point(person, kind=ContactKind.EMAIL, value="stranger@example.org", by=SOMEBODY)
    db.session.flush()
    mailed = make_magic_link(person, email="stranger@example.org")
    own = make_magic_link(person, email="grete@example.org")
    secret = start_candidate_session(person)
    remove_contact_point(wrong, candidate=person, by=SOMEBODY)
    db.session.flush()
    assert not is_usable(mailed) and redeem_magic_link(mailed) is None
    assert candidate_of_token(secret) is None
    assert redeem_magic_link(own)
