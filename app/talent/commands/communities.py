"""Making, changing, opening and closing communities."""

import secrets
from collections.abc import Sequence
from typing import TypedDict, Unpack

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.candidates.models import Topic
from app.core.activity import Change, record
from app.core.actors import Actor
from app.core.clock import now
from app.core.languages import LOCALES
from app.core.refusals import Refused
from app.core.text import clean_text, folded, one_line
from app.extensions import db
from app.jobs.commands.jobs import slug_of
from app.talent.activities import CommunityChanged, CommunityClosed, CommunityCreated, CommunityOpened
from app.talent.models import Community, CommunityState, CommunityTopic

LINES = {"name": 200, "headline": 300}
TEXTS = {"story": 20_000, "offers": 4_000, "sample": 20_000, "welcome": 1_000}


class CommunityWords(TypedDict, total=False):
    """What the public page says. Texts are Markdown; `welcome` is plain."""

    name: str
    locale: str
    headline: str
    story: str
    offers: str
    sample: str
    welcome: str
    owner_id: int | None


class CommunityNameMissing(Refused):
    sentence = _("A community needs a name.")

    def __init__(self) -> None:
        super().__init__(field="name")


class CommunityNotReady(Refused):
    """Something is missing that people must read before they join."""


class WrongCommunityState(Refused):
    sentence = _("Somebody changed the state of this community meanwhile. Look at it again.")


def create_community(*, by: Actor, topic_ids: Sequence[int] = (), **words: Unpack[CommunityWords]) -> Community:
    """A draft: nothing is public before `open_community`."""
    community = Community(owner_id=words.pop("owner_id", by.user_id))
    _write(community, words)
    _save_with_slug(community)
    _set_topics(community, topic_ids)
    record(CommunityCreated(subject=community), by=by)
    return community


def change_community(
    community: Community, *, version: int | None, by: Actor, topic_ids: Sequence[int] | None = None,
    **words: Unpack[CommunityWords],
) -> None:  # fmt: skip
    """Change the words or topics. An open page stays complete: what `open_community` demands cannot be taken away."""
    community.check_version(version)
    before = {name: getattr(community, name) for name in words}
    _write(community, words)
    changes = [
        Change(name, _shown(old), _shown(getattr(community, name)))
        for name, old in before.items()
        if old != getattr(community, name)
    ]
    if community.is_open:
        _check_ready(community)
    topics_changed = topic_ids is not None and _set_topics(community, topic_ids)
    if changes or topics_changed:
        keep_community_edit(community, changes, by=by)


def open_community(community: Community, *, by: Actor) -> None:
    """Its page is public from now on."""
    _lock(community)
    if community.is_open:
        raise WrongCommunityState()
    _check_ready(community)
    community.state = CommunityState.OPEN
    community.opened_at, community.closed_at = community.opened_at or now(), None
    db.session.flush()
    record(CommunityOpened(subject=community), by=by)


def close_community(community: Community, *, by: Actor) -> None:
    """Nobody new from now on. Members stay, and who is asked to confirm still may."""
    _lock(community)
    if not community.is_open:
        raise WrongCommunityState()
    community.state, community.closed_at = CommunityState.CLOSED, now()
    db.session.flush()
    record(CommunityClosed(subject=community), by=by)


def keep_community_edit(community: Community, changes: Sequence[Change], *, by: Actor) -> None:
    """Count the version on, whichever part was changed, and record it."""
    community.updated_at = now()
    db.session.flush()
    record(CommunityChanged(subject=community, version=community.version), by=by, changes=changes)


def _write(community: Community, words: CommunityWords) -> None:
    for name, value in words.items():
        setattr(community, name, _cleaned(name, value))
    if not community.name:
        raise CommunityNameMissing()
    community.name_key = folded(community.name)


def _cleaned(name: str, value: object) -> object:
    if name in LINES:
        return one_line(str(value or ""))[: LINES[name]]
    if name in TEXTS:
        return clean_text(str(value or "")).strip()[: TEXTS[name]]
    return LOCALES[0] if name == "locale" and value not in LOCALES else value


def _check_ready(community: Community) -> None:
    if not community.headline:
        raise CommunityNotReady(_("Say in one line what the community is about before it opens."), field="headline")
    if not community.story:
        raise CommunityNotReady(_("Tell people whom it is for before it opens."), field="story")
    if not community.offers:
        raise CommunityNotReady(_("Say what members get and how often before it opens."), field="offers")


def _set_topics(community: Community, topic_ids: Sequence[int]) -> bool:
    """Offer exactly these topics; answers whether anything changed."""
    known = set(db.session.scalars(select(Topic.id).where(Topic.id.in_(set(topic_ids)))))
    present = set(
        db.session.scalars(select(CommunityTopic.topic_id).where(CommunityTopic.community_id == community.id))
    )
    if known == present:
        return False
    db.session.execute(
        delete(CommunityTopic).where(
            CommunityTopic.community_id == community.id, CommunityTopic.topic_id.in_(present - known)
        )
    )
    db.session.add_all(CommunityTopic(community_id=community.id, topic_id=topic_id) for topic_id in known - present)
    db.session.flush()
    db.session.expire(community, ["topics"])
    return True


def _save_with_slug(community: Community) -> None:
    """Insert with a slug nobody has. It is given once and never changes: the address is out in the world."""
    wanted = slug_of(community.name)
    taken = set(db.session.scalars(select(Community.slug).where(Community.slug.like(f"{wanted}%"))))
    numbered = (f"{wanted}-{number}" for number in range(2, 50))
    community.slug = next((slug for slug in (wanted, *numbered) if slug not in taken), f"{wanted}-{secrets.token_hex(4)}")
    try:
        with db.session.begin_nested():
            db.session.add(community)
    except IntegrityError:  # somebody took it between the look and the insert
        community.slug = f"{wanted}-{secrets.token_hex(4)}"
        db.session.add(community)
        db.session.flush()


def _lock(community: Community) -> None:
    """Decide on the state as it is now."""
    db.session.refresh(community, attribute_names=["state", "opened_at", "version"], with_for_update=True)


def _shown(value: object) -> str | None:
    return None if value in (None, "") else str(value)
