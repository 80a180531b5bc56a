"""Referrals: an employee names somebody, who is asked first. No record of a person before they say yes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.candidates.models import Candidate
from app.core.clock import now
from app.core.records import REMEMBERED, Record, related
from app.core.types import Short
from app.jobs.models import Job


class EmployeeLink(Record):
    """That a mailbox of the company asked for its link. No seat, no password: whoever reads the mailbox is an employee.

    The link is derived from the row (core.tokens) and works until `expires_at`.
    """

    __tablename__ = "employee_links"
    __table_args__ = (Index("ix_employee_links_email", "email_key", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Referral(Record):
    """Somebody an employee thought of. Until they agree it is only this row; what they do not answer is forgotten.

    `closed_at` is set when they said no or never answered: then nothing but the referrer's side of it is left.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        Index("ix_referrals_referrer", "referrer_key", "id"),
        Index("ix_referrals_waiting", "answered_at", "closed_at", "expires_at"),
        Index("ix_referrals_candidate", "candidate_id", "id"),
        Index("ix_referrals_email", "email_key"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    referrer_name: Mapped[Short]
    referrer_email: Mapped[str] = mapped_column(String(320))
    referrer_key: Mapped[str] = mapped_column(String(320))
    name: Mapped[Short] = mapped_column(default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    email_key: Mapped[str] = mapped_column(String(320), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    why: Mapped[str] = mapped_column(String(1000), default="")
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    locale: Mapped[str] = mapped_column(String(10), default="en")
    refused_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    """The address of somebody who said no, as a keyed hash: nobody asks them again."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"))

    candidate: Mapped[Candidate | None] = related()
    job: Mapped[Job | None] = related()
