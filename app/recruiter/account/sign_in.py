"""Sign-in and sign-out of staff."""

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import DataRequired, InputRequired, Length

from app.accounts.commands import sign_in, sign_out
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.signing_in import Attempt, attempt_sign_in
from app.core.refusals import TooMany
from app.core.text import one_line
from app.extensions import db
from app.recruiter.account.cookies import browser, give_cookie, present_session, take_cookie
from app.web.access import actor, needs, prepares, public
from app.web.forms import PageForm
from app.web.pages import own_path, redirect_back, redirect_to, show

blueprint = Blueprint("sign_in", __name__)

HOME = "/recruiter/"


class SignInForm(PageForm):
    email = EmailField(lazy_gettext("E-mail"), [DataRequired(), Length(max=320)],
                       render_kw={"autocomplete": "username"})  # fmt: skip
    password = PasswordField(lazy_gettext("Password"), [InputRequired(), Length(max=1000)],
                             render_kw={"autocomplete": "current-password"})  # fmt: skip
    next = HiddenField()


def try_password() -> Attempt | None:
    """Ask the throttles and verify the password, before any transaction. None when the form is not filled in."""
    email, password = one_line(request.form.get("email", "")), request.form.get("password", "")
    if not email or not password or len(email) > 320 or len(password) > 1000:
        return None
    return attempt_sign_in(email, password, address=request.remote_addr, by=actor())


@blueprint.get("/sign-in")
@public
def show_sign_in() -> ResponseReturnValue:
    if g.site is None:
        return redirect_to("recruiter.account.set_up.show_set_up")
    if g.user is not None:
        return redirect_back(request.args.get("next"), HOME)
    form = SignInForm(formdata=None, next=own_path(request.args.get("next")) or "")
    return show("recruiter/account/sign_in.html", form=form)


@blueprint.post("/sign-in")
@public
@prepares(try_password)
def create_session(prepared: Attempt | None) -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit() or prepared is None:
        return show("recruiter/account/sign_in.html", form=form, status=422)
    if prepared.retry_after:
        return _too_many(form, prepared.retry_after)
    if prepared.user_id is None:
        form.form_errors.append(_("This address and password do not match."))
        return show("recruiter/account/sign_in.html", form=form, status=422)
    user = db.session.get_one(User, prepared.user_id)
    token = sign_in(user, agent=browser(), by=actor(), better_hash=prepared.better_hash)
    return give_cookie(redirect_back(form.next.data, HOME), token)


@blueprint.post("/sign-out")
@needs(Permission.BACK_OFFICE)
def end_session() -> ResponseReturnValue:
    session = present_session()
    if session is not None:
        sign_out(session, by=actor())
    return take_cookie(redirect_to("recruiter.account.sign_in.show_sign_in"))


def _too_many(form: SignInForm, retry_after: int) -> Response:
    form.form_errors.append(str(TooMany(retry_after)))
    response = show("recruiter/account/sign_in.html", form=form, status=429)
    response.headers["Retry-After"] = str(retry_after)
    return response
