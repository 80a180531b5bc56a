"""Beginning a campaign: a new one, or a copy of an old one."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.campaigns.commands import copy_campaign, create_campaign, delete_draft
from app.core.refusals import Refused
from app.recruiter.campaigns.forms import NewCampaignForm
from app.recruiter.campaigns.frame import campaign_of
from app.web.access import actor, needs, viewer
from app.web.pages import redirect_to, show

blueprint = Blueprint("new", __name__)
WRITING = "recruiter.campaigns.writing.show_writing"


@blueprint.get("/campaigns/new")
@needs(Permission.CAMPAIGNS_EDIT)
def new_campaign() -> ResponseReturnValue:
    return show("recruiter/campaigns/new.html", form=NewCampaignForm(formdata=None, locale=viewer().locale))


@blueprint.post("/campaigns")
@needs(Permission.CAMPAIGNS_EDIT)
def create() -> ResponseReturnValue:
    form = NewCampaignForm()
    if not form.validate_on_submit():
        return show("recruiter/campaigns/new.html", status=422, form=form)
    if form.repeated_answer:
        return redirect_to(WRITING, campaign_id=int(form.repeated_answer), locale=form.locale.data)
    try:
        campaign = create_campaign(name=form.name.data, locale=form.locale.data, by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/campaigns/new.html", status=409, form=form)
    form.remember(str(campaign.id))
    return redirect_to(WRITING, campaign_id=campaign.id, locale=campaign.locale)


@blueprint.post("/campaigns/<int:campaign_id>/copies")
@needs(Permission.CAMPAIGNS_EDIT)
def create_copy(campaign_id: int) -> ResponseReturnValue:
    """A new draft with the same words and the same audience."""
    campaign = copy_campaign(campaign_of(campaign_id), by=actor())
    flash(_("This is the copy: a draft of its own."), "success")
    return redirect_to(WRITING, campaign_id=campaign.id, locale=campaign.locale)


@blueprint.post("/campaigns/<int:campaign_id>/removal")
@needs(Permission.CAMPAIGNS_EDIT)
def remove(campaign_id: int) -> ResponseReturnValue:
    """A draft nobody wants any more."""
    delete_draft(campaign_of(campaign_id, lock=True), by=actor())
    flash(_("The draft was removed."), "success")
    return redirect_to("recruiter.campaigns.campaigns.show_campaigns")
