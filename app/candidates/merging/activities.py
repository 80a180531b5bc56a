"""What can happen to two records that may be one person."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.models import Candidate, DuplicatePair, Merge
from app.core.activity import Audience, Happening, kind


@kind
@dataclass(frozen=True, kw_only=True)
class CandidatesMerged(Happening):
    """The record `lost` became part of `candidate`. Who keeps derived things about people makes them anew."""

    candidate: Candidate
    subject: Merge
    lost: int
    sentence = _("merged another record into this one")


@kind
@dataclass(frozen=True, kw_only=True)
class MergeUndone(Happening):
    """`candidate` and `other` are two records again; told once of each."""

    candidate: Candidate
    subject: Merge
    other: int
    sentence = _("undid a merge: this record and another are two again")


@kind
@dataclass(frozen=True, kw_only=True)
class DuplicateRuledOut(Happening):
    """Somebody looked at both and said that they are two people."""

    candidate: int
    subject: DuplicatePair
    other: int
    audience = frozenset({Audience.AUDIT})
    sentence = _("said that this person and another are not the same")
