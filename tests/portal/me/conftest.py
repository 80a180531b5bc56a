"""Links into a mailbox, and what stands in the ledger."""

import pytest
from sqlalchemy import select

from app.candidates.models import ContactPoint, MagicLink
from app.candidates.sign_in import link_token, make_magic_link
from app.extensions import db
from app.mailing.models import Message


@pytest.fixture
def link(cast):
    """A fresh link for Carla, by its token."""

    def made(next_path="/me", *, email="carla@example.org", **values):
        return link_token(make_magic_link(cast.carla, email=email, next_path=next_path, **values))

    return made


def newest_link():
    return db.session.scalars(select(MagicLink).order_by(MagicLink.id.desc())).first()


def causes():
    return [cause.partition(":")[0] for cause in db.session.scalars(select(Message.cause).order_by(Message.id))]


def is_verified(candidate):
    point = db.session.scalars(select(ContactPoint).where(ContactPoint.candidate_id == candidate.id)).first()
    return point.verified_at is not None
