"""How often people are written to, and how much each sign of interest counts."""

from typing import Any

from flask import Blueprint, Response, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from app.accounts.models import Installation
from app.accounts.permissions import Permission
from app.candidates.commands import change_weights, current_weights
from app.candidates.interest import HALF_LIFE, HEARD, Level
from app.extensions import db
from app.mailing.commands import change_contact_budget
from app.web.access import actor, needs
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("contact", __name__)

MOST_MAILS, MOST_POINTS = 20, 100
BETWEEN = lazy_gettext("Give a number between %(min)s and %(max)s.")


class ContactForm(PageForm):
    contact_budget = IntegerField(
        lazy_gettext("Mails one person gets in seven days at most"),
        [InputRequired(), NumberRange(1, MOST_MAILS, BETWEEN)],
    )


for kind in HEARD:
    setattr(ContactForm, kind.value, IntegerField(kind.label, [InputRequired(), NumberRange(0, MOST_POINTS, BETWEEN)]))


@blueprint.get("/settings/contact")
@needs(Permission.ADMINISTER)
def show_contact() -> ResponseReturnValue:
    weights = {kind.value: round(points) for kind, points in current_weights().items()}
    return _show(ContactForm(formdata=None, data={"contact_budget": _company().contact_budget, **weights}))


@blueprint.post("/settings/contact")
@needs(Permission.ADMINISTER)
def save_contact() -> ResponseReturnValue:
    form = ContactForm()
    if not form.validate_on_submit():
        return _show(form, status=422)
    change_contact_budget(_company(), form.contact_budget.data, by=actor())
    current = {kind: round(points) for kind, points in current_weights().items()}
    wanted = current | {kind: int(form[kind.value].data) for kind in HEARD}
    if wanted != current:
        change_weights(wanted, by=actor())
    flash(_("Saved."), "success")
    return redirect_to(".show_contact")


def _company() -> Installation:
    return db.session.scalars(select(Installation)).one()


def _show(form: ContactForm, *, status: int = 200) -> Response:
    shown: dict[str, Any] = {"signals": [form[kind.value] for kind in HEARD], "levels": list(Level), "days": HALF_LIFE.days}
    return show("recruiter/settings/contact.html", status=status, form=form, **shown)
