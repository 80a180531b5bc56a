"""Offers and where they stand."""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import Short, state_column
from app.hiring.models.application import Application


class OfferState(Enum):
    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def label(self) -> object:
        return {
            OfferState.DRAFT: _("Draft"),
            OfferState.SENT: _("Sent"),
            OfferState.ACCEPTED: _("Accepted"),
            OfferState.DECLINED: _("Declined"),
            OfferState.WITHDRAWN: _("Withdrawn"),
            OfferState.EXPIRED: _("Expired"),
        }[self]

    @property
    def tone(self) -> str:
        return {"sent": "blue", "accepted": "green", "declined": "amber", "expired": "red"}.get(self.value, "neutral")


class Offer(Versioned, Moments, Record):
    """One version of an offer. Pay is yearly, in minor units of `currency`."""

    __tablename__ = "offers"
    __table_args__ = (UniqueConstraint("application_id", "number"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]
    state: Mapped[OfferState] = mapped_column(state_column(OfferState), default=OfferState.DRAFT)
    title: Mapped[Short]
    pay_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    starts_on: Mapped[date]
    expires_on: Mapped[date | None]
    message: Mapped[str] = mapped_column(String(4000), default="")
    sent_at: Mapped[datetime | None]
    viewed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    signed_name: Mapped[Short] = mapped_column(default="")
    decline_reason: Mapped[str] = mapped_column(String(1000), default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    application: Mapped[Application] = related(back_populates="offers")

    @property
    def is_open(self) -> bool:
        """Whether something can still come of it."""
        return self.state in (OfferState.DRAFT, OfferState.SENT)
