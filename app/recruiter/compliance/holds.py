"""Legal holds, placed and lifted on the record of the person they keep."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import format_date, lazy_gettext
from flask_babel import gettext as _
from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.compliance.holds import lift_hold, place_hold
from app.compliance.models import LegalHold
from app.compliance.policy import visible_holds
from app.core.refusals import Refused
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("holds", __name__)


class HoldForm(PageForm):
    reason = StringField(lazy_gettext("Why"), [Length(max=500)])
    until = DateField(lazy_gettext("Until"), [Optional()])


class LiftForm(PageForm):
    because = StringField(lazy_gettext("Why it ends"), [Length(max=500)])


@blueprint.get("/candidates/<int:candidate_id>/holds")
@needs(Permission.HOLDS_DECIDE)
def new_hold(candidate_id: int) -> ResponseReturnValue:
    return _page(_candidate(candidate_id), HoldForm())


@blueprint.post("/candidates/<int:candidate_id>/holds")
@needs(Permission.HOLDS_DECIDE)
def create_hold(candidate_id: int) -> ResponseReturnValue:
    candidate, form = _candidate(candidate_id), HoldForm()
    if form.repeated_answer:
        return _record(candidate_id)
    if not form.validate_on_submit():
        return _page(candidate, form, status=422)
    try:
        place_hold(candidate, reason=form.reason.data or "", until=form.until.data, by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(candidate, form, status=409)
    form.remember(f"/recruiter/candidates/{candidate_id}")
    flash(_("The record is kept as it is until the hold ends."), "success")
    return _record(candidate_id)


@blueprint.get("/candidates/<int:candidate_id>/holds/<int:hold_id>/lifting")
@needs(Permission.HOLDS_DECIDE)
def new_lifting(candidate_id: int, hold_id: int) -> ResponseReturnValue:
    return _page(_candidate(candidate_id), LiftForm(), hold=_hold(candidate_id, hold_id))


@blueprint.post("/candidates/<int:candidate_id>/holds/<int:hold_id>/lifting")
@needs(Permission.HOLDS_DECIDE)
def create_lifting(candidate_id: int, hold_id: int) -> ResponseReturnValue:
    candidate, hold, form = _candidate(candidate_id), _hold(candidate_id, hold_id, lock=True), LiftForm()
    if not form.validate_on_submit():
        return _page(candidate, form, hold=hold, status=422)
    try:
        lift_hold(hold, because=form.because.data or "", by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(candidate, form, hold=hold, status=409)
    flash(_("The hold is lifted."), "success")
    if hold.erasure_asked_at is not None:
        day = format_date(hold.erasure_asked_at, "long")
        flash(
            _("On %(day)s they asked to be erased. Nothing of this hold stands in the way any more.", day=day),
            "warning",
        )
    return _record(candidate_id)


def _candidate(candidate_id: int) -> Candidate:
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id)
    return candidate


def _hold(candidate_id: int, hold_id: int, *, lock: bool = False) -> LegalHold:
    hold: LegalHold = find(visible_holds(viewer()).where(LegalHold.candidate_id == candidate_id), hold_id, lock=lock)
    return hold


def _page(
    candidate: Candidate, form: PageForm, *, hold: LegalHold | None = None, status: int = 200
) -> ResponseReturnValue:
    return show("recruiter/compliance/hold.html", status=status, candidate=candidate, form=form, hold=hold)


def _record(candidate_id: int) -> ResponseReturnValue:
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate_id, _anchor="holds")
