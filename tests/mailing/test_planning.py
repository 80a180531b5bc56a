"""Planning a message: once per cause, in the person's language, through the gate."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.candidates.models import Todo
from app.core.actors import SYSTEM
from app.core.clock import now
from app.core.tokens import derived_token
from app.extensions import db
from app.mailing.commands import (
    Address,
    Draft,
    SecretLink,
    cancel_messages,
    message_content,
    plan_message,
    plan_messages,
    suppress_address,
    write_personal_message,
)
from app.mailing.models import Message, MessageKind, MessageState, SuppressionReason
from app.mailing.wording import WordingRefused

LINK = {"status_link": SecretLink("magic-link", 7, "/m/")}


def receipt(to, **more):
    values = {"job.title": "Backend Engineer", **more.pop("values", {})}
    return plan_message(
        **{"cause": "application-received:1", "kind": MessageKind.PROCESS, "to": to, "template": "application-received",
           "values": values, "links": LINK, "by": SYSTEM, **more}
    )  # fmt: skip


def test_the_same_cause_plans_one_message(make):
    carla = make.candidate("Carla Candidate")
    first, second = receipt(carla), receipt(carla)
    assert first is second
    assert db.session.scalar(select(func.count(Message.id))) == 1


def test_a_message_is_due_at_once_or_planned_for_later(make):
    carla = make.candidate()
    assert receipt(carla).state is MessageState.DUE
    later = receipt(carla, cause="later", due_at=now() + timedelta(days=2))
    assert later.state is MessageState.PLANNED


def test_mail_goes_in_the_candidates_language(make):
    make.installation()
    german = receipt(make.candidate("Jörg Maß", locale="de"), values={"reply_by": date(2026, 12, 24)})
    content = message_content(german)
    assert content.subject == "Ihre Bewerbung ist da: Backend Engineer"
    assert "Guten Tag Jörg," in content.text
    assert "bis 24. Dezember 2026" in content.text
    assert 'lang="de"' in content.html


def test_a_language_without_a_text_gets_english(make):
    assert "We have your application" in receipt(make.candidate(locale="fr")).subject


def test_sections_without_a_value_are_left_out(make):
    assert "You will hear from us" not in message_content(receipt(make.candidate())).text


def test_secret_links_are_stored_nowhere_and_masked_when_shown(make):
    message = receipt(make.candidate())
    secret = derived_token("magic-link", 7)
    content = message_content(message)
    assert secret not in content.text + content.html
    assert "http://localhost/m/…" in content.text
    assert secret not in str(message.links) + str(message.merge_values) + message.subject


def test_values_cannot_become_markup_or_fields(make):
    evil = {"first_name": "<b>{{company}}</b> [x](javascript:alert(1))", "job.title": "</title><script>alert(1)</script>"}
    content = message_content(receipt(make.candidate(), values=evil))
    assert "<script>" not in content.html
    assert "&lt;b&gt;{{company}}&lt;/b&gt; [x](javascript:alert(1))" in content.html
    assert "<b>{{company}}</b>" in content.text


@pytest.mark.parametrize("name", ["evil.example", "https://evil.example/", "www.evil", "me@evil.example", "evil.example/x you"])
def test_nobody_can_have_links_mailed_to_strangers_as_a_name(make, name):
    for to in (Address("stranger@example.org", name), make.candidate(name), make.candidate("X", given_name=name)):
        text = message_content(receipt(to, cause=f"{name}{id(to)}")).text
        assert "evil" not in text


def test_many_are_planned_with_a_handful_of_queries(make, queries):
    people = [make.candidate() for _ in range(60)]
    drafts = [
        Draft(cause=f"moved:{person.id}", kind=MessageKind.PROCESS, to=person, template="application-received",
              values={"job.title": "Engineer"}, links=LINK)
        for person in people
    ]  # fmt: skip
    plan_messages(drafts[:1], by=SYSTEM)
    with queries as sent:
        planned = plan_messages(drafts, by=SYSTEM)
    assert len({message.id for message in planned}) == 60
    assert len([statement for statement in sent.statements if not statement.startswith("INSERT")]) <= 8


def test_a_forgotten_value_is_found_when_planning(make):
    with pytest.raises(ValueError, match=r"job\.title"):
        plan_message(cause="x", kind=MessageKind.PROCESS, to=make.candidate(), template="application-received",
                     links=LINK, by=SYSTEM)  # fmt: skip


def test_somebody_without_an_address_becomes_a_todo(make, cast):
    nobody = make.candidate("No Mail", email=None, owner_id=cast.ada.id)
    message = receipt(nobody)
    assert (message.state, message.reason) == (MessageState.SUPPRESSED, "no-address")
    todo = db.session.scalars(select(Todo).where(Todo.candidate_id == nobody.id)).one()
    assert todo.owner_id == cast.ada.id
    assert "no e-mail address is known" in todo.what


def test_an_erased_address_is_never_written_to(make):
    suppress_address("gone@example.org", SuppressionReason.ERASED)
    message = receipt(Address("Gone@Example.ORG", "Somebody Else"))
    assert (message.state, message.reason) == (MessageState.SUPPRESSED, "erased")


def test_process_mail_passes_an_unsubscription_and_marketing_does_not(make):
    suppress_address("carla@example.org", SuppressionReason.UNSUBSCRIBED)
    carla = make.candidate("Carla", email="carla@example.org")
    assert receipt(carla).state is MessageState.DUE
    campaign = Draft(cause="campaign:1", kind=MessageKind.CAMPAIGN, to=carla, subject="News", body="Hello")
    assert plan_messages([campaign], by=SYSTEM)[0].reason == "unsubscribed"


def test_cancelling_stops_what_waits_and_nothing_else(make):
    carla = make.candidate()
    waiting, gone = receipt(carla), receipt(carla, cause="other")
    gone.state = MessageState.ACCEPTED
    assert cancel_messages(Message.candidate_id == carla.id, reason="withdrawn") == 1
    assert waiting.state is MessageState.CANCELLED
    assert waiting.due_at is None
    assert gone.state is MessageState.ACCEPTED


def test_a_personal_mail_waits_thirty_seconds_and_answers_go_to_its_writer(make, cast):
    message = write_personal_message(
        to=cast.carla, sender=cast.ada, subject="Coffee, {{first_name}}?", body="Hello {{first_name|there}}", by=SYSTEM
    )
    assert message.state is MessageState.PLANNED
    assert message.reply_to == cast.ada.email
    assert message_content(message).subject == "Coffee, Carla?"


def test_an_unknown_field_is_refused_when_writing(make, cast):
    with pytest.raises(WordingRefused, match="no field called"):
        write_personal_message(to=cast.carla, sender=cast.ada, subject="Hi", body="{{ config }}", by=SYSTEM)


def test_a_text_not_brought_in_yet_is_read_as_it_is_shipped_and_written_only_by_planning(make, app):
    from sqlalchemy import delete

    from app.core.transaction import in_transaction
    from app.mailing.library import newest_version, shipped_template
    from app.mailing.models import Template, TemplateVersion

    db.session.execute(delete(TemplateVersion))
    db.session.execute(delete(Template))
    version = newest_version("rejection", "de")
    assert version.id is None and version.body == shipped_template("rejection", "de").body
    assert in_transaction() and db.session.scalar(select(func.count()).select_from(Template)) == 0
    assert receipt(make.candidate()).template_version_id is not None


def test_accents_tell_two_mailboxes_apart(make):
    suppress_address("josé@example.org", SuppressionReason.ERASED)
    assert receipt(make.candidate("Jose", email="jose@example.org")).state is MessageState.DUE
