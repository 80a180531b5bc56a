"""Interviews, who sits in them, and the calendar links of colleagues."""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.core.clock import now
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import Short, state_column
from app.hiring.models.application import Application
from app.jobs.models import Stage


class InterviewKind(Enum):
    PHONE = "phone"
    VIDEO = "video"
    ON_SITE = "on_site"
    PANEL = "panel"
    TAKE_HOME = "take_home"

    @property
    def label(self) -> object:
        return {
            InterviewKind.PHONE: _("Phone call"),
            InterviewKind.VIDEO: _("Video call"),
            InterviewKind.ON_SITE: _("On site"),
            InterviewKind.PANEL: lazy_pgettext("interview", "Panel"),
            InterviewKind.TAKE_HOME: _("Take-home task"),
        }[self]

    @property
    def icon(self) -> str:
        return {"phone": "phone", "video": "video", "on_site": "map-pin", "panel": "users", "take_home": "file-text"}[self.value]


class InterviewState(Enum):
    """Scheduled until somebody says how it went; absent and cancelled ones owe no scorecard."""

    SCHEDULED = "scheduled"
    HELD = "held"
    CANDIDATE_ABSENT = "candidate_absent"
    INTERVIEWER_ABSENT = "interviewer_absent"
    CUT_SHORT = "cut_short"
    CANCELLED = "cancelled"

    @property
    def label(self) -> object:
        return {
            InterviewState.SCHEDULED: _("Scheduled"),
            InterviewState.HELD: _("Held"),
            InterviewState.CANDIDATE_ABSENT: _("Candidate absent"),
            InterviewState.INTERVIEWER_ABSENT: _("Interviewer absent"),
            InterviewState.CUT_SHORT: _("Cut short"),
            InterviewState.CANCELLED: _("Called off"),
        }[self]

    @property
    def tone(self) -> str:
        return {"scheduled": "blue", "held": "green", "cut_short": "amber", "cancelled": "neutral"}.get(self.value, "red")


OUTCOMES = (
    InterviewState.HELD, InterviewState.CANDIDATE_ABSENT, InterviewState.INTERVIEWER_ABSENT, InterviewState.CUT_SHORT,
)  # fmt: skip
"""What somebody can say of an interview whose time has come."""
OWING = (InterviewState.SCHEDULED, InterviewState.HELD, InterviewState.CUT_SHORT)
"""States in which those who sit in an interview owe a scorecard."""


class SeatRole(Enum):
    """What somebody does in the panel. Who merely observes owes no scorecard."""

    LEAD = "lead"
    INTERVIEWER = "interviewer"
    OBSERVER = "observer"

    @property
    def label(self) -> object:
        return {
            SeatRole.LEAD: _("Leads the talk"),
            SeatRole.INTERVIEWER: _("Interviewer"),
            SeatRole.OBSERVER: _("Observes"),
        }[self]


class SeatResponse(Enum):
    NEEDS_ACTION = "needs_action"
    ACCEPTED = "accepted"
    DECLINED = "declined"

    @property
    def label(self) -> object:
        return {
            SeatResponse.NEEDS_ACTION: _("has not answered"),
            SeatResponse.ACCEPTED: _("will come"),
            SeatResponse.DECLINED: _("cannot come"),
        }[self]

    @property
    def tone(self) -> str:
        return {"needs_action": "neutral", "accepted": "green", "declined": "red"}[self.value]


class Interview(Versioned, Moments, Record):
    """A talk with one candidate at a fixed time. `uid` never changes; `sequence` rises with every change that mattered
    to somebody's calendar. `time_zone` is the candidate's: what they read and get is told in it.
    """

    __tablename__ = "interviews"
    __table_args__ = (
        Index("ix_interviews_application", "application_id", "starts_at"),
        Index("ix_interviews_state", "state", "starts_at", "id"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"), index=True)
    kind: Mapped[InterviewKind] = mapped_column(state_column(InterviewKind))
    state: Mapped[InterviewState] = mapped_column(state_column(InterviewState), default=InterviewState.SCHEDULED)
    title: Mapped[Short]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(500), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    instructions: Mapped[str] = mapped_column(String(4000), default="")
    """For the candidate: how to get there, what to bring."""
    panel_note: Mapped[str] = mapped_column(String(4000), default="")
    """For the panel only."""
    uid: Mapped[str] = mapped_column(String(60), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who arranged it and hears of refusals."""
    cards_due_on: Mapped[date]
    """The working day after it, by which the panel gives its scorecards."""
    day_reminded_at: Mapped[datetime | None]
    hour_reminded_at: Mapped[datetime | None]
    outcome_at: Mapped[datetime | None]
    outcome_note: Mapped[str] = mapped_column(String(1000), default="")
    cancelled_because: Mapped[str] = mapped_column(String(40), default="")
    """`called_off` by a person, or how the application ended."""
    cannot_at: Mapped[datetime | None]
    """When the candidate said that this time does not work."""
    cannot_words: Mapped[str] = mapped_column(String(1000), default="")

    application: Mapped[Application] = related()
    stage: Mapped[Stage] = related()
    coordinator: Mapped[User | None] = related(foreign_keys=[coordinator_id])
    seats: Mapped[list["Seat"]] = related(order_by="Seat.id", back_populates="interview", cascade="all, delete-orphan")

    @property
    def is_scheduled(self) -> bool:
        return self.state is InterviewState.SCHEDULED

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= now()

    @property
    def lacks_outcome(self) -> bool:
        return self.is_scheduled and self.is_over

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def seat_of(self, user_id: int) -> "Seat | None":
        return next((seat for seat in self.seats if seat.user_id == user_id), None)


class Seat(Record):
    """One colleague's part in an interview, and whether they will come."""

    __tablename__ = "interview_seats"
    __table_args__ = (UniqueConstraint("interview_id", "user_id"), Index("ix_interview_seats_user", "user_id", "interview_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[SeatRole] = mapped_column(state_column(SeatRole), default=SeatRole.INTERVIEWER)
    response: Mapped[SeatResponse] = mapped_column(state_column(SeatResponse), default=SeatResponse.NEEDS_ACTION)
    responded_at: Mapped[datetime | None]
    card_reminded_at: Mapped[datetime | None]

    interview: Mapped[Interview] = related(back_populates="seats")
    user: Mapped[User] = related()

    @property
    def owes_card(self) -> bool:
        """Whether this part brings a scorecard at all."""
        return self.role is not SeatRole.OBSERVER


class CalendarFeed(Record):
    """A colleague's calendar link. Its secret is derived from the row; a revoked row opens nothing any more."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (Index("ix_calendar_feeds_user", "user_id", "revoked_at"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = related()
