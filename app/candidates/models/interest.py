"""The signals a person's interest is made of, and how much each kind weighs. Never shown where people are judged."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.claims import Claimable
from app.core.clock import now
from app.core.records import REMEMBERED, Record
from app.core.types import Json, state_column


class SignalKind(Enum):
    """Something a person did that tells of interest. What machines open and click is no signal."""

    CLICKED = "clicked"
    REPLIED = "replied"
    REGISTERED = "registered"
    ATTENDED = "attended"
    VISITED_JOB = "visited_job"
    UPDATED_PROFILE = "updated_profile"
    CONFIRMED_MAILBOX = "confirmed_mailbox"
    JOINED_COMMUNITY = "joined_community"
    APPLIED = "applied"

    @property
    def label(self) -> object:
        return _LABELS[self]


_LABELS = {
    SignalKind.CLICKED: _("Followed a link in a mail"),
    SignalKind.REPLIED: _("Answered a mail"),
    SignalKind.REGISTERED: _("Registered for an event"),
    SignalKind.ATTENDED: _("Came to an event"),
    SignalKind.VISITED_JOB: _("Looked at a job"),
    SignalKind.UPDATED_PROFILE: _("Updated their details or choices"),
    SignalKind.CONFIRMED_MAILBOX: _("Opened a link from their mailbox"),
    SignalKind.JOINED_COMMUNITY: _("Joined a community"),
    SignalKind.APPLIED: _("Applied for a job"),
}


class InterestSignal(Record):
    """One thing a person did. The same source row tells of it once; a void one counts no longer."""

    __tablename__ = "interest_signals"
    __table_args__ = (
        UniqueConstraint("candidate_id", "kind", "source_kind", "source_id"),
        Index("ix_interest_signals_candidate", "candidate_id", "at"),
        Index("ix_interest_signals_source", "source_kind", "source_id"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    kind: Mapped[SignalKind] = mapped_column(state_column(SignalKind))
    at: Mapped[datetime] = mapped_column(default=now)
    source_kind: Mapped[str] = mapped_column(String(60))
    """The table of the row that tells of it, for instance `memberships`."""
    source_id: Mapped[int]
    void_at: Mapped[datetime | None]


class InterestWeights(Claimable, Record):
    """What an admin set instead of the shipped weights, one row; `due_at` while everybody is counted anew."""

    __tablename__ = "interest_weights"

    id: Mapped[int] = mapped_column(primary_key=True)
    weights: Mapped[Json] = mapped_column(default=dict)
    """Kind of signal → points."""
    next_candidate: Mapped[int] = mapped_column(default=0)
    """Where the next chunk of counting anew begins."""
