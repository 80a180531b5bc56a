"""The last look before a campaign leaves, and what may be done while it does: pause, go on, call off."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.campaigns.audience import Audience, describe_audience
from app.campaigns.commands import (
    cancel_campaign,
    pause_campaign,
    resume_campaign,
    send_campaign,
    unschedule_campaign,
)
from app.campaigns.models import Campaign
from app.campaigns.queries import WhoGetsIt, estimated_seconds, problems, who_gets_it
from app.core.clock import date_of, now
from app.core.refusals import Refused
from app.recruiter.campaigns.forms import SendForm
from app.recruiter.campaigns.frame import campaign_of, tabs_of
from app.web.access import actor, needs, viewer
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("sending", __name__)
CAMPAIGN = "recruiter.campaigns.campaign.show_campaign"


class NoSuchTime(Refused):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="time")


@blueprint.get("/campaigns/<int:campaign_id>/check")
@needs(Permission.CAMPAIGNS_EDIT)
def show_check(campaign_id: int) -> ResponseReturnValue:
    """What leaves, to whom, from whom, when; and what still stands in the way."""
    campaign = campaign_of(campaign_id)
    if not campaign.is_draft:
        return redirect_to(CAMPAIGN, campaign_id=campaign_id)
    form = SendForm(formdata=None, version=campaign.version, day=date_of(now()), time_zone=viewer().time_zone)
    return _page(campaign, form)


@blueprint.post("/campaigns/<int:campaign_id>/sending")
@needs(Permission.CAMPAIGNS_SEND)
def create_sending(campaign_id: int) -> ResponseReturnValue:
    """Give the word: now, or at a time."""
    campaign, form = campaign_of(campaign_id, lock=True), SendForm()
    if not form.validate_on_submit():
        return _page(campaign, form, status=422)
    try:
        send_campaign(campaign, at=_moment(form), seen=form.version.data, by=actor())
    except Refused as refusal:
        if campaign.is_draft:
            form.say("time" if refusal.field == "at" else refusal.field or "", str(refusal))
            form.show_version(campaign.version)
            return _page(campaign, form, status=409)
        raise
    if form.when.data == "later":
        flash_undo(_("Scheduled."), url_for(".create_unscheduling", campaign_id=campaign_id))
    else:
        flash(_("On its way. You may leave this page."), "success")
    return redirect_to(CAMPAIGN, campaign_id=campaign_id)


@blueprint.post("/campaigns/<int:campaign_id>/unscheduling")
@needs(Permission.CAMPAIGNS_SEND)
def create_unscheduling(campaign_id: int) -> ResponseReturnValue:
    """Back to a draft, before its time came."""
    unschedule_campaign(campaign_of(campaign_id, lock=True), by=actor())
    flash(_("It is a draft again."), "success")
    return redirect_to(".show_check", campaign_id=campaign_id)


@blueprint.post("/campaigns/<int:campaign_id>/pause")
@needs(Permission.CAMPAIGNS_SEND)
def create_pause(campaign_id: int) -> ResponseReturnValue:
    """Nothing more leaves; what was not sent waits."""
    pause_campaign(campaign_of(campaign_id, lock=True), by=actor())
    flash_undo(_("Paused: nothing more leaves until you go on."), url_for(".create_resumption", campaign_id=campaign_id))
    return redirect_to(CAMPAIGN, campaign_id=campaign_id)


@blueprint.post("/campaigns/<int:campaign_id>/resumption")
@needs(Permission.CAMPAIGNS_SEND)
def create_resumption(campaign_id: int) -> ResponseReturnValue:
    resume_campaign(campaign_of(campaign_id, lock=True), by=actor())
    flash(_("It goes on where it stopped."), "success")
    return redirect_to(CAMPAIGN, campaign_id=campaign_id)


@blueprint.post("/campaigns/<int:campaign_id>/cancellation")
@needs(Permission.CAMPAIGNS_SEND)
def create_cancellation(campaign_id: int) -> ResponseReturnValue:
    """Whoever has not got it never will."""
    cancel_campaign(campaign_of(campaign_id, lock=True), by=actor())
    flash(_("Called off. What has left cannot be taken back."), "success")
    return redirect_to(CAMPAIGN, campaign_id=campaign_id)


def _moment(form: SendForm) -> datetime | None:
    """The chosen time in UTC; None means now."""
    if form.when.data == "now":
        return None
    if form.day.data is None or form.time.data is None:
        raise NoSuchTime(_("Choose a day and a time."))
    local = datetime.combine(form.day.data, form.time.data, ZoneInfo(form.time_zone.data))
    moment = local.astimezone(UTC)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(_("On this day the clocks skip this time. Choose another one."))
    return moment


def _page(campaign: Campaign, form: SendForm, status: int = 200) -> ResponseReturnValue:
    reach = _reach(campaign)
    return show(
        "recruiter/campaigns/check.html", status=status, campaign=campaign, tabs=tabs_of(campaign, "sending"), form=form,
        reach=reach, problems=problems(campaign, viewer()), said=describe_audience(viewer(), Audience.read(campaign.audience)),
        minutes=-(-estimated_seconds(reach.will_get) // 60) if reach else None,
    )  # fmt: skip


def _reach(campaign: Campaign) -> WhoGetsIt | None:
    try:
        return who_gets_it(viewer(), Audience.read(campaign.audience), campaign_id=campaign.id)
    except Refused:
        return None
