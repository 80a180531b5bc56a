"""Notes, calls and meetings."""

from typing import Any

from sqlalchemy import update

from app.candidates.activities import NoteRemoved, NoteWritten
from app.candidates.models import Candidate, Note, NoteKind, NoteVisibility
from app.candidates.refusals import NothingWritten
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.text import clean_text
from app.extensions import db


def write_note(
    candidate: Candidate,
    *,
    body: str,
    by: Actor,
    kind: NoteKind = NoteKind.NOTE,
    visibility: NoteVisibility = NoteVisibility.EVERYONE,
    application: Any = None,
) -> Note:
    """Log a note, a call or a meeting; the latter two count as contact with the person."""
    text = clean_text(body).strip()
    if not text:
        raise NothingWritten(field="body")
    note = Note(
        candidate_id=candidate.id,
        application_id=application.id if application is not None else None,
        author_id=by.user_id,
        kind=kind,
        visibility=visibility,
        body=text[:20_000],
    )
    db.session.add(note)
    db.session.flush()
    record(NoteWritten(candidate=candidate, subject=note, note_kind=kind, application=application), by=by)
    if kind is not NoteKind.NOTE:
        touch_contact(candidate)
    return note


def remove_note(note: Note, *, candidate: Candidate, by: Actor) -> None:
    """Delete a note for good; the audit keeps that there was one."""
    note_id = note.id
    db.session.delete(note)
    record(NoteRemoved(candidate=candidate, note_id=note_id), by=by)


def touch_contact(candidate: Candidate) -> None:
    """We were in touch just now."""
    moment = now()
    db.session.execute(
        update(Candidate)
        .where(Candidate.id == candidate.id)
        .values(contacted_at=moment, contacted_rank=0, updated_at=Candidate.updated_at)
    )
