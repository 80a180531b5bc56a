"""Suppressions keep only a hash, outlive a change of the secret key, and can be lifted."""

from sqlalchemy import select

from app.core.actors import SYSTEM
from app.extensions import db
from app.mailing.commands import is_suppressed, lift_suppression, plan_message, suppress_address
from app.mailing.models import MessageKind, MessageState, Suppression, SuppressionReason
from app.mailing.sending import claim_messages, fence
from app.search.parser import parse
from app.search.queries import search_candidates

GONE = "Gone@Example.org"


def rejection(make, cause="rejection:1", email="gone@example.org"):
    return plan_message(cause=cause, kind=MessageKind.PROCESS, to=make.candidate(email=email), template="rejection",
                        values={"job.title": "Engineer"}, by=SYSTEM)  # fmt: skip


def test_the_address_itself_is_stored_nowhere():
    suppress_address(GONE, SuppressionReason.ERASED)
    row = db.session.scalars(select(Suppression)).one()
    assert "gone" not in str({column.name: getattr(row, column.name) for column in Suppression.__table__.columns}).lower()
    assert is_suppressed("gone@example.ORG")
    assert is_suppressed(GONE, SuppressionReason.ERASED)
    assert not is_suppressed(GONE, SuppressionReason.HARD_BOUNCE)


def test_suppressing_twice_is_one_row_and_lifting_makes_mail_possible_again(make):
    assert suppress_address(GONE, SuppressionReason.HARD_BOUNCE) is suppress_address(GONE, SuppressionReason.HARD_BOUNCE)
    assert rejection(make).reason == "hard-bounce"
    assert lift_suppression(GONE, SuppressionReason.HARD_BOUNCE, by=SYSTEM)
    assert not lift_suppression(GONE, SuppressionReason.HARD_BOUNCE, by=SYSTEM)
    assert rejection(make, "rejection:2").state is MessageState.DUE
    suppress_address(GONE, SuppressionReason.HARD_BOUNCE)
    assert rejection(make, "rejection:3").reason == "hard-bounce"


def test_an_erased_person_stays_unwritten_to_when_the_secret_key_changes(make, app, monkeypatch):
    suppress_address(GONE, SuppressionReason.ERASED)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [app.config["SECRET_KEY"]])
    monkeypatch.setitem(app.config, "SECRET_KEY", "another secret key of more than 32 characters")
    assert is_suppressed(GONE)
    assert rejection(make).reason == "erased"
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [])
    assert rejection(make, "rejection:2").reason == "erased", "carried over to the present key"


def test_a_mail_planned_before_the_key_changed_is_stopped_by_a_later_suppression(make, app, monkeypatch):
    message = rejection(make)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [app.config["SECRET_KEY"]])
    monkeypatch.setitem(app.config, "SECRET_KEY", "another secret key of more than 32 characters")
    [claim] = claim_messages(10)
    suppress_address(GONE, SuppressionReason.ERASED)
    assert not fence(claim)
    db.session.refresh(message)
    assert message.reason == "erased"


def found(cast, question):
    return search_candidates(cast.ada, parse(question)).ids


def test_who_is_suppressed_can_be_asked_for_and_is_not_reachable(make, cast):
    person = make.candidate(email="gone@example.org")
    assert person.id in found(cast, "reachable:yes") and found(cast, "is:suppressed") == []
    suppress_address(GONE, SuppressionReason.COMPLAINT)
    assert found(cast, "is:suppressed") == [person.id]
    assert person.id in found(cast, "reachable:no") and person.id not in found(cast, "reachable:yes")
    later = make.candidate(email="gone@example.org")
    assert set(found(cast, "is:suppressed")) == {person.id, later.id}, "an address that comes later is known as well"
    lift_suppression(GONE, SuppressionReason.COMPLAINT, by=SYSTEM)
    assert found(cast, "is:suppressed") == []


def test_who_is_suppressed_is_found_after_the_secret_key_changed(make, cast, app, monkeypatch):
    before, after = make.candidate(email="gone@example.org"), make.candidate(email="later@example.org")
    suppress_address(GONE, SuppressionReason.MANUAL)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another secret key of more than 32 characters")
    suppress_address("later@example.org", SuppressionReason.MANUAL)
    assert set(found(cast, "is:suppressed")) == {before.id, after.id}
