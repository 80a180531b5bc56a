"""A campaign that was confirmed: how far it is, whom it did not reach, what came of it."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.campaigns.models import CampaignState
from app.campaigns.queries import estimated_seconds, results, undelivered
from app.recruiter.campaigns.frame import campaign_of, tabs_of
from app.web.access import needs
from app.web.pages import redirect_to, show

blueprint = Blueprint("campaign", __name__)
PAGE_SIZE = 50
BUSY = (CampaignState.PLANNING, CampaignState.SENDING, CampaignState.PAUSED)


@blueprint.get("/campaigns/<int:campaign_id>")
@needs(Permission.CAMPAIGNS_SEE)
def show_campaign(campaign_id: int) -> ResponseReturnValue:
    """Progress while it leaves, then results. A draft is led to its text."""
    campaign = campaign_of(campaign_id)
    if campaign.is_draft:
        return redirect_to("recruiter.campaigns.writing.show_writing", campaign_id=campaign_id, locale=campaign.locale)
    found = results(campaign)
    left = estimated_seconds(found.ledger.waiting)
    return show(
        "recruiter/campaigns/campaign.html", campaign=campaign, tabs=tabs_of(campaign, "campaign"), results=found,
        is_busy=campaign.state in BUSY, State=CampaignState, minutes_left=-(-left // 60),
    )  # fmt: skip


@blueprint.get("/campaigns/<int:campaign_id>/undelivered")
@needs(Permission.CAMPAIGNS_SEE)
def show_undelivered(campaign_id: int) -> ResponseReturnValue:
    """Messages that failed or were held back, each with its reason."""
    campaign = campaign_of(campaign_id)
    typed = request.args.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    rows = undelivered(campaign, before=before, limit=PAGE_SIZE + 1)
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    return show(
        "recruiter/campaigns/undelivered.html", campaign=campaign, tabs=tabs_of(campaign, "undelivered"), rows_=rows,
        first=url_for(".show_undelivered", campaign_id=campaign_id) if before else None,
        next=url_for(".show_undelivered", campaign_id=campaign_id, before=rows[-1].message.id) if more else None,
    )  # fmt: skip
