"""Notes, tags and skills on the record; each act leads back to it."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.permissions import Permission
from app.candidates.commands import (
    add_tag,
    add_todo,
    give_notice,
    record_consent,
    remove_note,
    remove_tag,
    write_note,
)
from app.candidates.models import (
    Candidate,
    ConsentAction,
    Note,
    NoteKind,
    NoteVisibility,
    Purpose,
    Tag,
)
from app.candidates.policy import visible_candidates, visible_notes
from app.core.refusals import NotAllowed, Refused
from app.recruiter.candidates.choices import colleagues
from app.recruiter.candidates.forms import NoteForm, TodoForm
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_back, redirect_to

blueprint = Blueprint("notes", __name__)


@blueprint.post("/candidates/<int:candidate_id>/notes")
@needs(Permission.NOTES_WRITE)
def create_note(candidate_id: int) -> ResponseReturnValue:
    """Log a note, a call or a meeting."""
    candidate = _candidate(candidate_id)
    form = NoteForm()
    if form.repeated_answer:
        return _record(candidate)
    if not form.validate_on_submit():
        raise Refused(_("This note is too long, or its kind is not known."))
    kind, visibility = NoteKind(form.kind.data), NoteVisibility(form.visibility.data)
    write_note(candidate, body=form.body.data or "", kind=kind, visibility=visibility, by=actor())
    form.remember(f"/recruiter/candidates/{candidate_id}")
    return _record(candidate)


@blueprint.post("/notes/<int:note_id>/removal")
@needs(Permission.NOTES_WRITE)
def delete_note(note_id: int) -> ResponseReturnValue:
    """One's own note; an admin may remove anybody's."""
    note: Note = find(visible_notes(viewer()), note_id)
    if note.author_id != viewer().id and not viewer().is_admin:
        raise NotAllowed()
    candidate = _candidate(note.candidate_id)
    remove_note(note, candidate=candidate, by=actor())
    flash(_("The note was removed."), "success")
    return _record(candidate)


@blueprint.post("/candidates/<int:candidate_id>/tags")
@needs(Permission.CANDIDATES_EDIT)
def create_tag(candidate_id: int) -> ResponseReturnValue:
    candidate = _candidate(candidate_id)
    add_tag(candidate, name=request.form.get("tag", ""), by=actor())
    return _record(candidate)


@blueprint.post("/candidates/<int:candidate_id>/tags/<int:tag_id>/removal")
@needs(Permission.CANDIDATES_EDIT)
def delete_tag(candidate_id: int, tag_id: int) -> ResponseReturnValue:
    candidate = _candidate(candidate_id)
    remove_tag(candidate, tag=find(select(Tag), tag_id), by=actor())
    return _record(candidate)


@blueprint.post("/candidates/<int:candidate_id>/todos")
@needs(Permission.NOTES_WRITE)
def create_todo(candidate_id: int) -> ResponseReturnValue:
    """A to-do about this person."""
    candidate = _candidate(candidate_id)
    form = TodoForm()
    form.owner.choices = colleagues()
    if not form.validate_on_submit():
        raise Refused(_("Say what there is to do, by when, and who does it."))
    add_todo(what=form.what.data, due_on=form.due_on.data, owner_id=form.owner.data, candidate_id=candidate.id, by=actor())
    return _record(candidate)


@blueprint.post("/candidates/<int:candidate_id>/notice")
@needs(Permission.CANDIDATES_EDIT)
def create_notice(candidate_id: int) -> ResponseReturnValue:
    """The person was told that we hold their details."""
    candidate = _candidate(candidate_id)
    how = request.form.get("how", "")
    give_notice(candidate, how=how if how in ("mail", "phone", "in-person") else "mail", by=actor())
    flash(_("Noted: this person knows that you hold their details."), "success")
    return redirect_back(request.form.get("next"), f"/recruiter/candidates/{candidate_id}")


@blueprint.post("/candidates/<int:candidate_id>/consents")
@needs(Permission.CANDIDATES_EDIT)
def create_consent(candidate_id: int) -> ResponseReturnValue:
    """A consent somebody gave or took back by other ways than our forms; says how it can be shown."""
    candidate = _candidate(candidate_id)
    purpose, action = request.form.get("purpose", ""), request.form.get("action", "")
    if purpose not in {one.value for one in Purpose if one is not Purpose.APPLICATION} or action not in ("given", "withdrawn"):
        raise Refused(_("Choose what the consent is for."))
    evidence = request.form.get("evidence", "").strip()
    if action == "given" and len(evidence) < 5:
        raise Refused(_("Say how the consent was given, so that it can be shown later."))
    record_consent(
        candidate, purpose=Purpose(purpose), action=ConsentAction(action), method="recruiter", evidence=evidence,
        by=actor(),
    )  # fmt: skip
    return _record(candidate)


def _candidate(candidate_id: int) -> Candidate:
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id)
    return candidate


def _record(candidate: Candidate) -> ResponseReturnValue:
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate.id)
