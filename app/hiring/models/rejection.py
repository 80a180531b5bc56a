"""Rejections and the employer's list of reasons."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.records import REMEMBERED, Record, related
from app.core.types import Short, state_column
from app.hiring.models.application import Application


class ReasonSide(Enum):
    """Who ended it."""

    WE = "we"
    THEY = "they"
    NONE = "none"

    @property
    def label(self) -> object:
        return {ReasonSide.WE: _("We decided"), ReasonSide.THEY: _("They decided"), ReasonSide.NONE: _("Neither")}[self]


class RejectReason(Record):
    """A reason of the employer's list. `name` is for staff; candidates never read it."""

    __tablename__ = "reject_reasons"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Short]
    side: Mapped[ReasonSide] = mapped_column(state_column(ReasonSide))
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]


class Rejection(Record):
    """That an application was rejected: who, when, why. A state is a row; `undone_at` set means it was taken back."""

    __tablename__ = "rejections"
    __table_args__ = (
        Index("uq_rejections_standing", "application_id", unique=True,
              sqlite_where=text("undone_at IS NULL"), postgresql_where=text("undone_at IS NULL")),
        REMEMBERED,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    reason_id: Mapped[int] = mapped_column(ForeignKey("reject_reasons.id"))
    note: Mapped[str] = mapped_column(String(4000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    """The mail that tells the candidate; None when none is sent, then `silence_reason` says why."""
    silence_reason: Mapped[str] = mapped_column(String(300), default="")
    undone_at: Mapped[datetime | None]

    application: Mapped[Application] = related(back_populates="rejection")
    reason: Mapped[RejectReason] = related()
