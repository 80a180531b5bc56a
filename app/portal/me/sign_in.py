"""Signing in by mail: no password, the same answer for every address."""

from flask import Blueprint, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import EmailField, HiddenField
from wtforms.validators import DataRequired

from app.candidates.sign_in import end_candidate_session, request_magic_link
from app.candidates.values import email_address
from app.portal.applying.forms import fits
from app.portal.asking import applicant
from app.portal.me.asking import keeps_mail, prepare_ask
from app.portal.me.identity import forget_device
from app.web.access import prepares, public
from app.web.evenness import answer_evenly
from app.web.forms import PageForm
from app.web.identify import CANDIDATE, cookie_name
from app.web.pages import own_path, redirect_to, show

blueprint = Blueprint("sign_in", __name__)
blueprint.after_request(answer_evenly)


class SignInForm(PageForm):
    email = EmailField(
        lazy_gettext("E-mail"), [DataRequired(lazy_gettext("Please tell us your e-mail address.")), fits(email_address)]
    )
    next = HiddenField()


@blueprint.get("/me/sign-in")
@public
def show_sign_in() -> ResponseReturnValue:
    home = url_for("portal.me.home.show_home")
    onward = own_path(request.args.get("next")) or home
    if g.candidate is not None:
        return redirect(onward, 303)
    form = SignInForm(next=onward)
    return show("portal/me/sign_in.html", form=form, signed_out="signed_out" in request.args)


@blueprint.post("/me/sign-in")
@public
@prepares(prepare_ask)
def create_ask(prepared: None) -> ResponseReturnValue:
    """Send a link when the address is known; nobody is told whether it is."""
    form = SignInForm()
    if not form.validate():
        return show("portal/me/sign_in.html", form=form, status=422)
    onward = own_path(form.next.data) or url_for("portal.me.home.show_home")
    request_magic_link(form.email.data or "", next_path=onward, by=applicant())
    return redirect_to("portal.me.sign_in.show_sent")


@blueprint.get("/me/sign-in/sent")
@public
def show_sent() -> ResponseReturnValue:
    return show("portal/me/sent.html", kept_here=keeps_mail())


@blueprint.post("/me/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session of this device."""
    secret = request.cookies.get(cookie_name(CANDIDATE), "")
    if secret:
        end_candidate_session(secret, by=applicant())
    response = make_response(redirect(url_for("portal.me.sign_in.show_sign_in", signed_out=1), 303))
    forget_device(response)
    return response
