"""Exports of the candidate list: what was asked for, how far it is, and the file until it is removed again."""

from datetime import datetime, timedelta
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.core.claims import Claimable
from app.core.clock import now
from app.core.files import StoredFile
from app.core.records import REMEMBERED, Record, related
from app.core.types import Json, state_column

KEPT_FOR = timedelta(hours=24)
"""A file full of people's details is not left lying about."""


class ExportFormat(Enum):
    CSV = "csv"
    XLSX = "xlsx"

    @property
    def label(self) -> str:
        return self.value.upper() if self is ExportFormat.CSV else "Excel"

    @property
    def media_type(self) -> str:
        return {
            ExportFormat.CSV: "text/csv; charset=utf-8",
            ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }[self]


class ExportState(Enum):
    WORKING = "working"
    READY = "ready"
    HANDED_OUT = "handed_out"
    """A small one: it was the answer itself and was kept nowhere."""
    FAILED = "failed"
    EXPIRED = "expired"

    @property
    def label(self) -> object:
        return {
            ExportState.WORKING: _("Being made"),
            ExportState.READY: _("Ready"),
            ExportState.HANDED_OUT: _("Downloaded"),
            ExportState.FAILED: _("Stopped by an error"),
            ExportState.EXPIRED: _("Removed again"),
        }[self]


class Export(Claimable, Record):
    """One export. `asked_for` is `{"q", "sort", "columns": [...], "ids": [...]}`; ids only when rows were ticked."""

    __tablename__ = "exports"
    __table_args__ = (Index("ix_exports_due", "due_at"), Index("ix_exports_created_by", "created_by_id", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    format: Mapped[ExportFormat] = mapped_column(state_column(ExportFormat))
    state: Mapped[ExportState] = mapped_column(state_column(ExportState), default=ExportState.WORKING)
    asked_for: Mapped[Json] = mapped_column(default=dict)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    file: Mapped[StoredFile | None] = related(viewonly=False)
    created_by: Mapped[User] = related()

    @property
    def is_busy(self) -> bool:
        return self.state is ExportState.WORKING

    @property
    def filename(self) -> str:
        return f"candidates-{self.created_at:%Y-%m-%d}-{self.id}.{self.format.value}"
