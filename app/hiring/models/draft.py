"""Application forms that were begun."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.files import StoredFile
from app.core.records import REMEMBERED, Moments, Record, related
from app.core.types import Json, Short


class ApplyDraft(Moments, Record):
    """A half-filled application form and the résumé read for it; known only to the browser holding its secret."""

    __tablename__ = "apply_drafts"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    filename: Mapped[Short] = mapped_column(default="")
    values: Mapped[Json] = mapped_column(default=dict)
    expires_at: Mapped[datetime] = mapped_column(index=True)

    file: Mapped[StoredFile | None] = related(viewonly=False)
