"""What to look for in a stage's interviews, and what each interviewer found."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import Short, state_column
from app.hiring.models.application import Application
from app.hiring.models.interview import Interview


class Rating(Enum):
    STRONG_NO = "strong_no"
    NO = "no"
    MIXED = "mixed"
    YES = "yes"
    STRONG_YES = "strong_yes"
    NOT_ASSESSED = "not_assessed"

    @property
    def label(self) -> object:
        return {
            Rating.STRONG_NO: _("Strong no"),
            Rating.NO: lazy_pgettext("rating", "No"),
            Rating.MIXED: _("Mixed"),
            Rating.YES: lazy_pgettext("rating", "Yes"),
            Rating.STRONG_YES: _("Strong yes"),
            Rating.NOT_ASSESSED: _("Not assessed"),
        }[self]

    @property
    def tone(self) -> str:
        return {"strong_no": "red", "no": "red", "mixed": "amber", "yes": "green", "strong_yes": "green"}.get(self.value, "neutral")


OVERALL = (Rating.STRONG_NO, Rating.NO, Rating.YES, Rating.STRONG_YES)
"""The verdict has four steps and no middle: whoever talked to somebody takes a side."""


class Kit(Versioned, Moments, Record):
    """What interviews of one stage are for, what to ask, and what to rate."""

    __tablename__ = "interview_kits"
    __table_args__ = (UniqueConstraint("stage_id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"))
    purpose: Mapped[str] = mapped_column(String(2000), default="")

    attributes: Mapped[list["KitAttribute"]] = related(order_by="KitAttribute.position", back_populates="kit")

    @property
    def rated(self) -> list["KitAttribute"]:
        """What new scorecards rate, in order."""
        return [attribute for attribute in self.attributes if attribute.retired_at is None]


class KitAttribute(Record):
    """One thing to rate, with questions that bring it out. Rated ones are retired, never deleted."""

    __tablename__ = "kit_attributes"
    __table_args__ = (Index("ix_kit_attributes_kit", "kit_id", "position"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    kit_id: Mapped[int] = mapped_column(ForeignKey("interview_kits.id"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Short]
    questions: Mapped[str] = mapped_column(String(2000), default="")
    retired_at: Mapped[datetime | None]

    kit: Mapped[Kit] = related(back_populates="attributes")


class Scorecard(Versioned, Moments, Record):
    """What one interviewer found in one interview. A draft is its author's alone; once the author could read others'
    it is frozen, and what is changed afterwards is kept beside it.
    """

    __tablename__ = "scorecards"
    __table_args__ = (
        UniqueConstraint("interview_id", "user_id"),
        Index("ix_scorecards_application", "application_id", "submitted_at"),
        Index("ix_scorecards_user", "user_id", "submitted_at"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    overall: Mapped[Rating | None] = mapped_column(state_column(Rating))
    takeaway: Mapped[str] = mapped_column(String(4000), default="")
    submitted_at: Mapped[datetime | None]
    amended_at: Mapped[datetime | None]
    """When it was last changed after it had been given."""

    interview: Mapped[Interview] = related()
    application: Mapped[Application] = related()
    user: Mapped[User] = related()
    ratings: Mapped[list["ScorecardRating"]] = related(
        order_by="ScorecardRating.id", back_populates="scorecard", cascade="all, delete-orphan"
    )

    @property
    def is_given(self) -> bool:
        return self.submitted_at is not None

    def rating_of(self, attribute_id: int) -> "ScorecardRating | None":
        return next((one for one in self.ratings if one.attribute_id == attribute_id), None)


class ScorecardRating(Record):
    """The rating of one attribute with what it rests on."""

    __tablename__ = "scorecard_ratings"
    __table_args__ = (UniqueConstraint("scorecard_id", "attribute_id"), Index("ix_scorecard_ratings_attribute", "attribute_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecards.id"))
    attribute_id: Mapped[int] = mapped_column(ForeignKey("kit_attributes.id"))
    rating: Mapped[Rating] = mapped_column(state_column(Rating), default=Rating.NOT_ASSESSED)
    note: Mapped[str] = mapped_column(String(2000), default="")

    scorecard: Mapped[Scorecard] = related(back_populates="ratings")
    attribute: Mapped[KitAttribute] = related()
