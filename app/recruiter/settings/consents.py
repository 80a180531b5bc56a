"""How long consents count, per country and from which day."""

from datetime import date

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from app.accounts.permissions import Permission
from app.candidates.commands.validity import FEWEST, MONTHS, MOST, decide_validity, validities, withdraw_validity
from app.candidates.models import ConsentValidity
from app.core.clock import today
from app.jobs.places import country_choices, country_name
from app.web.access import actor, needs
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("consents", __name__)
BETWEEN = lazy_gettext("Give a number of months between %(min)s and %(max)s.")


class ValidityForm(PageForm):
    country = SelectField(lazy_gettext("Country"))
    months = IntegerField(
        lazy_gettext("Months a consent counts"), [InputRequired(), NumberRange(FEWEST, MOST, BETWEEN)]
    )
    valid_from = DateField(lazy_gettext("For consents given from"), [InputRequired()])


@blueprint.get("/settings/consents")
@needs(Permission.ADMINISTER)
def show_consents() -> ResponseReturnValue:
    return _show(_form(formdata=None, data={"months": MONTHS, "valid_from": today()}))


@blueprint.post("/settings/consents")
@needs(Permission.ADMINISTER)
def create_validity() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _show(form, status=422)
    valid_from: date = form.valid_from.data
    decide_validity(form.country.data, months=form.months.data, valid_from=valid_from, by=actor())
    flash(_("Saved."), "success")
    return redirect_to(".show_consents")


@blueprint.post("/settings/consents/<int:validity_id>/removal")
@needs(Permission.ADMINISTER)
def create_removal(validity_id: int) -> ResponseReturnValue:
    withdraw_validity(find(select(ConsentValidity), validity_id), by=actor())
    flash(_("Removed. Consents given before keep their end."), "success")
    return redirect_to(".show_consents")


def _form(**values: object) -> ValidityForm:
    form = ValidityForm(**values)
    form.country.choices = [("", _("Everywhere else")), *country_choices()]
    return form


def _show(form: ValidityForm, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "recruiter/settings/consents.html",
        status=status,
        form=form,
        decided=validities(),
        standard=MONTHS,
        country_name=country_name,
    )
