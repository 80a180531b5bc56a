"""A mail to many: a version per language, words from the library, as one reader gets it, a test to oneself, three contacts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.models import Purpose
from app.core.actors import user_actor
from app.core.clock import at, now
from app.core.refusals import Refused
from app.extensions import db
from app.mailing.commands import ensure_templates
from app.mailing.models import Message, MessageKind, MessageState
from app.mailing.wording import WordingRefused
from app.search.bulk import Chosen, act_kind, begin_people_act
from app.search.bulk.people import rehearse
from app.search.bulk.wording import (
    languages_of,
    library_texts,
    preview_mail,
    read_words,
    readers_of,
    send_mail_test,
    words_for,
    words_of,
    words_of_library,
)

ENGLISH = {"subject_en": "Hello {{first_name}}", "body_en": "Yours, {{sender.name}} of {{company}}"}
GERMAN = {"subject_de": "Hallo {{first_name}}", "body_de": "Ihre {{sender.name}}"}


@pytest.fixture
def mail() -> Any:
    return act_kind("mail")


@pytest.fixture
def readers(make: Any) -> list[Any]:
    return [make.candidate("Emil Adler", locale="de"), make.candidate("Ana Lopez", locale="en"), make.candidate("Uta Kern", locale="de")]


def chosen(people: list[Any]) -> Chosen:
    return Chosen([one.id for one in people])


def test_everybody_reads_their_language(cast: Any, mail: Any, readers: Any) -> None:
    given = mail.read({**GERMAN, **ENGLISH, "basis": "personal"}, cast.ada)
    begin_people_act(mail, chosen(readers), given=given, viewer=cast.ada, by=user_actor(cast.ada.id))
    said = {row[0]: row[1] for row in db.session.execute(select(Message.candidate_id, Message.subject))}
    assert [said[one.id] for one in readers] == ["Hallo {{first_name}}", "Hello {{first_name}}", "Hallo {{first_name}}"]


def test_a_language_left_empty_reads_the_first_one() -> None:
    given = {"words": read_words({**GERMAN, "subject_en": "", "body_en": " "})}
    assert words_for(given, "en")["subject"] == words_for(given, "de_AT")["subject"] == "Hallo {{first_name}}"
    assert words_of({"subject": "Of old", "body": "…"})[0]["subject"] == "Of old"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"subject_de": "", "body_de": ""}, "subject_de"),
        ({**ENGLISH, "subject_de": "Nur ein Betreff", "body_de": ""}, "body_de"),
        ({**ENGLISH, "subject_de": "", "body_de": "Nur ein Text"}, "subject_de"),
        ({"subject_en": "Hello", "body_en": "For {{job.title}}"}, "body_en"),
        ({"subject_en": "Hello {{nobody}}", "body_en": "…"}, "subject_en"),
        ({}, "subject_en"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(typed: Any, field: str) -> None:
    with pytest.raises(Refused) as refused:
        read_words(typed)
    assert refused.value.field == field


def test_languages_are_those_most_people_read_first(cast: Any, readers: Any) -> None:
    assert languages_of(chosen(readers), cast.ada) == [("de", 2), ("en", 1)]
    assert languages_of(Chosen([987_654]), cast.ada) == [("en", 0)]


def test_the_library_offers_what_needs_no_job_and_no_link(cast: Any, session: Any) -> None:
    ensure_templates()
    names = {name for name, _title in library_texts()}
    assert {"catching-up", "thank-you-for-meeting"} <= names
    assert not names & {"rejection", "invite-to-apply", "refresh-details", "password-reset"}
    filled = words_of_library("catching-up", ["en", "de"])
    assert {one["locale"] for one in read_words(filled)} == {"en", "de"}
    assert words_of_library("rejection", ["en"]) == {}


def test_one_reader_is_shown_with_what_the_fields_say(cast: Any, mail: Any, readers: Any) -> None:
    given = mail.read({**GERMAN, **ENGLISH, "basis": "personal"}, cast.ada)
    assert [one.full_name for one in readers_of(mail, given, chosen(readers), cast.ada, named="lopez")] == ["Ana Lopez"]
    shown = preview_mail(given, readers[1], cast.ada)
    assert (shown.name, shown.subject, shown.language) == ("Ana Lopez", "Hello Ana", "English")
    assert f"Yours, {cast.ada.name} of" in shown.text and "/u/" in shown.text


def test_a_test_goes_to_oneself_and_counts_for_nobody(cast: Any, mail: Any, readers: Any) -> None:
    given = mail.read({**GERMAN, **ENGLISH, "basis": "personal"}, cast.ada)
    sent = send_mail_test(given, readers[0], to=cast.ada, by=user_actor(cast.ada.id))
    assert (sent.address, sent.kind, sent.candidate_id) == (cast.ada.email, MessageKind.ACCOUNT, None)
    assert sent.subject == "Test: Hallo {{first_name}}" and sent.merge_values["first_name"] == "Emil"


def test_the_fourth_approach_within_a_year_stays_here(cast: Any, mail: Any, make: Any) -> None:
    sourced, agreed, applicant = make.candidate(), make.candidate(), make.candidate()
    make.consent(agreed, Purpose.POOL)
    make.application(applicant, cast.job)
    people, by = chosen([sourced, agreed, applicant]), user_actor(cast.ada.id)
    given = mail.read({**ENGLISH, "basis": "personal"}, cast.ada)
    for days in (300, 200, 100):
        begin_people_act(mail, people, given=given, viewer=cast.ada, by=by)
        waiting = select(Message).where(Message.kind == MessageKind.APPROACH, Message.handed_over_at.is_(None))
        for message in db.session.scalars(waiting):
            message.state, message.due_at, message.handed_over_at = MessageState.ACCEPTED, None, now() - timedelta(days=days)
        db.session.flush()
    told = rehearse(mail, given, people, cast.ada)
    assert (told.reached, [(one.reason, one.number) for one in told.left_out]) == (2, [("contacts", 1)])
    with at(now() + timedelta(days=100)):
        assert rehearse(mail, given, people, cast.ada).reached == 3


def test_words_that_cannot_be_read_are_refused_before_anything_is_planned(cast: Any, mail: Any) -> None:
    with pytest.raises(WordingRefused):
        mail.read({"subject_en": "Hello", "body_en": "{{#first_name}} never closed", "basis": "personal"}, cast.ada)
