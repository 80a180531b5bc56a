"""Editing a record in place, a part at a time. Who saves over somebody else's change sees both and decides."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectField

from app.accounts.permissions import Permission
from app.candidates.commands import assign_owner, change_candidate, set_custom_values, set_skills
from app.candidates.custom_fields import custom_fields, custom_values_on
from app.candidates.models import Candidate, CustomValue
from app.candidates.policy import visible_candidates
from app.candidates.queries import RECORD
from app.candidates.values import country_choices, shown_phone
from app.core.refusals import Refused
from app.insights.timeline import Entry, Group, candidate_timeline
from app.recruiter.candidates.choices import colleagues
from app.recruiter.candidates.facts import PARTS, Part
from app.recruiter.candidates.forms import CandidateForm
from app.recruiter.candidates.own_form import OwnFieldsForm, own_form
from app.recruiter.candidates.words import field_label
from app.web.access import actor, needs, viewer
from app.web.context import may
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("parts", __name__)
PartForm = CandidateForm | OwnFieldsForm


@dataclass(frozen=True)
class Clash:
    """A field that says something else by now than what was typed."""

    label: str
    now: str
    typed: str


@blueprint.get("/candidates/<int:candidate_id>/parts/<part>")
@needs(Permission.CANDIDATES_EDIT)
def edit_part(candidate_id: int, part: str) -> ResponseReturnValue:
    """A small form; on the record it stands in the place of what it changes."""
    candidate, edited = _candidate(candidate_id), _part(part)
    said = _said(candidate, edited)
    form = _recorded(candidate, edited, said)
    form.seen.data = _fingerprint(form)
    return _page(candidate, edited, form)


@blueprint.post("/candidates/<int:candidate_id>/parts/<part>")
@needs(Permission.CANDIDATES_EDIT)
def update_part(candidate_id: int, part: str) -> ResponseReturnValue:
    """Save what was typed, unless somebody else changed this very part since the form was shown."""
    candidate, edited = _candidate(candidate_id, lock=True), _part(part)
    said = _said(candidate, edited)
    form, recorded = _form(candidate, edited, said), _recorded(candidate, edited, said)
    present = _fingerprint(recorded)
    if not form.validate_on_submit():
        return _page(candidate, edited, form, status=422)
    if form.seen.data and form.seen.data != present and (clashes := _clashes(form, recorded)):
        form.seen.data = present
        return _page(candidate, edited, form, status=409, clashes=clashes)
    try:
        _save(candidate, edited, form)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(candidate, edited, form, status=409)
    flash(_("Saved."), "success")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate_id, _anchor=edited.prefix)


def _save(candidate: Candidate, part: Part, form: PartForm) -> None:
    if isinstance(form, OwnFieldsForm):
        set_custom_values(candidate, typed=form.typed(), by=actor())
        return
    values = form.values(pay=may("PAY_SEE"))
    if values:
        change_candidate(candidate, values=values, by=actor())
    if "skills" in form and form.skills.raw_data:
        set_skills(candidate, names=(form.skills.data or "").replace("\n", ",").split(","), by=actor())
    if "owner" in form and form.owner.raw_data:
        assign_owner(candidate, owner_id=form.owner.data or None, by=actor())


def _candidate(candidate_id: int, *, lock: bool = False) -> Candidate:
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id, options=RECORD, lock=lock)
    return candidate


def _part(name: str) -> Part:
    part = PARTS.get(name)
    if part is None or (name == "pay" and not may("PAY_SEE")):
        abort(404)
    return part


def _said(candidate: Candidate, part: Part) -> Mapping[str, CustomValue]:
    return custom_values_on(candidate.id) if part.name == "own" else {}


def _form(candidate: Candidate, part: Part, said: Mapping[str, CustomValue], *, blank: bool = False) -> PartForm:
    if part.name == "own":
        return own_form(custom_fields(), said=said, blank=blank)
    form = CandidateForm(formdata=None) if blank else CandidateForm()
    form.keep_only(part.fields)
    if "country" in form:
        form.country.choices = [("", ""), *country_choices(viewer().locale)]
    if "owner" in form:
        form.owner.choices = owner_choices(candidate)
    return form


def _recorded(candidate: Candidate, part: Part, said: Mapping[str, CustomValue]) -> PartForm:
    """The form as the record stands, whatever was posted."""
    form = _form(candidate, part, said, blank=True)
    if isinstance(form, OwnFieldsForm):
        form.show_values(said)
    else:
        form.show_record(candidate)
    return form


def owner_choices(candidate: Candidate) -> list[tuple[int, str]]:
    """Colleagues, nobody, and whoever looks after the person now."""
    choices = [(0, _("Nobody")), *colleagues()]
    if candidate.owner and candidate.owner_id not in dict(choices):
        choices.append((candidate.owner.id, candidate.owner.name))
    return choices


def _stated(form: PartForm) -> dict[str, str]:
    return {field.name: str(field.data or "") for field in form if field.name not in ("form_key", "version", "seen")}


def _fingerprint(form: PartForm) -> str:
    """Of what the form says: two people who edit different parts do not disturb one another."""
    return hashlib.sha256(json.dumps(_stated(form), sort_keys=True).encode()).hexdigest()[:32]


def _clashes(form: PartForm, recorded: PartForm) -> list[Clash]:
    typed, present = _stated(form), _stated(recorded)
    return [
        Clash(str(field.label.text), _read(recorded[field.name]), _read(field))
        for field in form
        if field.name in present and present[field.name] != typed[field.name]
    ]


def _read(field: Any) -> str:
    """The value of a field as its select or input shows it."""
    if isinstance(field, SelectField):
        return next((str(choice.label) for choice in field.iter_choices() if choice.selected), "")
    return str(field.data or "")


def show_contact_part(candidate: Candidate, contact: Any, *, status: int) -> ResponseReturnValue:
    """The part that says how to reach somebody, with what was typed into it."""
    part = PARTS["contact"]
    return _page(candidate, part, _recorded(candidate, part, {}), status=status, contact=contact)


def _page(
    candidate: Candidate, part: Part, form: PartForm, *, status: int = 200, clashes: list[Clash] | None = None,
    contact: Any = None,
) -> ResponseReturnValue:
    changed: list[Entry] = []
    if clashes:
        changed = list(candidate_timeline(viewer(), candidate, groups=[Group.CHANGES], limit=1).entries)
    return show(
        "recruiter/candidates/part.html", status=status, candidate=candidate, part=part, form=form, clashes=clashes or [],
        changed=changed, field_label=field_label, shown_phone=shown_phone, contact=contact,
        rows={part.prefix: ("recruiter/candidates/_part_form.html", {})},
    )  # fmt: skip
