"""What people choose to get: only what was asked changes, it can be undone, and consents are acts of their own."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.candidates.commands import (
    Choices,
    change_preferences,
    choose_consents,
    choose_topics,
    current_consents,
    pause_mail,
    resume_mail,
    save_topic,
    undo_preferences,
)
from app.candidates.commands.consents import is_open
from app.candidates.models import Consent, ConsentAction, Frequency, Purpose, WishKind, profile_values
from app.candidates.notices import CONSENT_TEXTS, consent_text, ensure_notices
from app.candidates.queries import active_topics, profile_of
from app.candidates.refusals import PauseUnknown, TopicMissing, TopicTaken
from app.core.activity import Activity
from app.core.actors import SYSTEM, candidate_actor
from app.core.clock import now
from app.extensions import db


@pytest.fixture
def person(make: Any) -> Any:
    return make.candidate("Paula Preferring")


@pytest.fixture
def topics() -> list[Any]:
    names = [{"en": "Acoustics", "de": "Akustik"}, {"en": "Careers", "de": "Karriere"}, {"en": "Firmware"}]
    return [save_topic(None, name, by=SYSTEM) for name in names]


def by(person: Any) -> Any:
    return candidate_actor(person.id)


def chosen(person: Any) -> dict[str, Any]:
    return profile_values(profile_of(person.id))


def test_only_what_was_asked_is_changed(person, topics) -> None:
    first = Choices(topics={topics[0].id: True, topics[1].id: False}, frequency=Frequency.WEEKLY,
                    wishes={WishKind.LOCATION: ["Berlin", " Berlin ", "München", ""]})  # fmt: skip
    assert set(change_preferences(person, first, by=by(person))) >= {"topics", "frequency", "location"}
    change_preferences(person, Choices(topics={topics[1].id: True}), by=by(person))
    values = chosen(person)
    assert values["topics"] == [topics[0].id, topics[1].id]
    assert values["frequency"] == "weekly"
    assert values["location"] == ["Berlin", "München"]


def test_a_topic_that_is_no_longer_offered_stays_chosen(person, topics) -> None:
    choose_topics(person, [topics[0].id], by=by(person))
    save_topic(topics[0], topics[0].names, active=False, by=SYSTEM)
    assert topics[0] not in active_topics()
    change_preferences(person, Choices(topics={topics[1].id: True}), by=by(person))
    assert chosen(person)["topics"] == [topics[0].id, topics[1].id]


def test_unknown_topics_are_passed_over(person) -> None:
    assert choose_topics(person, [999_999], by=by(person)) == []
    assert chosen(person)["topics"] == []


def test_the_last_change_can_be_undone_once(person, topics) -> None:
    change_preferences(person, Choices(topics={topics[0].id: True}, wishes={WishKind.FUNCTION: ["Firmware"]}), by=by(person))
    change_preferences(person, Choices(topics={topics[0].id: False, topics[2].id: True}, frequency=Frequency.MONTHLY), by=by(person))
    assert undo_preferences(person, by=by(person))
    assert chosen(person)["topics"] == [topics[0].id]
    assert chosen(person)["frequency"] == "each"
    assert chosen(person)["function"] == ["Firmware"]
    assert not undo_preferences(person, by=by(person))


def test_saying_the_same_again_records_nothing(person, topics) -> None:
    wanted = Choices(topics={topics[0].id: True}, frequency=Frequency.WEEKLY)
    change_preferences(person, wanted, by=by(person))
    told = select(func.count()).where(Activity.kind == "preferences_changed", Activity.candidate_id == person.id)
    assert db.session.scalar(told) == 1
    assert change_preferences(person, wanted, by=by(person)) == []
    assert db.session.scalar(told) == 1


def test_what_somebody_says_about_remote_work_reaches_the_record(person) -> None:
    change_preferences(person, Choices(asks_remote=True, remote=True), by=by(person))
    assert person.remote is True
    change_preferences(person, Choices(asks_remote=True, remote=None), by=by(person))
    assert chosen(person)["remote"] is None
    assert person.remote is True


def test_mail_pauses_for_a_while_and_resumes(person) -> None:
    profile = pause_mail(person, days=90, by=by(person))
    assert profile.is_paused
    assert profile.paused_until is not None and profile.paused_until - now() > timedelta(days=89)
    with pytest.raises(PauseUnknown):
        pause_mail(person, days=10_000, by=by(person))
    resume_mail(person, by=by(person))
    resume_mail(person, by=by(person))
    kinds = db.session.scalars(select(Activity.kind).where(Activity.candidate_id == person.id).order_by(Activity.id)).all()
    assert kinds == ["mail_paused", "mail_resumed"]


def test_consents_are_appended_with_the_version_they_agreed_to(person) -> None:
    ensure_notices()
    yes = {Purpose.NEWSLETTER: True, Purpose.EVENTS: False}
    assert choose_consents(person, yes, by=by(person), locale="de", agent="A phone") == [Purpose.NEWSLETTER]
    assert choose_consents(person, yes, by=by(person), locale="de") == []
    consent = current_consents(person.id)[Purpose.NEWSLETTER]
    text = consent_text(Purpose.NEWSLETTER, "de")
    assert text is not None and consent.text_id == text.id
    assert (consent.action, consent.method, consent.agent) == (ConsentAction.GIVEN, "preferences", "A phone")
    choose_consents(person, {Purpose.NEWSLETTER: False}, by=by(person))
    assert not is_open(current_consents(person.id)[Purpose.NEWSLETTER])
    assert db.session.scalar(select(func.count()).where(Consent.candidate_id == person.id)) == 2


def test_every_purpose_people_are_asked_about_has_its_wording_in_both_languages() -> None:
    ensure_notices()
    for purpose in CONSENT_TEXTS:
        english, german = consent_text(purpose, "en"), consent_text(purpose, "de")
        assert english is not None and german is not None and english.body != german.body


def test_a_topic_needs_a_name_of_its_own(topics) -> None:
    with pytest.raises(TopicMissing):
        save_topic(None, {"en": "  "}, by=SYSTEM)
    with pytest.raises(TopicTaken):
        save_topic(None, {"en": "ACOUSTICS"}, by=SYSTEM)
    assert save_topic(topics[0], {"en": "Acoustics", "de": "Schall"}, by=SYSTEM).name("de-AT") == "Schall"
    assert topics[2].name("de") == "Firmware"


def test_long_lists_and_texts_are_cut(person) -> None:
    change_preferences(person, Choices(wishes={WishKind.LOCATION: [f"Town {n} " + "x" * 400 for n in range(50)]}), by=by(person))
    assert len(chosen(person)["location"]) == 20
    assert max(map(len, chosen(person)["location"])) == 200
