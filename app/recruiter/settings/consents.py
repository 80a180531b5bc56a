"""How long consents count, and how long people are kept afterwards: per country, from which day, on what ground."""

from datetime import date

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.accounts.permissions import Permission
from app.candidates.commands.validity import FEWEST, MONTHS, MOST, decide_validity, validities, withdraw_validity
from app.candidates.models import ConsentValidity
from app.compliance import retention
from app.compliance.models import After, RetentionRule
from app.core.clock import today
from app.jobs.places import country_choices, country_name
from app.web.access import actor, needs
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("consents", __name__)
BETWEEN = lazy_gettext("Give a number of months between %(min)s and %(max)s.")
DAYS = NumberRange(retention.FEWEST, retention.MOST, lazy_gettext("Give a number of days between %(min)s and %(max)s."))


class ValidityForm(PageForm):
    country = SelectField(lazy_gettext("Country"))
    months = IntegerField(
        lazy_gettext("Months a consent counts"), [InputRequired(), NumberRange(FEWEST, MOST, BETWEEN)]
    )
    valid_from = DateField(lazy_gettext("For consents given from"), [InputRequired()])


class RuleForm(PageForm):
    after = SelectField(lazy_gettext("After"), choices=[(after.value, after.label) for after in After])
    kept_country = SelectField(lazy_gettext("Country"))
    days = IntegerField(lazy_gettext("Days people are kept"), [InputRequired(), DAYS])
    kept_from = DateField(lazy_gettext("In force from"), [InputRequired()])
    source = StringField(
        lazy_gettext("Source"), [InputRequired(), Length(max=300)], description=lazy_gettext("The law or the promise it rests on")
    )


@blueprint.get("/settings/consents")
@needs(Permission.ADMINISTER)
def show_consents() -> ResponseReturnValue:
    return _show()


@blueprint.post("/settings/consents")
@needs(Permission.ADMINISTER)
def create_validity() -> ResponseReturnValue:
    form = _validity_form()
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


@blueprint.post("/settings/consents/rules")
@needs(Permission.ADMINISTER)
def create_rule() -> ResponseReturnValue:
    form = _rule_form()
    if not form.validate_on_submit():
        return _show(rule=form, status=422)
    said = {"days": form.days.data, "valid_from": form.kept_from.data, "source": form.source.data}
    retention.decide_retention(After(form.after.data), form.kept_country.data, **said, by=actor())
    flash(_("Saved."), "success")
    return redirect_to(".show_consents")


@blueprint.post("/settings/consents/rules/<int:rule_id>/removal")
@needs(Permission.ADMINISTER)
def create_rule_removal(rule_id: int) -> ResponseReturnValue:
    retention.withdraw_retention(find(select(RetentionRule), rule_id), by=actor())
    flash(_("Removed. The rule before it counts again."), "success")
    return redirect_to(".show_consents")


def _validity_form(**values: object) -> ValidityForm:
    form = ValidityForm(**values)
    form.country.choices = [("", _("Everywhere else")), *country_choices()]
    return form


def _rule_form(**values: object) -> RuleForm:
    form = RuleForm(**values)
    form.kept_country.choices = [("", _("Everywhere else")), *country_choices()]
    return form


def _show(form: ValidityForm | None = None, rule: RuleForm | None = None, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "recruiter/settings/consents.html",
        status=status,
        form=form or _validity_form(formdata=None, data={"months": MONTHS, "valid_from": today()}),
        rule_form=rule or _rule_form(formdata=None, data={"kept_from": today()}),
        decided=validities(),
        rules=retention.retention_rules(),
        standard=MONTHS,
        country_name=country_name,
    )
