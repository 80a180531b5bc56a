"""What can happen to schools, and between people who know one another."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.models import Candidate
from app.core.activity import Audience, Happening, kind
from app.talent.models import Relationship, RelationshipKind, School

AUDIT = frozenset({Audience.AUDIT})


@kind
@dataclass(frozen=True, kw_only=True)
class SchoolKept(Happening):
    """Made, or anything about it changed."""

    subject: School
    audience = AUDIT
    sentence = _("changed a school")


@kind
@dataclass(frozen=True, kw_only=True)
class SchoolArchived(Happening):
    subject: School
    audience = AUDIT
    sentence = _("archived a school")


@kind
@dataclass(frozen=True, kw_only=True)
class RelationshipNoted(Happening):
    candidate: Candidate | int
    subject: Relationship
    how: RelationshipKind
    sentence = _("noted whom this person knows")


@kind
@dataclass(frozen=True, kw_only=True)
class RelationshipRemoved(Happening):
    candidate: Candidate | int
    how: RelationshipKind
    sentence = _("took back whom this person knows")
