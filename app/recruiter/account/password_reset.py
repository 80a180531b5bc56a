"""A forgotten password: ask for a link, and use it once."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import EmailField
from wtforms.validators import DataRequired, Email, Length

from app.accounts.commands import ask_password_reset, reset_password
from app.accounts.models import User
from app.accounts.queries import password_reset_of_token
from app.accounts.signing_in import may_ask_reset
from app.core.refusals import Refused
from app.core.text import one_line
from app.core.transaction import reading
from app.extensions import db
from app.recruiter.account.choosing import ChosenPassword, choose_password
from app.recruiter.account.cookies import keep_secret
from app.recruiter.account.fields import new_password_field
from app.web.access import actor, prepares, public
from app.web.evenness import answer_evenly, time_evenly
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("password_reset", __name__)
blueprint.after_request(answer_evenly)


class AskForm(PageForm):
    email = EmailField(lazy_gettext("E-mail"), [DataRequired(), Email(), Length(max=320)],
                       render_kw={"autocomplete": "username"})  # fmt: skip


class NewPasswordForm(PageForm):
    password = new_password_field(lazy_gettext("New password"))


def count_request() -> bool:
    time_evenly()
    email = one_line(request.form.get("email", ""))[:320]
    return bool(email) and may_ask_reset(email, address=request.remote_addr)


def choose_new_password(token: str) -> ChosenPassword:
    """Nothing is hashed for links that lead nowhere."""
    with reading():
        reset = password_reset_of_token(token)
        user = db.session.get(User, reset.user_id) if reset is not None and reset.is_usable else None
        words = [user.email, user.name] if user is not None else None
    return choose_password(words) if words is not None else ChosenPassword()


@blueprint.get("/password-resets")
@public
def ask() -> ResponseReturnValue:
    return show("recruiter/account/ask_password_reset.html", form=AskForm(formdata=None), asked="")


@blueprint.post("/password-resets")
@public
@prepares(count_request)
def create_password_reset(prepared: bool) -> ResponseReturnValue:
    """The answer is the same whether the address is known, unknown, or was asked for too often."""
    form = AskForm()
    if not form.validate_on_submit():
        return show("recruiter/account/ask_password_reset.html", form=form, asked="", status=422)
    if prepared:
        ask_password_reset(form.email.data, by=actor())
    return show("recruiter/account/ask_password_reset.html", form=form, asked=form.email.data)


@blueprint.get("/password-resets/<token>")
@public
def show_password_reset(token: str) -> ResponseReturnValue:
    reset = password_reset_of_token(token)
    if reset is None or not reset.is_usable:
        return _show_used_up()
    return _show(NewPasswordForm(formdata=None), token)


@blueprint.post("/password-resets/<token>")
@public
@prepares(choose_new_password)
def save_password(token: str, prepared: ChosenPassword) -> ResponseReturnValue:
    reset = password_reset_of_token(token)
    if reset is None or not reset.is_usable:
        return _show_used_up()
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _show(form, token, status=422)
    try:
        reset_password(reset, password_hash=prepared.must(), by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _show(form, token, status=422)
    flash(_("Your new password is set. All sessions were ended; please sign in."), "success")
    return redirect_to("recruiter.account.sign_in.show_sign_in")


def _show(form: NewPasswordForm, token: str, status: int = 200) -> ResponseReturnValue:
    return keep_secret(show("recruiter/account/password_reset.html", form=form, token=token, status=status))


def _show_used_up() -> ResponseReturnValue:
    return show("recruiter/account/link_used_up.html", kind="password", status=410)
