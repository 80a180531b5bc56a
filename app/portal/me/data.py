"""Everything held about the person: to read, to take along, to have erased."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import StringField
from wtforms.validators import DataRequired

from app.accounts.queries import installation
from app.candidates.models import Candidate, Document
from app.compliance.commands import erase_candidate
from app.compliance.holds import hold_on, wish_erasure
from app.compliance.models import ErasureReason
from app.core.files import StoredFile
from app.core.refusals import Refused
from app.core.text import folded
from app.extensions import db
from app.hiring.commands import withdraw_application
from app.insights.held import held_about
from app.portal.asking import applicant
from app.portal.me.identity import forget_device
from app.portal.me.own import number_in_process, unconfirmed_applications
from app.web.access import candidate_only, public, signed_in_candidate_id
from app.web.downloads import as_download
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("data", __name__)

ERASE_WORDS = frozenset({"erase", "löschen"})
"""Either language: somebody may switch between reading the page and typing the word."""


class ErasureForm(PageForm):
    word = StringField(lazy_gettext("Confirmation"), [DataRequired(lazy_gettext("Type the word to confirm."))])

    @property
    def is_meant(self) -> bool:
        return folded(self.word.data) in {folded(word) for word in ERASE_WORDS}


@blueprint.get("/me/data")
@candidate_only
def show_data() -> ResponseReturnValue:
    return _page(ErasureForm())


@blueprint.get("/me/data.json")
@candidate_only
def download_data() -> ResponseReturnValue:
    """The same as the page, for machines and for keeping."""
    text = json.dumps(asdict(held_about(signed_in_candidate_id())), default=_plain, ensure_ascii=False, indent=2)
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@blueprint.get("/me/documents/<key>")
@candidate_only
def download_document(key: str) -> ResponseReturnValue:
    """A file of one's own, as it was sent."""
    document = db.session.scalars(
        select(Document)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(StoredFile.key == key[:43], Document.candidate_id == signed_in_candidate_id(), Document.pending.is_(False))
        .options(joinedload(Document.file))
        .limit(1)
    ).one_or_none()
    if document is None:
        abort(404)
    return as_download(document.file, document.filename)


@blueprint.post("/me/erasure")
@candidate_only
def create_erasure() -> ResponseReturnValue:
    """Everything goes, at once and for good; the typed word says that it is meant. Under a legal hold the wish is kept."""
    form = ErasureForm()
    if not form.validate() or not form.is_meant:
        form.word.errors = ()
        form.say("word", _("Type the word “%(word)s” to confirm.", word=_("erase")))
        return _page(form, status=422)
    if _hindrance():
        return _page(form, status=409)
    if (hold := hold_on(signed_in_candidate_id())) is not None:
        wish_erasure(_me(), hold, by=applicant())
        return redirect_to("portal.me.data.show_data", _anchor="erase")
    for application in unconfirmed_applications(signed_in_candidate_id()):
        withdraw_application(application, by=applicant())
    try:
        erase_candidate(_me(), by=applicant(), reason=ErasureReason.ASKED)
    except Refused:
        form.say("", _("This needs a person. Write to us and we take care of it."))
        return _page(form, status=409)
    response = make_response(redirect(url_for("portal.me.data.show_erased"), 303))
    forget_device(response)
    return response


@blueprint.get("/me/erased")
@public
def show_erased() -> ResponseReturnValue:
    return show("portal/me/erased.html")


def _page(form: ErasureForm, *, status: int = 200) -> ResponseReturnValue:
    company = installation()
    return show(
        "portal/me/data.html",
        status=status,
        held=held_about(signed_in_candidate_id()),
        form=form,
        hindrance=_hindrance(),
        hold=hold_on(signed_in_candidate_id()),
        company=company.company_name if company else "",
        contact=company.contact_email if company else "",
    )


def _hindrance() -> str:
    """Why not now, in the candidate's words."""
    number = number_in_process(signed_in_candidate_id())
    if not number:
        return ""
    return ngettext(
        "One application is still in process. Withdraw it first; then everything can be erased.",
        "%(num)s applications are still in process. Withdraw them first; then everything can be erased.",
        number,
    )


def _me() -> Candidate:
    return db.session.get_one(Candidate, signed_in_candidate_id())


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no plain value")
