"""Leaving by a mail, pauses, frequency and the week's budget: what the gate makes of them, up to the last moment."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.candidates.commands import (
    Choices,
    change_preferences,
    choose_consents,
    current_consents,
    pause_mail,
    record_consent,
)
from app.candidates.commands.consents import is_open
from app.candidates.models import ConsentAction, Frequency, Purpose
from app.core import clock
from app.core.actors import SYSTEM, candidate_actor
from app.core.clock import now
from app.extensions import db
from app.mailing.commands import (
    Address,
    Draft,
    gets_nothing,
    plan_messages,
    stop_all_mail,
    unsubscribe,
    unsubscribe_from_everything,
    welcome_back,
)
from app.mailing.models import Message, MessageKind, MessageState
from app.mailing.sending import claim_messages, fence


@pytest.fixture
def person(make: Any) -> Any:
    person = make.candidate("Nina Newsletter", email="nina@example.org")
    for purpose in (Purpose.NEWSLETTER, Purpose.EVENTS, Purpose.POOL):
        record_consent(person, purpose=purpose, action=ConsentAction.CONFIRMED, method="form", by=SYSTEM)
    return person


def planned(to: Any, cause: str = "campaign:1:candidate:1", kind: MessageKind = MessageKind.CAMPAIGN, **more: Any) -> Message:
    draft = Draft(cause=cause, kind=kind, to=to, subject="News", body="Hello.", **more)
    return plan_messages([draft], by=SYSTEM)[0]


def by(person: Any) -> Any:
    return candidate_actor(person.id)


def test_one_click_ends_the_kind_of_the_mail_and_nothing_else(person) -> None:
    message = planned(person)
    assert unsubscribe(message, by=by(person), agent="Mail program") is Purpose.NEWSLETTER
    consents = current_consents(person.id)
    assert not is_open(consents[Purpose.NEWSLETTER])
    assert consents[Purpose.NEWSLETTER].method == "one-click"
    assert is_open(consents[Purpose.EVENTS]) and is_open(consents[Purpose.POOL])
    assert planned(person, "campaign:2:candidate:1").reason == "no-consent"
    assert planned(person, "event:2", MessageKind.EVENT).state is MessageState.DUE


def test_pressing_twice_says_it_once(person) -> None:
    message = planned(person)
    unsubscribe(message, by=by(person))
    first = current_consents(person.id)[Purpose.NEWSLETTER].id
    unsubscribe(message, by=by(person))
    assert current_consents(person.id)[Purpose.NEWSLETTER].id == first


def test_everything_means_every_address_and_every_kind(person, make) -> None:
    from app.candidates.commands import add_contact_point
    from app.candidates.models import ContactKind

    add_contact_point(person, kind=ContactKind.EMAIL, value="nina@work.example", by=SYSTEM)
    unsubscribe_from_everything(planned(person), by=by(person))
    consents = current_consents(person.id)
    assert not is_open(consents[Purpose.NEWSLETTER]) and not is_open(consents[Purpose.EVENTS])
    assert is_open(consents[Purpose.POOL]), "keeping somebody's details is another question than writing to them"
    assert gets_nothing(["nina@example.org"]) and gets_nothing(["nina@work.example"])
    assert planned(person, "personal:1", MessageKind.PERSONAL).reason == "unsubscribed"
    assert planned(person, "process:1", MessageKind.PROCESS).state is MessageState.DUE


def test_a_mail_without_a_kind_of_its_own_ends_everything(person) -> None:
    assert unsubscribe(planned(person, "personal:1", MessageKind.PERSONAL), by=by(person)) is None
    assert gets_nothing(["nina@example.org"])


def test_a_bare_address_is_kept_from_mail(app) -> None:
    message = planned(Address("someone@example.org", "Someone", "en"), "note:1", MessageKind.PERSONAL)
    unsubscribe(message, by=SYSTEM)
    assert gets_nothing(["SOMEONE@example.org"])


def test_who_comes_back_by_choice_is_written_to_again(person) -> None:
    stop_all_mail(person, by=by(person))
    assert welcome_back(person, by=by(person))
    choose_consents(person, {Purpose.NEWSLETTER: True}, by=by(person), action=ConsentAction.CONFIRMED)
    assert planned(person, "campaign:3:candidate:1").state is MessageState.DUE
    assert not welcome_back(person, by=by(person))


ENDINGS = {
    "unsubscribed": lambda person, message: unsubscribe(message, by=by(person)),
    "everything": lambda person, message: unsubscribe_from_everything(message, by=by(person)),
    "paused": lambda person, message: pause_mail(person, days=30, by=by(person)),
    "erased": lambda person, message: erase(person),
}


def erase(person: Any) -> None:
    from app.compliance.commands import erase_candidate
    from app.compliance.models import ErasureReason

    erase_candidate(person, reason=ErasureReason.ASKED, by=SYSTEM)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_happens_between_planning_and_claim_holds_the_mail_back(person, ending) -> None:
    message = planned(person)
    assert message.state is MessageState.DUE
    ENDINGS[ending](person, message)
    assert claim_messages(10) == []
    assert state_of(message) in (MessageState.SUPPRESSED, MessageState.CANCELLED)


@pytest.mark.parametrize("ending", ["unsubscribed", "everything", "paused"])
def test_what_happens_between_claim_and_hand_over_still_holds_it_back(person, ending) -> None:
    message = planned(person)
    claim = claim_messages(10)[0]
    ENDINGS[ending](person, message)
    db.session.flush()
    assert not fence(claim)
    assert state_of(message) is MessageState.SUPPRESSED


def state_of(message: Message) -> MessageState:
    return db.session.scalars(select(Message.state).where(Message.id == message.id)).one()


def test_a_pause_is_for_marketing_alone_and_ends_by_itself(person) -> None:
    pause_mail(person, days=30, by=by(person))
    assert planned(person).reason == "paused"
    assert planned(person, "process:1", MessageKind.PROCESS).state is MessageState.DUE
    assert planned(person, "personal:1", MessageKind.PERSONAL).state is MessageState.DUE
    with clock.at(now() + timedelta(days=31)):
        assert planned(person, "campaign:2:candidate:1").state is MessageState.DUE


def sent(message: Message, days_ago: float, state: MessageState = MessageState.ACCEPTED) -> None:
    moment = now() - timedelta(days=days_ago)
    db.session.execute(
        update(Message).where(Message.id == message.id).values(state=state, handed_over_at=moment, due_at=None)
        .execution_options(synchronize_session=False)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("frequency", "days_ago", "reason"),
    [("weekly", 6, "too-often"), ("weekly", 8, ""), ("monthly", 29, "too-often"), ("monthly", 31, ""), ("each", 1, "")],
)
def test_people_get_mail_as_often_as_they_want(person, frequency, days_ago, reason) -> None:
    change_preferences(person, Choices(frequency=Frequency(frequency)), by=by(person))
    sent(planned(person), days_ago)
    assert planned(person, "campaign:2:candidate:1").reason == reason


def test_the_week_has_a_budget_over_all_kinds_of_marketing(person, make) -> None:
    make.installation().contact_budget = 2
    db.session.flush()
    sent(planned(person, "campaign:1:candidate:1"), 1)
    sent(planned(person, "personal:1", MessageKind.PERSONAL), 1)
    sent(planned(person, "process:1", MessageKind.PROCESS), 1)
    assert planned(person, "campaign:2:candidate:1").state is MessageState.DUE
    sent(planned(person, "event:1", MessageKind.EVENT), 0.1, MessageState.HANDED_OVER)
    assert planned(person, "campaign:3:candidate:1").reason == "over-budget"
    with clock.at(now() + timedelta(days=6.5)):
        assert planned(person, "campaign:4:candidate:1").state is MessageState.DUE


def test_of_two_campaigns_due_together_the_second_respects_the_first(person) -> None:
    change_preferences(person, Choices(frequency=Frequency.WEEKLY), by=by(person))
    planned(person, "campaign:1:candidate:1")
    second = planned(person, "campaign:2:candidate:1")
    claims = claim_messages(10)
    assert len(claims) == 2
    assert [fence(claim) for claim in claims] == [True, False]
    assert db.session.scalars(select(Message.reason).where(Message.id == second.id)).one() == "too-often"


def test_a_mail_that_is_tried_again_does_not_stand_in_its_own_way(person) -> None:
    change_preferences(person, Choices(frequency=Frequency.WEEKLY), by=by(person))
    message = planned(person)
    sent(message, 0.5, MessageState.HANDED_OVER)
    db.session.execute(update(Message).where(Message.id == message.id).values(due_at=now(), claimed_until=None))
    claim = claim_messages(10)[0]
    assert fence(claim)
