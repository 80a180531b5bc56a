"""The list of campaigns: what is being written, what left, what came of it."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.campaigns.models import CampaignState
from app.campaigns.queries import campaign_page
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("campaigns", __name__)
PAGE_SIZE = 50


@blueprint.get("/campaigns")
@needs(Permission.CAMPAIGNS_SEE)
def show_campaigns() -> ResponseReturnValue:
    """Newest first; `?state=` narrows, `?before=` pages."""
    wanted = next((state for state in CampaignState if state.value == request.args.get("state")), None)
    before = request.args.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    rows = campaign_page(viewer(), state=wanted, before=place, limit=PAGE_SIZE + 1)
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    kept = wanted.value if wanted else None
    return show(
        "recruiter/campaigns/campaigns.html", campaigns=rows, states=list(CampaignState), wanted=wanted, paged=place is not None,
        next=url_for(".show_campaigns", state=kept, before=rows[-1].campaign.id) if more else None,
        first=url_for(".show_campaigns", state=kept) if place else None,
    )  # fmt: skip
