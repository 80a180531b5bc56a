"""What is kept about a person: notes, documents, to-dos."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from app.candidates.activities.audiences import AUDIT, BOTH
from app.candidates.models import Candidate, Document, DocumentKind, Note, NoteKind, Todo
from app.core.activity import Happening, kind


@kind
@dataclass(frozen=True, kw_only=True)
class NoteWritten(Happening):
    candidate: Candidate
    subject: Note
    note_kind: NoteKind
    application: Any = None
    sentence = _("wrote a note")


@kind
@dataclass(frozen=True, kw_only=True)
class NoteRemoved(Happening):
    candidate: Candidate
    note_id: int
    audience = AUDIT
    sentence = _("removed a note")


@kind
@dataclass(frozen=True, kw_only=True)
class DocumentAdded(Happening):
    candidate: Candidate
    subject: Document
    document_kind: DocumentKind
    application: Any = None
    audience = BOTH
    sentence = _("added a document")
    candidate_sentence = _("A document was added.")


@kind
@dataclass(frozen=True, kw_only=True)
class DocumentRead(Happening):
    """The text of a document was read in the background. Search indexes it on this."""

    candidate: Candidate | int
    subject: Document
    audience = AUDIT
    sentence = _("read a document")


@kind
@dataclass(frozen=True, kw_only=True)
class DocumentViewed(Happening):
    candidate: int
    document_id: int
    download: bool
    audience = AUDIT
    sentence = _("looked at a document")


@kind
@dataclass(frozen=True, kw_only=True)
class DocumentRemoved(Happening):
    candidate: Candidate
    document_id: int
    sentence = _("removed a document")


@kind
@dataclass(frozen=True, kw_only=True)
class TodoAdded(Happening):
    candidate: int | None
    subject: Todo
    owner_id: int
    application: Any = None
    audience = AUDIT
    sentence = _("added a to-do")


@kind
@dataclass(frozen=True, kw_only=True)
class TodoFinished(Happening):
    candidate: int | None
    subject: Todo
    sentence = _("finished a to-do")


@kind
@dataclass(frozen=True, kw_only=True)
class TodoReassigned(Happening):
    candidate: int | None
    subject: Todo
    owner_id: int
    audience = AUDIT
    sentence = _("reassigned a to-do")
