"""Erasing a person, and the certificate that remains."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import Length

from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.compliance.commands import erase_candidate, why_not_erasable
from app.compliance.models import ErasureReason
from app.compliance.policy import visible_erasures
from app.compliance.queries import erased_by, erasures, standing_holds
from app.compliance.register import REGISTER
from app.core.refusals import Refused
from app.core.text import folded
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("erasure", __name__)


class ErasureForm(PageForm):
    """Typed confirmation: the person's name."""

    reason = SelectField(lazy_gettext("Why"), choices=[(one.value, one.label) for one in ErasureReason])
    confirmation = StringField(lazy_gettext("Type the name to confirm"), validators=[Length(max=200)])


@blueprint.get("/candidates/<int:candidate_id>/erasure")
@needs(Permission.CANDIDATES_ERASE)
def new_erasure(candidate_id: int) -> ResponseReturnValue:
    candidate = _candidate(candidate_id)
    return _page(candidate, ErasureForm())


@blueprint.post("/candidates/<int:candidate_id>/erasure")
@needs(Permission.CANDIDATES_ERASE)
def create_erasure(candidate_id: int) -> ResponseReturnValue:
    """Erase, when the name was typed."""
    candidate, form = _candidate(candidate_id), ErasureForm()
    if not form.validate_on_submit():
        return _page(candidate, form, status=422)
    if folded(form.confirmation.data) != folded(candidate.full_name):
        form.refuse(Refused(_("This is not the name on the record."), field="confirmation"))
        return _page(candidate, form, status=422)
    try:
        erasure = erase_candidate(candidate, by=actor(), reason=ErasureReason(form.reason.data))
    except Refused as refusal:
        form.refuse(refusal)
        return _page(_candidate(candidate_id), form, status=409)
    return redirect_to(".show_certificate", erasure_id=erasure.id)


@blueprint.get("/compliance")
@needs(Permission.COMPLIANCE_SEE)
def show_compliance() -> ResponseReturnValue:
    """Whom a legal hold keeps, what was erased, and where personal data lies."""
    return show(
        "recruiter/compliance/compliance.html", holds=standing_holds(viewer()), erasures=erasures(viewer()),
        register=list(REGISTER.values()),
    )  # fmt: skip


@blueprint.get("/compliance/erasures/<int:erasure_id>")
@needs(Permission.CANDIDATES_ERASE)
def show_certificate(erasure_id: int) -> ResponseReturnValue:
    """The certificate, made to be printed."""
    erasure = find(visible_erasures(viewer()), erasure_id)
    return show("recruiter/compliance/certificate.html", erasure=erasure, by=erased_by(erasure))


def _candidate(candidate_id: int) -> Candidate:
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id)
    return candidate


def _page(candidate: Candidate, form: ErasureForm, status: int = 200) -> ResponseReturnValue:
    return show(
        "recruiter/compliance/erasure.html", status=status, candidate=candidate, form=form,
        block=why_not_erasable(candidate),
    )  # fmt: skip
