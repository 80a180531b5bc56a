"""Invitations to apply, and offers to keep in touch after a rejection."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core.clock import now
from app.core.records import REMEMBERED, Record, related
from app.core.types import state_column
from app.hiring.models import Application
from app.jobs.models import Job
from app.mailing.models import Message
from app.talent.models.pools import Pool


class InvitationState(Enum):
    """`not_sent`: the gate held the mail back or the mail server refused it for good."""

    SENT = "sent"
    OPENED = "opened"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"
    NOT_SENT = "not_sent"

    @property
    def label(self) -> object:
        return {
            InvitationState.SENT: _("Invited"),
            InvitationState.OPENED: _("Looked at it"),
            InvitationState.APPLIED: _("Applied"),
            InvitationState.WITHDRAWN: _("Invitation taken back"),
            InvitationState.NOT_SENT: _("Could not be invited"),
        }[self]


class JobInvitation(Record):
    """That somebody was asked to apply for a job, at most once per job. Its link proves the mailbox it was sent to."""

    __tablename__ = "job_invitations"
    __table_args__ = (
        UniqueConstraint("job_id", "candidate_id"),
        Index("ix_job_invitations_candidate", "candidate_id", "id"),
        Index("ix_job_invitations_pool", "pool_id", "id"),
        Index("ix_job_invitations_at", "invited_at"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("pools.id"))
    """The pool the person was chosen from."""
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    invited_at: Mapped[datetime] = mapped_column(default=now)
    email: Mapped[str] = mapped_column(String(320))
    """The mailbox it went to: whoever opens the link reads that mailbox."""
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why we think of this person, as the mail said it."""
    state: Mapped[InvitationState] = mapped_column(state_column(InvitationState), default=InvitationState.SENT)
    opened_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"), index=True)

    job: Mapped[Job] = related()
    candidate: Mapped[Candidate] = related()
    pool: Mapped[Pool | None] = related()
    invited_by: Mapped[User | None] = related()
    message: Mapped[Message | None] = related()

    @property
    def is_open(self) -> bool:
        return self.state in (InvitationState.SENT, InvitationState.OPENED)


class KeepInTouch(Record):
    """That a rejected person was asked whether we may keep in touch, in a pool chosen by whoever rejected."""

    __tablename__ = "keep_in_touch"
    __table_args__ = (
        Index("uq_keep_in_touch_standing", "application_id", unique=True, sqlite_where=text("withdrawn_at IS NULL"),
              postgresql_where=text("withdrawn_at IS NULL")),
        Index("ix_keep_in_touch_candidate", "candidate_id", "id"),
        Index("ix_keep_in_touch_pool", "pool_id", "accepted_at"),
        REMEMBERED,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"))
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    offered_at: Mapped[datetime] = mapped_column(default=now)
    email: Mapped[str] = mapped_column(String(320))
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    application: Mapped[Application] = related()
    candidate: Mapped[Candidate] = related()
    pool: Mapped[Pool] = related()
    offered_by: Mapped[User | None] = related()

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None
