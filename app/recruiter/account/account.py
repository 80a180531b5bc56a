"""One's own account: name, language, time zone, password, and where one is signed in."""

from zoneinfo import available_timezones

from flask import Blueprint, abort, flash, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, IntegerField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.accounts.commands import change_account, change_password, sign_out_everywhere
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.policy import visible_users
from app.accounts.queries import living_sessions
from app.accounts.refusals import WrongPassword
from app.accounts.sessions import end_session
from app.accounts.signing_in import attempt_sign_in
from app.core.languages import OWN_NAMES
from app.core.refusals import Refused, TooMany
from app.recruiter.account.choosing import ChosenPassword, choose_password
from app.recruiter.account.cookies import present_session
from app.recruiter.account.fields import new_password_field
from app.web.access import actor, needs, prepares, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("account", __name__)

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
            ("Linux", "Linux"))  # fmt: skip

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix", "right")))


@blueprint.app_template_filter("browser_name")
def browser_name(agent: str | None) -> str:
    """What a person calls the browser a session runs in: "Firefox, Windows"."""
    found = [next((name for mark, name in marks if mark in (agent or "")), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name) or _("Another program")


class AccountForm(PageForm):
    name = StringField(lazy_gettext("Name"), [DataRequired(), Length(max=200)], render_kw={"autocomplete": "name"})
    locale = SelectField(lazy_gettext("Language"), choices=OWN_NAMES)
    time_zone = SelectField(lazy_gettext("Time zone"), choices=[*ZONES, "UTC"])
    signature = TextAreaField(lazy_gettext("Signature"), [Length(max=500)], render_kw={"maxlength": 500, "rows": 4})
    shortcuts = BooleanField(lazy_gettext("Single-key shortcuts"))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class PasswordForm(PageForm):
    current_password = PasswordField(lazy_gettext("Current password"), [InputRequired(), Length(max=1000)],
                                     render_kw={"autocomplete": "current-password"})  # fmt: skip
    password = new_password_field(lazy_gettext("New password"))


def verify_and_choose() -> ChosenPassword:
    """The current password counts like a sign-in: the same throttles stand before it."""
    if g.user is None:
        return ChosenPassword()
    attempt = attempt_sign_in(
        g.user.email, request.form.get("current_password", "")[:1000], address=request.remote_addr, by=actor()
    )
    if attempt.retry_after:
        return ChosenPassword(refusal=TooMany(attempt.retry_after))
    if attempt.user_id is None:
        return ChosenPassword(refusal=WrongPassword(field="current_password"))
    return choose_password([g.user.email, g.user.name])


@blueprint.get("/account")
@needs(Permission.BACK_OFFICE)
def show_account() -> ResponseReturnValue:
    return _show()


@blueprint.post("/account")
@needs(Permission.BACK_OFFICE)
def save_account() -> ResponseReturnValue:
    form = AccountForm()
    if not form.validate_on_submit():
        return _show(form=form, status=422)
    try:
        change_account(
            _me(),
            name=form.name.data,
            locale=form.locale.data,
            time_zone=form.time_zone.data,
            shortcuts=form.shortcuts.data,
            signature=form.signature.data if form.signature.raw_data else None,
            version=form.version.data,
            by=actor(),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _show(form=form, status=409)
    flash(_("Saved."), "success")
    return redirect_to("recruiter.account.account.show_account")


@blueprint.post("/account/password")
@needs(Permission.BACK_OFFICE)
@prepares(verify_and_choose)
def save_password(prepared: ChosenPassword) -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _show(password_form=form, status=422)
    try:
        change_password(_me(), password_hash=prepared.must(), session=present_session(), by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _show(password_form=form, status=429 if isinstance(refusal, TooMany) else 422)
    flash(_("Your password is changed. Other sessions were ended."), "success")
    return redirect_to("recruiter.account.account.show_account")


@blueprint.post("/account/sessions/<int:session_id>")
@needs(Permission.BACK_OFFICE)
def end_one_session(session_id: int) -> ResponseReturnValue:
    session = next((session for session in living_sessions(viewer()) if session.id == session_id), None)
    if session is None:
        abort(404)
    end_session(session)
    flash(_("That session was ended."), "success")
    return redirect_to("recruiter.account.account.show_account")


@blueprint.post("/account/sessions")
@needs(Permission.BACK_OFFICE)
def end_other_sessions() -> ResponseReturnValue:
    sign_out_everywhere(_me(), but=present_session(), by=actor())
    flash(_("All other sessions were ended."), "success")
    return redirect_to("recruiter.account.account.show_account")


def _me() -> User:
    return find(visible_users(viewer()), viewer().id, lock=True)


def _show(
    *, form: AccountForm | None = None, password_form: PasswordForm | None = None, status: int = 200
) -> ResponseReturnValue:
    return show(
        "recruiter/account/account.html",
        status=status,
        form=form or AccountForm(formdata=None, obj=viewer()),
        password_form=password_form or PasswordForm(formdata=None),
        sessions=living_sessions(viewer()),
        present=present_session(),
    )
