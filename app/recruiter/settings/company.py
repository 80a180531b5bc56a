"""The company: name, address, colour, defaults."""

from typing import Any

from flask import Blueprint, Response, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms import EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional
from wtforms.widgets import ColorInput

from app.accounts.models import Installation
from app.accounts.permissions import Permission
from app.core.colours import brand_shades, is_colour
from app.core.languages import CHOICES
from app.core.refusals import Refused
from app.extensions import db
from app.jobs.commands import change_company
from app.jobs.places import country_choices
from app.web.access import actor, needs
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("company", __name__)



class CompanyForm(PageForm):
    company_name = StringField(lazy_gettext("Company name"), [DataRequired(), Length(max=200)])
    postal_address = TextAreaField(lazy_gettext("Postal address"), [Length(max=500)])
    contact_email = EmailField(lazy_gettext("E-mail for candidates"), [Optional(), Email(), Length(max=320)])
    mail_domains = StringField(lazy_gettext("Domains of your own mailboxes"), [Length(max=1000)])
    accent = StringField(lazy_gettext("Colour"), [DataRequired(), Length(max=7)], widget=ColorInput())
    default_locale = SelectField(lazy_gettext("Language of the site"))
    default_country = SelectField(lazy_gettext("Country"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.default_locale.choices = CHOICES
        self.default_country.choices = country_choices()


@blueprint.get("/settings/company")
@needs(Permission.ADMINISTER)
def show_company() -> ResponseReturnValue:
    return _show(CompanyForm(formdata=None, obj=_company()))


@blueprint.post("/settings/company")
@needs(Permission.ADMINISTER)
def save_company() -> ResponseReturnValue:
    form = CompanyForm()
    if not form.validate_on_submit():
        return _show(form, status=422)
    values = {name: field.data or "" for name, field in form._fields.items() if name != "form_key"}
    try:
        change_company(_company(), by=actor(), name=values.pop("company_name"), **values)
    except Refused as refusal:
        form.refuse(refusal)
        return _show(form, status=409)
    flash(_("Saved."), "success")
    return redirect_to("recruiter.settings.company.show_company")


def _company() -> Installation:
    return db.session.scalars(select(Installation)).one()


def _show(form: CompanyForm, *, status: int = 200) -> Response:
    colour = str(form.accent.data or "")
    shades = brand_shades(colour) if is_colour(colour) else None
    return show("recruiter/settings/company.html", status=status, form=form, shades=shades)
