"""Joining by an invitation's link. Opening it uses nothing up; only the form does."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, lazy_gettext
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.accounts.commands import accept_invitation, sign_in
from app.accounts.models import Invitation
from app.accounts.queries import invitation_of_token
from app.core.refusals import Refused
from app.core.transaction import reading
from app.recruiter.account.choosing import ChosenPassword, choose_password
from app.recruiter.account.cookies import browser, give_cookie, keep_secret
from app.recruiter.account.fields import new_password_field
from app.web.access import actor, prepares, public
from app.web.forms import PageForm
from app.web.pages import redirect_back, show

blueprint = Blueprint("invitation", __name__)


class JoinForm(PageForm):
    name = StringField(lazy_gettext("Your name"), [DataRequired(), Length(max=200)], render_kw={"autocomplete": "name"})
    password = new_password_field(lazy_gettext("Choose a password"))


def choose_own_password(token: str) -> ChosenPassword:
    """Nothing is hashed for links that lead nowhere."""
    with reading():
        invitation = invitation_of_token(token)
        words = [invitation.email, invitation.name] if invitation is not None and invitation.is_usable else None
    return choose_password(words) if words is not None else ChosenPassword()


@blueprint.get("/invitations/<token>")
@public
def show_invitation(token: str) -> ResponseReturnValue:
    invitation = invitation_of_token(token)
    if invitation is None or not invitation.is_usable:
        return _show_used_up()
    return _show(JoinForm(formdata=None, name=invitation.name), invitation, token)


@blueprint.post("/invitations/<token>")
@public
@prepares(choose_own_password)
def join(token: str, prepared: ChosenPassword) -> ResponseReturnValue:
    invitation = invitation_of_token(token)
    if invitation is None or not invitation.is_usable:
        return _show_used_up()
    form = JoinForm()
    if not form.validate_on_submit():
        return _show(form, invitation, token, status=422)
    try:
        user = accept_invitation(
            invitation, name=form.name.data, password_hash=prepared.must(), locale=str(get_locale()), by=actor()
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _show(form, invitation, token, status=422)
    return give_cookie(redirect_back(None, "/recruiter/"), sign_in(user, agent=browser(), by=actor()))


def _show(form: JoinForm, invitation: Invitation, token: str, status: int = 200) -> ResponseReturnValue:
    return keep_secret(
        show("recruiter/account/invitation.html", form=form, invitation=invitation, token=token, status=status)
    )


def _show_used_up() -> ResponseReturnValue:
    return show("recruiter/account/link_used_up.html", kind="invitation", status=410)
