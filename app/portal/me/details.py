"""Correcting one's own details: it counts at once and can be undone."""

from dataclasses import asdict

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, lazy_gettext
from flask_babel import gettext as _
from wtforms import DateField, IntegerField, SelectField, StringField, TelField, TextAreaField, URLField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.accounts.queries import installation
from app.candidates.commands.freshness import newest_refresh_request
from app.candidates.commands.own_details import OwnDetails, change_own_details, own_details
from app.candidates.models import Candidate
from app.candidates.values import country_choices, web_link
from app.core.refusals import Refused
from app.extensions import db
from app.portal.applying.forms import fits
from app.portal.asking import applicant
from app.portal.me.own import own_addresses
from app.web.access import candidate_only, signed_in_candidate_id
from app.web.forms import PageForm
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("details", __name__)

SHORT = Length(max=200, message=lazy_gettext("Please keep this under 200 characters."))


class DetailsForm(PageForm):
    full_name = StringField(lazy_gettext("Name"), [DataRequired(lazy_gettext("Please tell us your name.")), SHORT])
    preferred_name = StringField(lazy_gettext("What should we call you?"), [SHORT])
    phone = TelField(lazy_gettext("Phone"))
    link = URLField(lazy_gettext("Link"), [Optional(), fits(web_link)])
    city = StringField(lazy_gettext("City"), [SHORT])
    country = SelectField(lazy_gettext("Country"))
    current_title = StringField(lazy_gettext("What do you do now?"), [SHORT])
    current_employer = StringField(lazy_gettext("Where?"), [SHORT])
    available_from = DateField(lazy_gettext("From when could you start?"), [Optional()])
    skills = TextAreaField(
        lazy_gettext("What are you good at?"), [Length(max=8000)], description=lazy_gettext("Separated by commas")
    )
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def offer_countries(self) -> "DetailsForm":
        self.country.choices = [("", _("Not said")), *country_choices(str(get_locale()))]
        return self

    @property
    def wanted(self) -> OwnDetails:
        said = {field: self[field].data or "" for field in OwnDetails.__dataclass_fields__}
        return OwnDetails(**{**said, "available_from": str(said["available_from"])})


@blueprint.get("/me/details")
@candidate_only
def show_details() -> ResponseReturnValue:
    candidate = _me()
    form = DetailsForm(data={**asdict(own_details(candidate)), "version": candidate.version}).offer_countries()
    form.available_from.data = candidate.available_from
    return _page(form)


@blueprint.post("/me/details")
@candidate_only
def create_change() -> ResponseReturnValue:
    candidate, form = _me(), DetailsForm().offer_countries()
    if not form.validate():
        return _page(form, status=422)
    try:
        before = change_own_details(candidate, form.wanted, by=applicant(), version=form.version.data)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(form, status=422 if refusal.field else refusal.status)
    if before != form.wanted:
        flash_undo(_("Your details were changed."), url_for("portal.me.details.create_change"), fields=asdict(before))
    else:
        flash(_("Thank you. We noted that your details are right."), "success")
    return redirect_to("portal.me.details.show_details")


def _me() -> Candidate:
    return db.session.get_one(Candidate, signed_in_candidate_id())


def _page(form: DetailsForm, *, status: int = 200) -> ResponseReturnValue:
    addresses, company = own_addresses(signed_in_candidate_id()), installation()
    contact = company.contact_email if company else ""
    asked = newest_refresh_request(signed_in_candidate_id())
    waiting = asked is not None and asked.answered_at is None
    return show("portal/me/details.html", status=status, form=form, addresses=addresses, contact=contact, waiting=waiting)
