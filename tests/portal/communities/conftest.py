"""A community with a public page, and a visitor who fills in its form."""

import re

import pytest
from sqlalchemy import select

from app.candidates.models import Topic
from app.candidates.notices import ensure_notices
from app.core.tokens import derived_token
from app.extensions import db
from app.mailing.models import Message
from app.talent.models import CommunityTopic, JoinRequest

FILLED = {"name": "Nora Newcomer", "email": "nora@example.org"}


@pytest.fixture
def community(make):
    make.installation()
    ensure_notices()
    made = make.community("Hearing Tech Engineers", story="We *build* things.", sample="Dear reader")
    topic = make.add(Topic(names={"en": "Acoustics", "de": "Akustik"}, name_key="acoustics"))
    make.add(CommunityTopic(community_id=made.id, topic_id=topic.id))
    return made


@pytest.fixture
def join(client, community):
    """Post the form with sensible fields; `None` leaves one out."""

    def post(slug=None, by=client, **fields):
        data = {name: value for name, value in {**FILLED, **fields}.items() if value is not None}
        return by.submit(f"/communities/{slug or community.slug}/join", data)

    return post


def requests():
    return db.session.scalars(select(JoinRequest).order_by(JoinRequest.id)).all()


def causes():
    return [cause.partition(":")[0] for cause in db.session.scalars(select(Message.cause).order_by(Message.id))]


def link(request, community):
    return f"/communities/{community.slug}/confirm/{derived_token('join-request', request.id)}"


def without_secrets(html):
    """A page without what differs at every showing."""
    return re.sub(r'value="[^"]{16,}"|sent(=|%3D)[\w-]+', "", html)
