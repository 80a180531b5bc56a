"""Applications and what happens to them."""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.candidates.models import Candidate, Document
from app.core.clock import now, today
from app.core.files import StoredFile
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import FoldedKey, Json, Short, state_column
from app.jobs.models import Job, Question, Stage


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
        Index("ix_applications_reply_by", "state", "reply_by"),
        Index("ix_applications_duties", "job_id", "state", "reply_by", "suspicious", "confirmed_at"),
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


class BulkAct(Record):
    """One act on many applications, kept so that it can be taken back as a whole.

    `data` says what it did: `{"moves": [[application, from_stage, to_stage], …]}` or `{"rejections": [id, …]}`.
    """

    __tablename__ = "bulk_acts"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    data: Mapped[Json]
    undone_at: Mapped[datetime | None]


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

    file: Mapped[StoredFile | None] = related()
