"""What surrounds the words of a campaign: its name, who it comes from, and tests to colleagues."""

from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import GRANTS, Permission
from app.campaigns.commands import change_campaign, send_test, sender_names
from app.campaigns.models import Campaign
from app.core.languages import CHOICES, LOCALES
from app.core.refusals import Refused
from app.extensions import db
from app.recruiter.campaigns.forms import BasicsForm, TestForm
from app.recruiter.campaigns.frame import campaign_of, tabs_of
from app.recruiter.campaigns.readers import reader_called
from app.web.access import actor, needs, viewer
from app.web.pages import redirect_to, show

blueprint = Blueprint("basics", __name__)
WRITING = "recruiter.campaigns.writing.show_writing"


@blueprint.get("/campaigns/<int:campaign_id>/basics")
@needs(Permission.CAMPAIGNS_EDIT)
def edit_basics(campaign_id: int) -> ResponseReturnValue:
    campaign = campaign_of(campaign_id)
    return _page(campaign, basics_form(campaign))


@blueprint.post("/campaigns/<int:campaign_id>/basics")
@needs(Permission.CAMPAIGNS_EDIT)
def save_basics(campaign_id: int) -> ResponseReturnValue:
    """Name, sender, where answers go, main language."""
    campaign = campaign_of(campaign_id, lock=True)
    form = _with_choices(BasicsForm(), campaign)
    if not form.validate_on_submit():
        return _page(campaign, form, status=422)
    try:
        change_campaign(
            campaign, name=form.name.data, sender_name=form.sender_name.data, reply_to=form.reply_to.data or "",
            locale=form.locale.data, seen=form.version.data, by=actor(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        form.show_version(campaign.version)
        return _page(campaign, form, status=409)
    flash(_("Saved."), "success")
    return redirect_to(WRITING, campaign_id=campaign.id, locale=campaign.locale)


@blueprint.post("/campaigns/<int:campaign_id>/text/<locale>/tests")
@needs(Permission.CAMPAIGNS_EDIT)
def create_test(campaign_id: int, locale: str) -> ResponseReturnValue:
    """One mail as a test, to people of the house only."""
    campaign, form = campaign_of(campaign_id), test_form(fresh=False)
    if locale not in LOCALES:
        abort(404)
    if not form.validate_on_submit():
        raise Refused(_("Choose who gets the test."))
    to = db.session.scalars(select(User).where(User.id.in_(form.colleagues.data), User.deactivated_at.is_(None))).all()
    sent = send_test(campaign, locale=locale, to=to, person=reader_called(form.reader.data or ""), by=actor())
    flash(ngettext("The test is on its way to %(num)s person.", "The test is on its way to %(num)s people.", sent), "success")
    return redirect_to(WRITING, campaign_id=campaign_id, locale=locale)


def basics_form(campaign: Campaign) -> BasicsForm:
    return _with_choices(BasicsForm(formdata=None, obj=campaign), campaign)


def test_form(*, fresh: bool = True) -> TestForm:
    """The viewer is ticked; whoever works with campaigns may be chosen."""
    form = TestForm(formdata=None, colleagues=[viewer().id]) if fresh else TestForm()
    roles = [role for role, granted in GRANTS.items() if Permission.CAMPAIGNS_SEE in granted]
    users = select(User.id, User.name).where(User.deactivated_at.is_(None), User.role.in_(roles)).order_by(User.name)
    form.colleagues.choices = sorted(((row.id, row.name) for row in db.session.execute(users)), key=lambda one: one[0] != viewer().id)
    return form


def _with_choices(form: BasicsForm, campaign: Campaign) -> BasicsForm:
    names = dict.fromkeys([campaign.sender_name, *sender_names(viewer())])
    written = {text.locale for text in campaign.texts}
    form.sender_name.choices = [(name, name) for name in names if name]
    form.locale.choices = [(code, label) for code, label in CHOICES if code in written]
    return form


def _page(campaign: Campaign, form: BasicsForm, status: int = 200) -> ResponseReturnValue:
    return show("recruiter/campaigns/basics.html", status=status, campaign=campaign, tabs=tabs_of(campaign, "basics"), form=form)
