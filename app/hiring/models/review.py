"""Colleagues' opinions that were asked for."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.core.clock import now
from app.core.records import REMEMBERED, Record, related
from app.core.types import state_column
from app.hiring.models.application import Application


class ReviewAnswer(Enum):
    YES = "yes"
    NO = "no"
    TALK = "talk"

    @property
    def label(self) -> object:
        return {ReviewAnswer.YES: _("Yes"), ReviewAnswer.NO: _("No"), ReviewAnswer.TALK: _("Let us talk")}[self]

    @property
    def tone(self) -> str:
        return {"yes": "green", "no": "red", "talk": "amber"}[self.value]


class ReviewRequest(Record):
    """That a colleague was asked for an opinion on an application; it is what lets an interviewer see it."""

    __tablename__ = "review_requests"
    __table_args__ = (
        UniqueConstraint("application_id", "user_id"),
        Index("ix_review_requests_user", "user_id", "answered_at"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    message: Mapped[str] = mapped_column(String(1000), default="")
    reminded_at: Mapped[datetime | None]
    answer: Mapped[ReviewAnswer | None] = mapped_column(state_column(ReviewAnswer))
    reason: Mapped[str] = mapped_column(String(4000), default="")
    answered_at: Mapped[datetime | None]

    application: Mapped[Application] = related()
    user: Mapped[User] = related(foreign_keys=[user_id])
