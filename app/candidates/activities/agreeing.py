"""What people agree to and choose to get, and what they must be told."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _

from app.candidates.activities.audiences import AUDIT, BOTH
from app.candidates.models import Candidate, Consent, ConsentAction, ConsentRenewal, NoticeDuty, Purpose, Touchpoint
from app.core.activity import Happening, kind


@kind
@dataclass(frozen=True, kw_only=True)
class ConsentRecorded(Happening):
    candidate: Candidate
    subject: Consent
    purpose: Purpose
    action: ConsentAction
    audience = BOTH
    sentence = _("recorded a consent")
    candidate_sentence = _("Your choice about what we may use your details for was recorded.")


@kind
@dataclass(frozen=True, kw_only=True)
class RenewalAsked(Happening):
    candidate: Candidate
    subject: ConsentRenewal
    reminder: bool = False
    audience = BOTH
    sentence = _("asked whether what was agreed to goes on")
    candidate_sentence = _("We asked you whether what you agreed to goes on.")


@kind
@dataclass(frozen=True, kw_only=True)
class NoticeGivenToPerson(Happening):
    """The person was told that we hold their data; a notice duty is closed."""

    candidate: Candidate
    subject: NoticeDuty
    sentence = _("told this person that we hold their details")


@kind
@dataclass(frozen=True, kw_only=True)
class TouchpointSeen(Happening):
    candidate: Candidate
    subject: Touchpoint
    audience = AUDIT
    sentence = _("came to us")


@kind
@dataclass(frozen=True, kw_only=True)
class PreferencesChanged(Happening):
    """What somebody wants to get: `fields` are `topics`, `frequency`, `remote` and the kinds of wishes."""

    candidate: Candidate
    fields: tuple[str, ...]
    audience = BOTH
    sentence = _("changed what they want to hear about")
    candidate_sentence = _("You changed what you want to hear about.")


@kind
@dataclass(frozen=True, kw_only=True)
class MailPaused(Happening):
    candidate: Candidate
    until: datetime
    audience = BOTH
    sentence = _("paused mail from us")
    candidate_sentence = _("You paused our mail.")


@kind
@dataclass(frozen=True, kw_only=True)
class MailResumed(Happening):
    candidate: Candidate
    audience = BOTH
    sentence = _("ended the pause of our mail")
    candidate_sentence = _("You ended the pause of our mail.")
