"""Changing what the record says, and how the person can be reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.permissions import Permission
from app.candidates.commands import (
    add_contact_point,
    add_link,
    assign_owner,
    change_candidate,
    make_primary,
    remove_contact_point,
    remove_link,
    set_custom_values,
    set_skills,
)
from app.candidates.custom_fields import custom_fields, custom_values_on
from app.candidates.models import Candidate, CandidateLink, ContactKind, ContactPoint
from app.candidates.policy import visible_candidates
from app.candidates.queries import RECORD
from app.candidates.values import country_choices
from app.core.refusals import Refused, Stale
from app.insights.timeline import Entry, Group, candidate_timeline
from app.recruiter.candidates.forms import CandidateForm
from app.recruiter.candidates.own_form import OwnFieldsForm, own_form
from app.recruiter.candidates.parts import owner_choices, show_contact_part
from app.recruiter.candidates.words import field_label
from app.web.access import actor, needs, viewer
from app.web.context import may
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("editing", __name__)


@dataclass(frozen=True)
class TypedContact:
    """A way to reach somebody as it was typed, and why it was not taken."""

    kind: str = "email"
    value: str = ""
    problem: str = ""


@blueprint.get("/candidates/<int:candidate_id>/edit")
@needs(Permission.CANDIDATES_EDIT)
def edit_candidate(candidate_id: int) -> ResponseReturnValue:
    candidate = _candidate(candidate_id)
    said = custom_values_on(candidate_id)
    own = own_form(custom_fields(), said=said, blank=True)
    own.show_values(said)
    return _page(candidate, _recorded(candidate), own)


@blueprint.post("/candidates/<int:candidate_id>/edit")
@needs(Permission.CANDIDATES_EDIT)
def update_candidate(candidate_id: int) -> ResponseReturnValue:
    """Change the record; refused when somebody else changed it since the form was shown."""
    candidate = _candidate(candidate_id, lock=True)
    form, own = _form(candidate), own_form(custom_fields(), said=custom_values_on(candidate_id))
    if not all([form.validate_on_submit(), own.validate()]):
        return _page(candidate, form, own, status=422)
    try:
        change_candidate(candidate, values=form.values(pay=may("PAY_SEE")), by=actor(), version=form.version.data)
        if form.skills.raw_data:
            set_skills(candidate, names=(form.skills.data or "").replace("\n", ",").split(","), by=actor())
        assign_owner(candidate, owner_id=form.owner.data or None, by=actor())
        set_custom_values(candidate, typed=own.typed(), by=actor())
    except Stale as refusal:
        form.refuse(refusal)
        changed = candidate_timeline(viewer(), candidate, groups=[Group.CHANGES], limit=1).entries
        return _page(candidate, form, own, status=409, changed=changed)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(candidate, form, own, status=409)
    flash(_("Saved."), "success")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate_id)


@blueprint.post("/candidates/<int:candidate_id>/contact-points")
@needs(Permission.CANDIDATES_EDIT)
def create_contact_point(candidate_id: int) -> ResponseReturnValue:
    """One more address, number or link."""
    candidate = _candidate(candidate_id)
    kind, value = request.form.get("kind", ""), request.form.get("value", "")
    try:
        if kind == "link":
            add_link(candidate, url=value, by=actor())
        else:
            add_contact_point(candidate, kind=ContactKind(kind if kind == "phone" else "email"), value=value, by=actor())
    except Refused as refusal:
        return show_contact_part(candidate, TypedContact(kind, value, str(refusal)), status=409)
    return redirect_to("recruiter.candidates.parts.edit_part", candidate_id=candidate_id, part="contact")


@blueprint.post("/candidates/<int:candidate_id>/contact-points/<int:point_id>/removal")
@needs(Permission.CANDIDATES_EDIT)
def delete_contact_point(candidate_id: int, point_id: int) -> ResponseReturnValue:
    candidate = _candidate(candidate_id)
    point = find(select(ContactPoint).where(ContactPoint.candidate_id == candidate_id), point_id)
    remove_contact_point(point, candidate=candidate, by=actor())
    return redirect_to("recruiter.candidates.parts.edit_part", candidate_id=candidate_id, part="contact")


@blueprint.post("/candidates/<int:candidate_id>/contact-points/<int:point_id>/primary")
@needs(Permission.CANDIDATES_EDIT)
def create_primary(candidate_id: int, point_id: int) -> ResponseReturnValue:
    candidate = _candidate(candidate_id)
    point = find(select(ContactPoint).where(ContactPoint.candidate_id == candidate_id), point_id)
    make_primary(point, candidate=candidate, by=actor())
    return redirect_to("recruiter.candidates.parts.edit_part", candidate_id=candidate_id, part="contact")


@blueprint.post("/candidates/<int:candidate_id>/links/<int:link_id>/removal")
@needs(Permission.CANDIDATES_EDIT)
def delete_link(candidate_id: int, link_id: int) -> ResponseReturnValue:
    candidate = _candidate(candidate_id)
    link = find(select(CandidateLink).where(CandidateLink.candidate_id == candidate_id), link_id)
    remove_link(link, candidate=candidate, by=actor())
    return redirect_to("recruiter.candidates.parts.edit_part", candidate_id=candidate_id, part="contact")


def _candidate(candidate_id: int, *, lock: bool = False) -> Candidate:
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id, options=RECORD, lock=lock)
    return candidate


def _recorded(candidate: Candidate) -> CandidateForm:
    """The form as the record stands, whatever was posted."""
    form = _form(candidate, CandidateForm(formdata=None))
    form.show_record(candidate)
    return form


def _form(candidate: Candidate, form: CandidateForm | None = None) -> CandidateForm:
    form = form or CandidateForm()
    form.country.choices = [("", ""), *country_choices(viewer().locale)]
    form.owner.choices = owner_choices(candidate)
    if not may("PAY_SEE"):
        del form.salary, form.salary_currency
    return form


def _page(
    candidate: Candidate, form: CandidateForm, own: OwnFieldsForm, status: int = 200, changed: Sequence[Entry] = ()
) -> ResponseReturnValue:
    return show(
        "recruiter/candidates/edit.html", status=status, candidate=candidate, form=form, own=own, changed=changed,
        field_label=field_label,
    )  # fmt: skip
