"""What compliance does."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.models import Candidate
from app.compliance.models import Erasure, ErasureReason, LegalHold, RetentionRule
from app.core.activity import Audience, Happening, kind


@kind
@dataclass(frozen=True, kw_only=True)
class CandidateErased(Happening):
    candidate: Candidate
    subject: Erasure
    reason: ErasureReason
    audience = frozenset({Audience.AUDIT})
    sentence = _("erased this person")


@kind
@dataclass(frozen=True, kw_only=True)
class LegalHoldPlaced(Happening):
    candidate: Candidate
    subject: LegalHold
    sentence = _("placed a legal hold: %(subject)s")


@kind
@dataclass(frozen=True, kw_only=True)
class LegalHoldLifted(Happening):
    candidate: Candidate
    subject: LegalHold
    sentence = _("lifted a legal hold: %(subject)s")


@kind
@dataclass(frozen=True, kw_only=True)
class ErasureWished(Happening):
    """The person asked to be erased while a legal hold stood."""

    candidate: Candidate
    subject: LegalHold
    audience = frozenset({Audience.STAFF, Audience.CANDIDATE})
    sentence = _("asked to be erased as soon as the legal hold ends")
    candidate_sentence = _("You asked us to erase everything about you as soon as we may.")


@kind
@dataclass(frozen=True, kw_only=True)
class RetentionChanged(Happening):
    """An admin decided how long people are kept; `days` None took such a decision back."""

    subject: RetentionRule
    days: int | None
    audience = frozenset({Audience.AUDIT})
    sentence = _("changed how long people are kept")
