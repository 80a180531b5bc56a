"""The first page of a new installation: the company and its first admin. It closes for good."""

from flask import Blueprint, abort, g, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, lazy_gettext
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Email, Length

from app.accounts.commands import set_up_installation, sign_in
from app.accounts.refusals import AlreadySetUp
from app.core.refusals import Refused
from app.recruiter.account.choosing import ChosenPassword, choose_password
from app.recruiter.account.cookies import browser, give_cookie
from app.recruiter.account.fields import new_password_field
from app.web.access import actor, prepares, public
from app.web.forms import PageForm
from app.web.pages import redirect_back, show

blueprint = Blueprint("set_up", __name__)


class SetUpForm(PageForm):
    company_name = StringField(lazy_gettext("Company"), [DataRequired(), Length(max=200)],
                               render_kw={"autocomplete": "organization"})  # fmt: skip
    name = StringField(lazy_gettext("Your name"), [DataRequired(), Length(max=200)], render_kw={"autocomplete": "name"})
    email = EmailField(lazy_gettext("Your e-mail"), [DataRequired(), Email(), Length(max=320)],
                       render_kw={"autocomplete": "username"})  # fmt: skip
    password = new_password_field(lazy_gettext("Password"))


def choose_first_password() -> ChosenPassword:
    if g.site is not None:
        return ChosenPassword()
    return choose_password([request.form.get(field, "") for field in ("company_name", "name", "email")])


@blueprint.get("/set-up")
@public
def show_set_up() -> ResponseReturnValue:
    if g.site is not None:
        abort(404)
    return show("recruiter/account/set_up.html", form=SetUpForm(formdata=None))


@blueprint.post("/set-up")
@public
@prepares(choose_first_password)
def create_installation(prepared: ChosenPassword) -> ResponseReturnValue:
    if g.site is not None:
        abort(404)
    form = SetUpForm()
    if not form.validate_on_submit():
        return show("recruiter/account/set_up.html", form=form, status=422)
    try:
        _installation, admin = set_up_installation(
            company_name=form.company_name.data,
            name=form.name.data,
            email=form.email.data,
            password_hash=prepared.must(),
            locale=str(get_locale()),
            by=actor(),
        )
    except AlreadySetUp:
        abort(404)
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/account/set_up.html", form=form, status=422)
    token = sign_in(admin, agent=browser(), by=actor())
    return give_cookie(redirect_back(None, "/recruiter/"), token)
