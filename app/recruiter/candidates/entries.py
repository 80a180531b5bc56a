"""Experience and education: entries added, corrected, taken away, each on a small page."""

import hashlib
from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from app.accounts.permissions import Permission
from app.candidates.commands.background import Degree, Position, remove_entry, save_education, save_experience
from app.candidates.models import Candidate, Education, Experience
from app.candidates.policy import visible_candidates
from app.core.refusals import Refused
from app.recruiter.candidates.parts import Clash
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("entries", __name__)
SHORT = Length(max=200)
WHEN = lazy_gettext("A year or a month, such as 2021 or 2021-03")
Entry = Experience | Education


class EntryForm(PageForm):
    seen = HiddenField()

    @property
    def said(self) -> dict[str, Any]:
        return {field.name: field.data for field in self if field.name not in ("form_key", "seen")}


class ExperienceForm(EntryForm):
    title = StringField(lazy_gettext("Title"), [SHORT])
    employer = StringField(lazy_gettext("Employer"), [SHORT])
    location = StringField(lazy_gettext("Place"), [SHORT])
    started = StringField(lazy_gettext("From"), [Length(max=10)], description=WHEN)
    ended = StringField(lazy_gettext("Until"), [Length(max=10)], description=lazy_gettext("Empty while it goes on"))
    summary = TextAreaField(lazy_gettext("What it was about"), [Length(max=4000)])


class EducationForm(EntryForm):
    school = StringField(lazy_gettext("School"), [SHORT])
    degree = StringField(lazy_gettext("Degree"), [SHORT])
    field = StringField(lazy_gettext("Field"), [SHORT])
    started = StringField(lazy_gettext("From"), [Length(max=10)], description=WHEN)
    ended = StringField(lazy_gettext("Until"), [Length(max=10)])
    graduated = IntegerField(lazy_gettext("Year of graduation"), [Optional(), NumberRange(1900, 2100)])


@blueprint.get("/candidates/<int:candidate_id>/experience/new")
@needs(Permission.CANDIDATES_EDIT)
def new_experience(candidate_id: int) -> ResponseReturnValue:
    return _page(_candidate(candidate_id), ExperienceForm())


@blueprint.post("/candidates/<int:candidate_id>/experience/new")
@needs(Permission.CANDIDATES_EDIT)
def create_experience(candidate_id: int) -> ResponseReturnValue:
    return _saved(_candidate(candidate_id, lock=True), ExperienceForm(), None)


@blueprint.get("/candidates/<int:candidate_id>/experience/<int:experience_id>")
@needs(Permission.CANDIDATES_EDIT)
def edit_experience(candidate_id: int, experience_id: int) -> ResponseReturnValue:
    entry = _entry(Experience, candidate_id, experience_id)
    return _page(_candidate(candidate_id), _filled(entry), entry=entry)


@blueprint.post("/candidates/<int:candidate_id>/experience/<int:experience_id>")
@needs(Permission.CANDIDATES_EDIT)
def update_experience(candidate_id: int, experience_id: int) -> ResponseReturnValue:
    return _saved(_candidate(candidate_id, lock=True), ExperienceForm(), _entry(Experience, candidate_id, experience_id))


@blueprint.post("/candidates/<int:candidate_id>/experience/<int:experience_id>/removal")
@needs(Permission.CANDIDATES_EDIT)
def delete_experience(candidate_id: int, experience_id: int) -> ResponseReturnValue:
    return _removed(_candidate(candidate_id, lock=True), _entry(Experience, candidate_id, experience_id))


@blueprint.get("/candidates/<int:candidate_id>/education/new")
@needs(Permission.CANDIDATES_EDIT)
def new_education(candidate_id: int) -> ResponseReturnValue:
    return _page(_candidate(candidate_id), EducationForm())


@blueprint.post("/candidates/<int:candidate_id>/education/new")
@needs(Permission.CANDIDATES_EDIT)
def create_education(candidate_id: int) -> ResponseReturnValue:
    return _saved(_candidate(candidate_id, lock=True), EducationForm(), None)


@blueprint.get("/candidates/<int:candidate_id>/education/<int:education_id>")
@needs(Permission.CANDIDATES_EDIT)
def edit_education(candidate_id: int, education_id: int) -> ResponseReturnValue:
    entry = _entry(Education, candidate_id, education_id)
    return _page(_candidate(candidate_id), _filled(entry), entry=entry)


@blueprint.post("/candidates/<int:candidate_id>/education/<int:education_id>")
@needs(Permission.CANDIDATES_EDIT)
def update_education(candidate_id: int, education_id: int) -> ResponseReturnValue:
    return _saved(_candidate(candidate_id, lock=True), EducationForm(), _entry(Education, candidate_id, education_id))


@blueprint.post("/candidates/<int:candidate_id>/education/<int:education_id>/removal")
@needs(Permission.CANDIDATES_EDIT)
def delete_education(candidate_id: int, education_id: int) -> ResponseReturnValue:
    return _removed(_candidate(candidate_id, lock=True), _entry(Education, candidate_id, education_id))


def _saved(candidate: Candidate, form: EntryForm, entry: Any) -> ResponseReturnValue:
    if form.repeated_answer:
        return _record(candidate)
    if not form.validate_on_submit():
        return _page(candidate, form, entry=entry, status=422)
    recorded = _filled(entry) if entry is not None else None
    if recorded is not None and form.seen.data and form.seen.data != recorded.seen.data:
        clashes = _clashes(form, recorded)
        form.seen.data = recorded.seen.data
        if clashes:
            return _page(candidate, form, entry=entry, clashes=clashes, status=409)
    said: dict[str, Any] = {name: value if name == "graduated" else value or "" for name, value in form.said.items()}
    try:
        if isinstance(form, ExperienceForm):
            save_experience(candidate, Position(**said), by=actor(), entry=entry)
        else:
            save_education(candidate, Degree(**said), by=actor(), entry=entry)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(candidate, form, entry=entry, status=409)
    form.remember(url_for("recruiter.candidates.record.show_candidate", candidate_id=candidate.id))
    flash(_("Saved."), "success")
    return _record(candidate)


def _removed(candidate: Candidate, entry: Entry) -> ResponseReturnValue:
    remove_entry(entry, candidate=candidate, by=actor())
    flash(_("The entry was removed."), "success")
    return _record(candidate)


def _filled(entry: Entry) -> EntryForm:
    """The form as the entry stands."""
    form_class, said = (ExperienceForm, Position) if isinstance(entry, Experience) else (EducationForm, Degree)
    form: EntryForm = form_class(formdata=None)
    for name in asdict(said()):
        form[name].data = getattr(entry, name)
    words = "\x1f".join(str(value or "") for value in form.said.values())
    form.seen.data = hashlib.sha256(words.encode()).hexdigest()[:32]
    return form


def _clashes(form: EntryForm, recorded: EntryForm) -> list[Clash]:
    return [
        Clash(str(form[name].label.text), str(recorded[name].data or ""), str(form[name].data or ""))
        for name in form.said
        if str(recorded[name].data or "") != str(form[name].data or "")
    ]


def _candidate(candidate_id: int, *, lock: bool = False) -> Candidate:
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id, lock=lock)
    return candidate


def _entry(model: type[Any], candidate_id: int, entry_id: int) -> Any:
    return find(select(model).where(model.candidate_id == candidate_id), entry_id)


def _record(candidate: Candidate) -> ResponseReturnValue:
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate.id)


def _page(
    candidate: Candidate, form: EntryForm, *, entry: Entry | None = None, clashes: list[Clash] | None = None, status: int = 200
) -> ResponseReturnValue:
    kind = "experience" if isinstance(form, ExperienceForm) else "education"
    here: dict[str, Any] = {"candidate_id": candidate.id}
    if entry is not None:
        here[f"{kind}_id"] = entry.id
    return show(
        "recruiter/candidates/entry.html",
        status=status,
        candidate=candidate,
        form=form,
        clashes=clashes or [],
        title=_("Experience") if kind == "experience" else _("Education"),
        action=url_for(f".{'update' if entry else 'create'}_{kind}", **here),
        removal=url_for(f".delete_{kind}", **here) if entry else None,
    )
