"""An application, its answers, and how long it was in each stage."""

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.candidates.models import Candidate, Document
from app.core.clock import now, today
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import FoldedKey, Json, Short, state_column
from app.jobs.models import Job, Question, Stage

if TYPE_CHECKING:
    from app.hiring.models.offer import Offer
    from app.hiring.models.rejection import Rejection


class ApplicationState(Enum):
    """Apart from the stage: a rejected application keeps the stage it was rejected in."""

    ACTIVE = "active"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HIRED = "hired"

    @property
    def label(self) -> object:
        return {
            ApplicationState.ACTIVE: _("Active"),
            ApplicationState.REJECTED: _("Rejected"),
            ApplicationState.WITHDRAWN: _("Withdrawn"),
            ApplicationState.HIRED: _("Hired"),
        }[self]

    @property
    def tone(self) -> str:
        return {"active": "blue", "rejected": "red", "withdrawn": "neutral", "hired": "green"}[self.value]


class Suspicion(Enum):
    """Why the spam guard set an application aside; kept in `Application.suspicious` by value."""

    HONEYPOT = "honeypot"
    HASTE = "haste"
    RATE = "rate"
    REPEATED = "repeated"

    @property
    def label(self) -> object:
        return {
            Suspicion.HONEYPOT: _("a field people cannot see was filled in"),
            Suspicion.HASTE: _("filled in faster than a person can"),
            Suspicion.RATE: _("many applications from the same network"),
            Suspicion.REPEATED: _("the same text under several addresses"),
        }[self]


_ACTIVE_ONLY = text("state = 'active'")
_PROMISED = text("reply_by_missed_at IS NULL AND reply_by IS NOT NULL")
_SET_ASIDE = text("suspicious != ''")
_LEFT = text("left_on IS NOT NULL")
_UNCONFIRMED = text("confirmed_at IS NULL")


class Application(Versioned, Moments, Record):
    """One person's application to one job. At most one is active per person and job.

    `confirmed_at` None: the address was already known and its mailbox has not answered yet (PRODUCT 10.3); the
    application shows nothing older and changed nothing on the record. `given_*` is what the form said.
    `public_stage_id` is the last stage the candidate was told; while a rejection's mail waits it stays.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index("uq_applications_active", "job_id", "candidate_id", unique=True,
              sqlite_where=_ACTIVE_ONLY, postgresql_where=_ACTIVE_ONLY),
        Index("ix_applications_board", "job_id", "state", "stage_id", "board_rank", "id"),
        Index("ix_applications_candidate", "candidate_id", "id"),
        Index("ix_applications_applied", "applied_at", "id"),
        Index("ix_applications_reply_by", "state", "reply_by", "id", "job_id", "suspicious"),
        Index("ix_applications_promised", "state", "reply_by", "id", sqlite_where=_PROMISED, postgresql_where=_PROMISED),
        Index("ix_applications_shelf", "job_id", "state", sqlite_where=_SET_ASIDE, postgresql_where=_SET_ASIDE),
        Index("ix_applications_left", "left_on", "candidate_id", sqlite_where=_LEFT, postgresql_where=_LEFT),
        Index("ix_applications_duties", "job_id", "state", "reply_by", "suspicious", "confirmed_at", "applied_at"),
        Index("ix_applications_arrived", "applied_at", "state", "suspicious", "job_id"),
        Index("ix_applications_unconfirmed", "confirmed_at", "state", "suspicious", "job_id",
              sqlite_where=_UNCONFIRMED, postgresql_where=_UNCONFIRMED),
        REMEMBERED,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"))
    state: Mapped[ApplicationState] = mapped_column(state_column(ApplicationState), default=ApplicationState.ACTIVE)
    board_rank: Mapped[int] = mapped_column(default=0)
    """Order within a column: seconds since 2020-01-01 of entering it, negative, so that newest come first."""
    applied_at: Mapped[datetime] = mapped_column(default=now)
    stage_entered_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    """When it was rejected, withdrawn or hired."""
    left_on: Mapped[date | None]
    """The last day with the company of somebody who was hired here, which may still be to come."""
    reply_by: Mapped[date | None]
    """The date by which the candidate was promised word."""
    reply_by_missed_at: Mapped[datetime | None]
    public_stage_id: Mapped[int | None]
    closed_publicly_at: Mapped[datetime | None]
    """When the candidate could first read that it ended."""
    confirmed_at: Mapped[datetime | None]
    given_name: Mapped[Short]
    given_email: Mapped[str] = mapped_column(String(320))
    given_phone: Mapped[str] = mapped_column(String(40), default="")
    given_link: Mapped[str] = mapped_column(String(500), default="")
    locale: Mapped[str] = mapped_column(String(10), default="en")
    resume_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    source: Mapped[Short] = mapped_column(default="")
    source_key: Mapped[FoldedKey] = mapped_column(default="")
    campaign_id: Mapped[int | None]
    """The newsletter whose link led here."""
    suspicious: Mapped[str] = mapped_column(String(60), default="")
    """Why the spam guard set it aside, or empty. A person empties the shelf; nothing is dropped."""
    screening: Mapped[str] = mapped_column(String(10), default="")
    """`maybe` once a screener said so, else empty."""
    withdrawal_reason: Mapped[str] = mapped_column(String(1000), default="")
    newer_resume_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    """A résumé sent by applying again; it takes the place of `resume_id` once the mailbox has answered."""
    notice_text_id: Mapped[int | None] = mapped_column(ForeignKey("notice_texts.id"))
    """The privacy notice the form showed; recorded on the person when the application is confirmed."""
    pool_text_id: Mapped[int | None] = mapped_column(ForeignKey("notice_texts.id"))
    """The wording of the pool consent that was ticked, or None; given when the application is confirmed."""

    candidate: Mapped[Candidate] = related()
    job: Mapped[Job] = related()
    stage: Mapped[Stage] = related()
    resume: Mapped[Document | None] = related(foreign_keys=[resume_id])
    answers: Mapped[list["Answer"]] = related(order_by="Answer.id")
    rejection: Mapped["Rejection | None"] = related(
        back_populates="application",
        uselist=False,
        primaryjoin="and_(Rejection.application_id == Application.id, Rejection.undone_at.is_(None))",
        viewonly=True,
    )
    offers: Mapped[list["Offer"]] = related(order_by="Offer.number", back_populates="application")
    stays: Mapped[list["StageStay"]] = related(order_by="StageStay.id", viewonly=True)

    @property
    def is_active(self) -> bool:
        return self.state is ApplicationState.ACTIVE

    @property
    def has_left(self) -> bool:
        """Whether somebody who was hired here has had their last day."""
        return self.left_on is not None and self.left_on < today()

    @property
    def suspicion(self) -> Suspicion | None:
        return next((reason for reason in Suspicion if reason.value == self.suspicious), None)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_late(self) -> bool:
        """Whether the date by which word was promised has passed without it."""
        return self.is_active and self.reply_by is not None and self.reply_by < today()


class Answer(Record):
    """The answer to one question: `value` is text as shown, `choices` (`{"values": [...]}`) for one and many."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("application_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    value: Mapped[str] = mapped_column(String(10_000), default="")
    choices: Mapped[Json] = mapped_column(default=dict)

    question: Mapped[Question] = related()


class StageStay(Record):
    """How long an application was in a stage; `left_at` None while it is there. What reports are made from."""

    __tablename__ = "stage_stays"
    __table_args__ = (
        Index("ix_stage_stays_application", "application_id", "id"),
        Index("ix_stage_stays_stage", "stage_id", "entered_at"),
        Index("ix_stage_stays_job", "job_id", "stage_id", "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)
    left_at: Mapped[datetime | None]
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    stage: Mapped[Stage] = related()
