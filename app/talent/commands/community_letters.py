"""The mails joining causes: a mailbox is asked, a newcomer welcomed, a member told that nothing is needed."""

import re

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from app.candidates.models import Candidate, Purpose, Topic
from app.candidates.sign_in import PURPOSE as MAGIC_LINK
from app.candidates.sign_in import make_magic_link
from app.core.actors import Actor
from app.extensions import db
from app.mailing.commands import Address, SecretLink, plan_message
from app.mailing.models import Message, MessageKind
from app.talent.models import Community, JoinRequest, Membership
from app.talent.queries.communities import JOIN_REQUEST

PREFERENCES = "/me/preferences"
LIKE_AN_ADDRESS = re.compile(r"[/@:\\]|\.\w|www", re.IGNORECASE)
"""Anybody can have this mail sent to anybody: a name must not carry a link there."""


def plan_join_confirmation(request: JoinRequest, community: Community, *, by: Actor) -> Message:
    """To a bare address: whose it is shows only when its link is used."""
    return plan_message(
        cause=f"{JOIN_REQUEST}:{request.id}:{request.mails}", kind=MessageKind.ACCOUNT, template="community-confirm",
        to=Address(request.email, "" if LIKE_AN_ADDRESS.search(request.name) else request.name, request.locale),
        values={"community.name": community.name, "chosen": chosen_words(request)},
        links={"link": SecretLink(JOIN_REQUEST, request.id, f"/communities/{community.slug}/confirm/")}, by=by,
    )  # fmt: skip


def plan_already_member(request: JoinRequest, community: Community, member: Candidate, *, by: Actor) -> Message:
    return plan_message(
        cause=f"community-member:{request.id}:{request.mails}", kind=MessageKind.ACCOUNT, template="community-member",
        to=Address(request.email, member.display_name, member.locale, candidate_id=member.id),
        values={"community.name": community.name}, links={"status_link": _preferences(member, request.email)}, by=by,
    )  # fmt: skip


def plan_welcome(membership: Membership, community: Community, member: Candidate, request: JoinRequest, *, by: Actor) -> Message:
    return plan_message(
        cause=f"community-welcome:{membership.id}", kind=MessageKind.ACCOUNT, template="community-welcome",
        to=Address(request.email, member.display_name, request.locale, candidate_id=member.id),
        values={"community.name": community.name, "community.welcome": community.welcome, "chosen": chosen_words(request)},
        links={"status_link": _preferences(member, request.email)}, by=by,
    )  # fmt: skip


def chosen_words(request: JoinRequest) -> str:
    """What the form ticked, in words of the request's language: consents, then topics."""
    with force_locale(request.locale):
        consents = [str(purpose.label) for purpose in Purpose if purpose.value in request.consents]
        ids = request.topic_ids.get("ids", [])
        topics = db.session.scalars(select(Topic).where(Topic.id.in_(ids)).order_by(Topic.id)).all() if ids else []
        names = ", ".join(topic.name(request.locale) for topic in topics)
        return "; ".join(filter(None, [", ".join(consents), _("Topics: %(names)s", names=names) if names else ""]))


def _preferences(member: Candidate, email: str) -> SecretLink:
    link = make_magic_link(member, email=email, next_path=PREFERENCES)
    return SecretLink(MAGIC_LINK, link.id, "/m/")
