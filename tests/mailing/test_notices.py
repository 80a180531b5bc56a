"""The notice owed to people somebody else brought: the first mail to them carries it, and accepting that mail closes it."""

from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.commands import owe_notice
from app.candidates.models import NoticeDuty
from app.core.actors import SYSTEM
from app.core.transaction import transaction
from app.extensions import db
from app.mailing.commands import Draft, message_content, plan_messages, unsubscribe
from app.mailing.envelope import compose_mail
from app.mailing.models import Message, MessageKind, MessageState
from app.mailing.rendering import current_brand, render_message
from app.mailing.tasks import send_due_messages


def planned(to: Any, kind: MessageKind = MessageKind.PERSONAL, cause: str = "personal:1") -> Message:
    return plan_messages([Draft(cause=cause, kind=kind, to=to, subject="Hello", body="Good morning.")], by=SYSTEM)[0]


def test_a_personal_mail_to_somebody_with_an_open_duty_carries_notice_and_a_way_out(make) -> None:
    person = make.candidate()
    owe_notice(person, origin="recruiter")
    message = planned(person)
    assert message.carries_notice
    content = message_content(message)
    for part in (content.text, content.html):
        assert "/privacy" in part and "/u/" in part
    raw = compose_mail(message, render_message(message, None, current_brand(), masked=False)).raw
    assert b"List-Unsubscribe: <" in raw
    assert unsubscribe(message, by=SYSTEM) is None
    assert planned(person, cause="personal:2").reason == "unsubscribed"


def test_nobody_else_is_bothered_with_it(make) -> None:
    person = make.candidate()
    message = planned(person)
    assert not message.carries_notice
    assert "/privacy" not in message_content(message).text and "/u/" not in message_content(message).text


def test_mail_somebody_asked_for_does_not_carry_it(make) -> None:
    person = make.candidate()
    owe_notice(person, origin="import")
    assert not planned(person, MessageKind.ACCOUNT).carries_notice


@pytest.mark.real_commits
def test_the_duty_is_closed_when_the_mail_was_accepted(app, make) -> None:
    with transaction():
        make.installation()
        person = make.candidate()
        owe_notice(person, origin="import")
        number = planned(person).id
    assert send_due_messages() == 1
    with transaction():
        duty = db.session.scalars(select(NoticeDuty)).one()
        assert db.session.get_one(Message, number).state is MessageState.ACCEPTED
        assert duty.given_at is not None and duty.given_how == "mail"
