"""How people come to their own pages."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.activities.audiences import AUDIT
from app.candidates.models import Candidate, MagicLink
from app.core.activity import Audience, Happening, kind


@kind
@dataclass(frozen=True, kw_only=True)
class MagicLinkAsked(Happening):
    """Somebody who knows the address asked for a sign-in link. Mailing (or the portal) sends it."""

    candidate: Candidate
    subject: MagicLink
    audience = AUDIT
    sentence = _("asked for a sign-in link")


@kind
@dataclass(frozen=True, kw_only=True)
class MailboxConfirmed(Happening):
    """A magic link was redeemed: whoever did it reads that mailbox. Hiring confirms waiting applications on this."""

    candidate: Candidate
    subject: MagicLink
    audience = frozenset({Audience.STAFF, Audience.AUDIT})
    sentence = _("opened a link from their mailbox")


@kind
@dataclass(frozen=True, kw_only=True)
class CandidateSignedOut(Happening):
    candidate: int
    audience = AUDIT
    sentence = _("signed out")
