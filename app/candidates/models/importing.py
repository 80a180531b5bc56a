"""Imports: a file of people, its mapping, and what became of each of its rows."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.core.claims import Claimable
from app.core.clock import now
from app.core.files import StoredFile
from app.core.records import REMEMBERED, Record, related
from app.core.types import Json, Short, state_column


class ImportState(Enum):
    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


class DuplicateChoice(Enum):
    """What an import does with a row whose person is already known."""

    SKIP = "skip"
    FILL = "fill"
    UPDATE = "update"

    @property
    def label(self) -> object:
        return {
            DuplicateChoice.SKIP: _("Skip the row"),
            DuplicateChoice.FILL: _("Fill gaps only"),
            DuplicateChoice.UPDATE: _("Update the record"),
        }[self]


class RowOutcome(Enum):
    IMPORTED = "imported"
    FILLED = "filled"
    UPDATED = "updated"
    MATCHED = "matched"
    REFUSED = "refused"

    @property
    def label(self) -> object:
        return {
            RowOutcome.IMPORTED: _("Imported"),
            RowOutcome.FILLED: _("Gaps filled"),
            RowOutcome.UPDATED: _("Updated"),
            RowOutcome.MATCHED: _("Already known"),
            RowOutcome.REFUSED: _("Refused"),
        }[self]


class ImportBatch(Claimable, Record):
    """One imported file. Work proceeds in chunks; `next_row` is where the next chunk begins."""

    __tablename__ = "import_batches"
    __table_args__ = (Index("ix_import_batches_due", "due_at"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ImportState] = mapped_column(state_column(ImportState), default=ImportState.MAPPING)
    filename: Mapped[Short]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    shape: Mapped[Json] = mapped_column(default=dict)
    """Detected encoding, delimiter, header row and headers."""
    header_key: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Hash of the header set: a mapping is remembered per header set."""
    mapping: Mapped[Json] = mapped_column(default=dict)
    """Header → field name."""
    mapped_like_id: Mapped[int | None]
    """The import whose mapping was proposed again; only said, never followed."""
    duplicates: Mapped[DuplicateChoice] = mapped_column(state_column(DuplicateChoice), default=DuplicateChoice.FILL)
    source: Mapped[Short] = mapped_column(default="")
    tags: Mapped[Json] = mapped_column(default=dict)
    """`{"names": [...]}`."""
    lawful_basis: Mapped[str] = mapped_column(String(60), default="")
    evidence: Mapped[str] = mapped_column(String(1000), default="")
    dry_run: Mapped[bool] = mapped_column(default=True)
    total_rows: Mapped[int] = mapped_column(default=0)
    next_row: Mapped[int] = mapped_column(default=0)
    counts: Mapped[Json] = mapped_column(default=dict)
    """Outcome → number of rows."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    file: Mapped[StoredFile | None] = related(viewonly=False)
    created_by: Mapped[User | None] = related()

    @property
    def is_busy(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING)


class ImportRow(Record):
    """What became of one row of an import; `number` counts data rows from 1. Problems name the cell and the reason."""

    __tablename__ = "import_rows"
    __table_args__ = (Index("ix_import_rows_batch", "batch_id", "number", unique=True), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"))
    number: Mapped[int]
    outcome: Mapped[RowOutcome] = mapped_column(state_column(RowOutcome))
    candidate_id: Mapped[int | None] = mapped_column(index=True)
    name: Mapped[Short] = mapped_column(default="")
    problems: Mapped[Json] = mapped_column(default=dict)
    """`{"cells": [{"column", "value", "problem"}], "reason": ...}`."""
    before: Mapped[Json] = mapped_column(default=dict)
    """For undo: the values this row replaced or the ids it created."""


class ResumeState(Enum):
    """Where one file of a résumé import stands. Nobody is on record before it is accepted."""

    WAITING = "waiting"
    READ = "read"
    UNREADABLE = "unreadable"
    ACCEPTING = "accepting"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"

    @property
    def label(self) -> object:
        return {
            ResumeState.WAITING: _("Is being read"),
            ResumeState.READ: _("To be looked at"),
            ResumeState.UNREADABLE: _("Could not be read"),
            ResumeState.ACCEPTING: _("Is being added"),
            ResumeState.ACCEPTED: _("Added"),
            ResumeState.DISCARDED: _("Discarded"),
        }[self]


class ResumeBatch(Record):
    """Many résumés sent at once; what holds for all of them is decided when they are sent."""

    __tablename__ = "resume_batches"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[Short] = mapped_column(default="")
    tags: Mapped[Json] = mapped_column(default=dict)
    """`{"names": [...]}`."""
    lawful_basis: Mapped[str] = mapped_column(String(60), default="")
    evidence: Mapped[str] = mapped_column(String(1000), default="")
    left_out: Mapped[Json] = mapped_column(default=dict)
    """`{"files": [[name, reason], ...]}`: what was sent along and not taken."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    created_by: Mapped[User | None] = related()


class ResumeFile(Claimable, Record):
    """One file of a résumé import: read in the background, then accepted, edited or discarded by a person.

    What was read is emptied once it is accepted (the record and its document hold it) or discarded.
    """

    __tablename__ = "resume_files"
    __table_args__ = (
        Index("ix_resume_files_batch", "batch_id", "id"),
        Index("ix_resume_files_due", "due_at"),
        Index("ix_resume_files_email", "email_key"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("resume_batches.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    filename: Mapped[Short]
    state: Mapped[ResumeState] = mapped_column(state_column(ResumeState), default=ResumeState.WAITING)
    note: Mapped[str] = mapped_column(String(300), default="")
    """Why it could not be read, or why it must not be added."""
    email_key: Mapped[str] = mapped_column(String(320), default="")
    values: Mapped[Json] = mapped_column(default=dict)
    """What would stand on the record: as read, then as somebody corrected it."""
    facts: Mapped[Json] = mapped_column(default=dict, deferred=True)
    text: Mapped[str] = mapped_column(String(200_000), default="", deferred=True)
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"), index=True)
    """Whom it became, or whose record the document joined."""
    join_id: Mapped[int | None]
    """While it is being accepted: whose record it shall join; None for somebody new."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    file: Mapped[StoredFile | None] = related(viewonly=False)
    batch: Mapped[ResumeBatch] = related()
