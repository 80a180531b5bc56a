"""What compliance does."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.models import Candidate
from app.compliance.models import Erasure, ErasureReason, RetentionRule
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
class RetentionChanged(Happening):
    """An admin decided how long people are kept; `days` None took such a decision back."""

    subject: RetentionRule
    days: int | None
    audience = frozenset({Audience.AUDIT})
    sentence = _("changed how long people are kept")
