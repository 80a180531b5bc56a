"""What staff keep about a candidate: documents, notes, tags, to-dos, custom suggestions."""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.candidates.models.candidate import Candidate
from app.core.claims import Claimable
from app.core.clock import now
from app.core.files import StoredFile
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import FoldedKey, Json, Short, state_column


class DocumentKind(Enum):
    RESUME = "resume"
    COVER_LETTER = "cover_letter"
    CERTIFICATE = "certificate"
    LICENCE = "licence"
    OTHER = "other"

    @property
    def label(self) -> object:
        return _DOCUMENT_LABELS[self]


_DOCUMENT_LABELS = {
    DocumentKind.RESUME: _("Résumé"),
    DocumentKind.COVER_LETTER: _("Cover letter"),
    DocumentKind.CERTIFICATE: _("Certificate"),
    DocumentKind.LICENCE: _("Licence or permit"),
    DocumentKind.OTHER: _("Other document"),
}


class ReadingState(Enum):
    """How far the text of a document has been read."""

    WAITING = "waiting"
    READ = "read"
    UNREADABLE = "unreadable"


class Document(Claimable, Record):
    """A file about a candidate. `due_at` is set while its text waits to be read (a claim, see core.claims).

    `pending` documents came with an unconfirmed application: they belong to that application only.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_candidate", "candidate_id", "id"),
        Index("ix_documents_due", "due_at"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    kind: Mapped[DocumentKind] = mapped_column(state_column(DocumentKind))
    filename: Mapped[Short]
    pending: Mapped[bool] = mapped_column(default=False)
    fills_record: Mapped[bool] = mapped_column(default=False)
    """The record was made with this document: what is read fills its empty fields. Otherwise it stays a suggestion."""
    reading: Mapped[ReadingState] = mapped_column(state_column(ReadingState), default=ReadingState.WAITING)
    reading_note: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(String(200_000), default="", deferred=True)
    facts: Mapped[Json] = mapped_column(default=dict, deferred=True)
    """What the reader found, each value with its source line; suggestions until a person accepts them."""
    number: Mapped[Short] = mapped_column(default="")
    issuer: Mapped[Short] = mapped_column(default="")
    expires_on: Mapped[date | None] = mapped_column(index=True)
    warned_at: Mapped[datetime | None]
    """When somebody was told that it is about to expire."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The staff user who added it; None when the candidate did."""

    file: Mapped[StoredFile] = related(viewonly=False)


class NoteKind(Enum):
    NOTE = "note"
    CALL = "call"
    MEETING = "meeting"

    @property
    def label(self) -> object:
        return {NoteKind.NOTE: _("Note"), NoteKind.CALL: _("Call"), NoteKind.MEETING: _("Meeting")}[self]


class NoteVisibility(Enum):
    EVERYONE = "everyone"
    """Everyone on the staff who may see the candidate."""
    TEAM = "team"
    """Recruiters, coordinators and admins only."""
    AUTHOR = "author"

    @property
    def label(self) -> object:
        return {
            NoteVisibility.EVERYONE: _("Everyone who sees this person"),
            NoteVisibility.TEAM: _("Recruiting only"),
            NoteVisibility.AUTHOR: _("Only me"),
        }[self]


class Note(Versioned, Moments, Record):
    """A note, call or meeting somebody logged. Candidates may ask to read it."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_candidate", "candidate_id", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    application_id: Mapped[int | None] = mapped_column(index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[NoteKind] = mapped_column(state_column(NoteKind), default=NoteKind.NOTE)
    visibility: Mapped[NoteVisibility] = mapped_column(state_column(NoteVisibility), default=NoteVisibility.EVERYONE)
    body: Mapped[str] = mapped_column(String(20_000))

    author: Mapped[User | None] = related()


class Tag(Record):
    __tablename__ = "tags"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Short]
    name_key: Mapped[FoldedKey] = mapped_column(unique=True)


class CandidateTag(Record):
    __tablename__ = "candidate_tags"
    __table_args__ = (
        UniqueConstraint("candidate_id", "tag_id"),
        Index("ix_candidate_tags_tag", "tag_id", "candidate_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"))

    tag: Mapped[Tag] = related()


class Todo(Versioned, Moments, Record):
    """Something somebody on the staff has to do, by a date, possibly about a candidate."""

    __tablename__ = "todos"
    __table_args__ = (Index("ix_todos_owner", "owner_id", "done_at", "due_on"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(index=True)
    what: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date]
    path: Mapped[str] = mapped_column(String(200), default="")
    """Where in the back office it is done, when that is neither the record nor the application."""
    done_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    owner: Mapped[User] = related(foreign_keys=[owner_id])
    candidate: Mapped[Candidate | None] = related()


class RefreshRequest(Record):
    """That somebody was asked whether what we hold is still right; `answered_at` is when they last looked it over."""

    __tablename__ = "refresh_requests"
    __table_args__ = (Index("ix_refresh_requests_candidate", "candidate_id", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
