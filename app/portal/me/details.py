"""All that people may state about themselves: it counts at once, each of it is confirmed, and it can be undone."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, get_locale, lazy_gettext
from flask_babel import gettext as _
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from app.accounts.queries import installation
from app.candidates.commands.freshness import newest_refresh_request
from app.candidates.commands.own_changes import keep_former, take_back_own_change
from app.candidates.commands.own_details import (
    CONFIRMED_AS,
    OWN_DETAILS,
    change_own_details,
    looked_over,
    own_details,
)
from app.candidates.models import Candidate, Seniority
from app.candidates.queries import last_confirmed
from app.candidates.spoken import read_languages
from app.candidates.values import country_choices, web_link
from app.core.refusals import Refused
from app.core.text import row_number
from app.extensions import db
from app.portal.applying.forms import fits
from app.portal.asking import applicant
from app.portal.me.background import SHORT, Row, all_fit, rows_of, save_rows
from app.portal.me.own import own_addresses
from app.web.access import candidate_only, signed_in_candidate_id
from app.web.forms import PageForm
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("details", __name__)

LONGER = Length(max=8000, message=lazy_gettext("Please keep this under 8,000 characters."))
MOST_PAY = 20_000_000
CURRENCIES = ("EUR", "CHF", "GBP", "USD")
NOTICE = {
    0: lazy_gettext("None"), 14: lazy_gettext("Two weeks"), 30: lazy_gettext("One month"), 42: lazy_gettext("Six weeks"),
    60: lazy_gettext("Two months"), 90: lazy_gettext("Three months"), 180: lazy_gettext("Six months"),
}  # fmt: skip


def _every_link(typed: str) -> None:
    for line in filter(str.strip, (typed or "").splitlines()):
        web_link(line)


class DetailsForm(PageForm):
    full_name = StringField(lazy_gettext("Name"), [DataRequired(lazy_gettext("Please tell us your name.")), SHORT])
    preferred_name = StringField(lazy_gettext("What should we call you?"), [SHORT])
    phone = TelField(lazy_gettext("Phone"))
    links = TextAreaField(lazy_gettext("Links"), [LONGER, Optional(), fits(_every_link)], description=lazy_gettext("One on each line"))
    city = StringField(lazy_gettext("City"), [SHORT])
    country = SelectField(lazy_gettext("Country"))
    current_title = StringField(lazy_gettext("What do you do now?"), [SHORT])
    current_employer = StringField(lazy_gettext("Where?"), [SHORT])
    seniority = SelectField(lazy_gettext("Level"))
    skills = TextAreaField(lazy_gettext("What are you good at?"), [LONGER], description=lazy_gettext("Separated by commas"))
    languages = StringField(
        lazy_gettext("Languages you speak"), [Length(max=600), Optional(), fits(read_languages)],
        description=lazy_gettext("With how well, such as: German native, English C1"),
    )  # fmt: skip
    available_from = DateField(lazy_gettext("From when could you start?"), [Optional()])
    notice_period_days = SelectField(lazy_gettext("Your notice period"))
    salary = DecimalField(
        lazy_gettext("Yearly pay you hope for"), [Optional(), NumberRange(0, MOST_PAY)], places=0,
        description=lazy_gettext("Before tax"),
    )  # fmt: skip
    salary_currency = SelectField(lazy_gettext("Currency"))
    work_authorisation = StringField(
        lazy_gettext("Where may you work?"), [SHORT], description=lazy_gettext("For instance: EU citizen, or blue card until 2028")
    )
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def offer_choices(self, candidate: Candidate) -> "DetailsForm":
        """What can be chosen, with what the record says already whatever it is."""
        none = ("", _("Not said"))
        self.country.choices = [none, *country_choices(str(get_locale()))]
        self.seniority.choices = [none, *((one.value, one.label) for one in Seniority)]
        self.notice_period_days.choices = [none, *_notice_choices(candidate.notice_period_days)]
        currencies = dict.fromkeys((*CURRENCIES, *filter(None, [candidate.salary_currency])))
        self.salary_currency.choices = [("", ""), *((code, code) for code in currencies)]
        return self

    def keep_posted(self) -> "DetailsForm":
        """Only what the page showed is checked and saved."""
        for name in OWN_DETAILS:
            if name not in request.form:
                del self[name]
        return self

    @property
    def said(self) -> dict[str, str]:
        return {name: "" if self[name].data is None else str(self[name].data) for name in OWN_DETAILS if name in self}


@blueprint.get("/me/details")
@candidate_only
def show_details() -> ResponseReturnValue:
    candidate = _me()
    said: dict[str, Any] = {**own_details(candidate, locale=str(get_locale())), "version": candidate.version}
    said |= {"available_from": candidate.available_from, "salary": candidate.salary_minor and candidate.salary_minor / 100}
    return _page(candidate, DetailsForm(data=said).offer_choices(candidate), rows_of(candidate))


@blueprint.post("/me/details")
@candidate_only
def create_change() -> ResponseReturnValue:
    """Save what the page showed. With `undo`, the last change is taken back instead."""
    candidate = _me()
    if "undo" in request.form:
        return _take_back(candidate)
    form, rows = DetailsForm().offer_choices(candidate).keep_posted(), rows_of(candidate, posted=True)
    every = [row for of_kind in rows.values() for row in of_kind]
    if not all([form.validate(), all_fit(every)]):
        return _page(candidate, form, rows, status=422)
    try:
        saved = _save(candidate, form, every)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(candidate, form, rows, status=422 if refusal.field else refusal.status)
    if not saved:
        return _page(candidate, form, rows, status=422)
    return redirect_to("portal.me.details.show_details")


def _take_back(candidate: Candidate) -> ResponseReturnValue:
    take_back_own_change(candidate, row_number(request.form["undo"]), by=applicant())
    flash(_("Your details are as they were before."), "success")
    return redirect_to("portal.me.details.show_details")


def _save(candidate: Candidate, form: DetailsForm, rows: Iterable[Row]) -> bool:
    """Save it and say so, with the way back; False when a row was refused."""
    by, parts = applicant(), dict.fromkeys(row.kind for row in rows)
    former = change_own_details(candidate, form.said, by=by, version=form.version.data, also=parts)
    entries = save_rows(candidate, rows, by=by)
    if entries is None:
        return False
    looked_over(candidate, changed=bool(former or entries), by=by)
    change = keep_former(candidate, former, entries)
    if change is None:
        flash(_("Thank you. We noted that your details are right."), "success")
    else:
        flash_undo(_("Your details were changed."), url_for("portal.me.details.create_change"), fields={"undo": change.id})
    return True


def _me() -> Candidate:
    return db.session.get_one(Candidate, signed_in_candidate_id())


def _notice_choices(present: int | None) -> list[tuple[str, object]]:
    choices: list[tuple[str, object]] = [(str(days), label) for days, label in NOTICE.items()]
    if present is not None and present not in NOTICE:
        choices.append((str(present), _("%(num)s days", num=present)))
    return choices


def _page(candidate: Candidate, form: DetailsForm, rows: dict[str, list[Row]], *, status: int = 200) -> ResponseReturnValue:
    company, asked = installation(), newest_refresh_request(candidate.id)
    return show(
        "portal/me/details.html",
        status=status,
        form=form,
        entries=rows_of(candidate) | rows,
        told=lambda field: _told(candidate, field),
        addresses=own_addresses(candidate.id),
        contact=company.contact_email if company else "",
        waiting=asked is not None and asked.answered_at is None,
    )


def _told(candidate: Candidate, field: str) -> str:
    """Where a detail comes from that the person has not confirmed themselves."""
    found = last_confirmed(candidate, CONFIRMED_AS.get(field, field))
    if found is None or found[1] == "candidate":
        return ""
    when = format_date(found[0], "medium")
    return {"parser": _("From your résumé, %(when)s", when=when)}.get(found[1]) or _("Noted by us, %(when)s", when=when)
