"""Employees refer people they know: a link to their company mailbox, one form, and what became of it."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, lazy_gettext
from flask_babel import gettext as _
from wtforms import BooleanField, EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.candidates.values import email_address
from app.core.refusals import Refused
from app.jobs.queries import JobSearch, public_jobs
from app.portal.applying.forms import fits
from app.portal.asking import applicant
from app.portal.me.asking import keeps_mail
from app.portal.me.links import keep_secret
from app.portal.referrals.counting import prepare_ask, prepare_referral
from app.talent.commands.referring import Referred, ask_for_employee_link, mail_domains, refer
from app.talent.models import EmployeeLink
from app.talent.queries.referrals import employee_link_of_token, own_referrals
from app.web.access import prepares, public
from app.web.evenness import answer_evenly
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("refer", __name__)
blueprint.after_request(answer_evenly)
blueprint.after_request(keep_secret)
MOST_JOBS = 200


class MailboxForm(PageForm):
    email = EmailField(
        lazy_gettext("Your company e-mail"),
        [DataRequired(lazy_gettext("Please tell us your e-mail address.")), fits(email_address)],
    )


class ReferralForm(PageForm):
    referrer_name = StringField(
        lazy_gettext("Your name"), [DataRequired(lazy_gettext("Please tell us your name.")), Length(max=200)]
    )
    name = StringField(
        lazy_gettext("Their name"),
        [DataRequired(lazy_gettext("Please tell us the name of the person.")), Length(max=200)],
    )
    email = EmailField(
        lazy_gettext("Their e-mail"),
        [DataRequired(lazy_gettext("Please tell us their e-mail address.")), fits(email_address)],
    )
    phone = StringField(lazy_gettext("Their phone"), [Length(max=60)])
    job = SelectField(lazy_gettext("For which job"))
    why = TextAreaField(lazy_gettext("Why them?"), [Length(max=1000)])
    knows = BooleanField(lazy_gettext("They know that I am doing this"))


@blueprint.get("/refer")
@public
def show_ask() -> ResponseReturnValue:
    return show("portal/referrals/ask.html", form=MailboxForm(formdata=None), open=bool(mail_domains()))


@blueprint.post("/refer")
@public
@prepares(prepare_ask)
def create_ask(prepared: None) -> ResponseReturnValue:
    form = MailboxForm()
    if not form.validate():
        return show("portal/referrals/ask.html", status=422, form=form, open=bool(mail_domains()))
    try:
        ask_for_employee_link(form.email.data or "", locale=str(get_locale()), by=applicant())
    except Refused as refusal:
        form.refuse(refusal)
        return show("portal/referrals/ask.html", status=422, form=form, open=bool(mail_domains()))
    return redirect_to(".show_sent")


@blueprint.get("/refer/sent")
@public
def show_sent() -> ResponseReturnValue:
    return show("portal/referrals/sent.html", kept_here=keeps_mail())


@blueprint.get("/refer/<token>")
@public
def show_referring(token: str) -> ResponseReturnValue:
    """The form, and below it what became of earlier ones."""
    link = employee_link_of_token(token)
    return (
        show("portal/referrals/too_old.html", status=410) if link is None else _show(link, token, _form(formdata=None))
    )


@blueprint.post("/refer/<token>")
@public
@prepares(prepare_referral)
def create_referral(token: str, prepared: None) -> ResponseReturnValue:
    link = employee_link_of_token(token)
    if link is None:
        return show("portal/referrals/too_old.html", status=410)
    form = _form()
    if not form.validate():
        return _show(link, token, form, status=422)
    referred = Referred(
        referrer_name=form.referrer_name.data or "", name=form.name.data or "", email=form.email.data or "",
        phone=form.phone.data or "", why=form.why.data or "", job_id=int(form.job.data) if form.job.data else None,
        knows=bool(form.knows.data), locale=str(get_locale()),
    )  # fmt: skip
    try:
        refer(link, referred, by=applicant())
    except Refused as refusal:
        form.refuse(refusal)
        return _show(link, token, form, status=422)
    return redirect_to(".show_thanks", token=token)


@blueprint.get("/refer/<token>/thanks")
@public
def show_thanks(token: str) -> ResponseReturnValue:
    link = employee_link_of_token(token)
    if link is None:
        return show("portal/referrals/too_old.html", status=410)
    return show("portal/referrals/thanks.html", token=token)


def _form(**values: Any) -> ReferralForm:
    form = ReferralForm(**values)
    found = public_jobs(JobSearch(), limit=MOST_JOBS)
    form.job.choices = [("", _("No particular one")), *((str(row.id), row.title) for row in found.rows)]
    return form


def _show(link: EmployeeLink, token: str, form: ReferralForm, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "portal/referrals/refer.html",
        status=status,
        form=form,
        token=token,
        mailbox=link.email,
        own=own_referrals(link),
    )
