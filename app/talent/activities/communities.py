"""What can happen to a community and its members. `%(subject)s` is the community's name, filled in by the reading."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.models import Candidate
from app.core.activity import Happening, kind
from app.talent.models import Community


@kind
@dataclass(frozen=True, kw_only=True)
class CommunityCreated(Happening):
    subject: Community
    sentence = _("made the community %(subject)s")


@kind
@dataclass(frozen=True, kw_only=True)
class CommunityChanged(Happening):
    """Its words, topics or questions; `version` is the one the change made."""

    subject: Community
    version: int
    sentence = _("changed the community %(subject)s")


@kind
@dataclass(frozen=True, kw_only=True)
class CommunityOpened(Happening):
    subject: Community
    sentence = _("opened the community %(subject)s")


@kind
@dataclass(frozen=True, kw_only=True)
class CommunityClosed(Happening):
    subject: Community
    sentence = _("closed the community %(subject)s to newcomers")


@kind
@dataclass(frozen=True, kw_only=True)
class CommunityJoined(Happening):
    """The mailbox confirmed it; `membership` is the row."""

    candidate: Candidate
    subject: Community
    membership: int
    sentence = _("joined the community %(subject)s")


@kind
@dataclass(frozen=True, kw_only=True)
class CommunityLeft(Happening):
    candidate: Candidate | int
    subject: Community
    membership: int
    sentence = _("left the community %(subject)s")
