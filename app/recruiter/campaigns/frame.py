"""What every page about a campaign shares: finding it, and the ways to look at it."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from app.accounts.permissions import Permission
from app.campaigns.models import Campaign, CampaignState
from app.campaigns.policy import visible_campaigns
from app.web.access import viewer
from app.web.finding import find

HERE = "recruiter.campaigns"


def campaign_of(campaign_id: int, *, lock: bool = False) -> Campaign:
    """The campaign with its texts, or 404."""
    found: Campaign = find(visible_campaigns(viewer()), campaign_id, options=[selectinload(Campaign.texts)], lock=lock)
    return found


def tabs_of(campaign: Campaign, here: str) -> list[dict[str, Any]]:
    """A draft is written, addressed and checked; what was confirmed has a course and results."""
    text = url_for(f"{HERE}.writing.show_writing", campaign_id=campaign.id, locale=campaign.locale)
    if campaign.is_draft:
        steps = [("writing", _("Text"), text), ("audience", _("Who gets it"), _at("audience.show_audience", campaign))]
        if viewer().may(Permission.CAMPAIGNS_EDIT):
            steps.insert(1, ("basics", _("Name and sender"), _at("basics.edit_basics", campaign)))
            steps.append(("sending", _("Check and send"), _at("sending.show_check", campaign)))
    else:
        overview = _("Results") if campaign.state is not CampaignState.SCHEDULED else _("Overview")
        steps = [("campaign", overview, _at("campaign.show_campaign", campaign)), ("writing", _("Text"), text)]
        if campaign.state is not CampaignState.SCHEDULED:
            steps.append(("undelivered", _("Not delivered"), _at("campaign.show_undelivered", campaign)))
    return [{"label": label, "url": url, "active": name == here} for name, label, url in steps]


def _at(endpoint: str, campaign: Campaign) -> str:
    return url_for(f"{HERE}.{endpoint}", campaign_id=campaign.id)
