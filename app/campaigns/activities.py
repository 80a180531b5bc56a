"""What can happen to a campaign. Its messages are not copied here: the mail ledger is their history."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.campaigns.models import Campaign
from app.candidates.models import Candidate
from app.core.activity import Audience, Happening, kind

AUDIT = frozenset({Audience.AUDIT})


@kind
@dataclass(frozen=True, kw_only=True)
class CampaignConfirmed(Happening):
    """Somebody gave the word to send it, now or at its time."""

    subject: Campaign
    audience = AUDIT
    sentence = _("gave the word to send this newsletter")


@kind
@dataclass(frozen=True, kw_only=True)
class CampaignWithdrawn(Happening):
    """Back to a draft before its time came."""

    subject: Campaign
    audience = AUDIT
    sentence = _("took this newsletter back before it was sent")


@kind
@dataclass(frozen=True, kw_only=True)
class CampaignPlanned(Happening):
    subject: Campaign
    matched: int
    audience = AUDIT
    sentence = _("Every mail of this newsletter has been prepared")


@kind
@dataclass(frozen=True, kw_only=True)
class CampaignPaused(Happening):
    subject: Campaign
    audience = AUDIT
    sentence = _("paused this newsletter")


@kind
@dataclass(frozen=True, kw_only=True)
class CampaignResumed(Happening):
    subject: Campaign
    audience = AUDIT
    sentence = _("went on sending this newsletter")


@kind
@dataclass(frozen=True, kw_only=True)
class CampaignCancelled(Happening):
    subject: Campaign
    audience = AUDIT
    sentence = _("cancelled this newsletter")


@kind
@dataclass(frozen=True, kw_only=True)
class CampaignSent(Happening):
    subject: Campaign
    audience = AUDIT
    sentence = _("This newsletter has been sent")


@kind
@dataclass(frozen=True, kw_only=True)
class NewsletterLinkFollowed(Happening):
    """A person, not a machine, followed a link of a newsletter for the first time and had agreed that we note it."""

    candidate: Candidate | int
    subject: Campaign
    link: int
    sentence = _("followed a link of the newsletter “%(subject)s”")
