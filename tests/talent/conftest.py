"""A community that takes members, and the words its form shows."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.models import NoticeText, Purpose, Topic
from app.candidates.notices import PRIVACY_NOTICE, consent_text, current_notice, ensure_notices
from app.core.actors import visitor_actor
from app.extensions import db
from app.mailing.models import Message
from app.talent.commands import Joiner, request_join
from app.talent.models import Community, CommunityTopic, JoinRequest

HERE = visitor_actor("192.0.2.7")


@pytest.fixture
def community(make: Any) -> Community:
    make.installation()
    ensure_notices()
    made: Community = make.community("Hearing Tech Engineers", welcome="Good to have you.")
    topic = make.add(Topic(names={"en": "Acoustics", "de": "Akustik"}, name_key="acoustics"))
    make.add(CommunityTopic(community_id=made.id, topic_id=topic.id))
    return made


@pytest.fixture
def ask(community: Community) -> Callable[..., JoinRequest]:
    """Send the form with sensible fields."""

    def send(email: str = "nora@example.org", *, consents: tuple[Purpose, ...] = (Purpose.NEWSLETTER,), **said: Any) -> JoinRequest:
        by = said.pop("by", HERE)
        into = said.pop("into", community)
        texts = {purpose: text_of(purpose) for purpose in consents}
        given = {"name": "Nora Newcomer", "notice_text": current_notice(PRIVACY_NOTICE, "en"), "agent": "Browser", **said}
        return request_join(into, Joiner(email=email, consents=texts, **given), by=by)

    return send


def text_of(purpose: Purpose) -> NoticeText:
    text = consent_text(purpose, "en")
    assert text is not None
    return text


def causes() -> list[str]:
    return [cause.partition(":")[0] for cause in db.session.scalars(select(Message.cause).order_by(Message.id))]
