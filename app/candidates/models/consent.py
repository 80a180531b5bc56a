"""How a person reached us, what they agreed to, and what they must be told."""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.records import REMEMBERED, Record, related
from app.core.types import Json, Short, state_column


class Purpose(Enum):
    """What personal data is used for; each purpose stands on its own lawful basis."""

    APPLICATION = "application"
    POOL = "pool"
    NEWSLETTER = "newsletter"
    JOB_ALERTS = "job_alerts"
    EVENTS = "events"
    TRACKING = "tracking"

    @property
    def label(self) -> object:
        return {
            Purpose.APPLICATION: _("Application"),
            Purpose.POOL: _("Talent pool"),
            Purpose.NEWSLETTER: _("Newsletter"),
            Purpose.JOB_ALERTS: _("Job alerts"),
            Purpose.EVENTS: _("Events"),
            Purpose.TRACKING: _("Tracking of opens and clicks"),
        }[self]


class ConsentAction(Enum):
    GIVEN = "given"
    CONFIRMED = "confirmed"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class NoticeText(Record):
    """One version of a text people are shown: a notice at collection or the wording of a consent."""

    __tablename__ = "notice_texts"
    __table_args__ = (Index("ix_notice_texts_name", "name", "locale", "version"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    """For instance `privacy-notice`, `consent-pool`."""
    locale: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(String(50_000))
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)


class Consent(Record):
    """One consent act. Append-only: the current state of a purpose is its newest row."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_candidate", "candidate_id", "purpose", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    purpose: Mapped[Purpose] = mapped_column(state_column(Purpose))
    action: Mapped[ConsentAction] = mapped_column(state_column(ConsentAction))
    at: Mapped[datetime] = mapped_column(default=now)
    method: Mapped[str] = mapped_column(String(40))
    """`form`, `import`, `event`, `recruiter`, `preferences`."""
    text_id: Mapped[int | None] = mapped_column(ForeignKey("notice_texts.id"))
    locale: Mapped[str] = mapped_column(String(10), default="en")
    address: Mapped[str | None] = mapped_column(String(45))
    agent: Mapped[str | None] = mapped_column(String(300))
    evidence: Mapped[str] = mapped_column(String(1000), default="")
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    text: Mapped[NoticeText | None] = related()


class ConsentValidity(Record):
    """How many months a consent counts that people of a country give from a day on. Decided by an admin, never by code.

    `country` is ISO 3166-1 alpha-2, empty for every country without a row of its own.
    """

    __tablename__ = "consent_validities"
    __table_args__ = (UniqueConstraint("country", "valid_from"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    valid_from: Mapped[date]
    months: Mapped[int]


class ConsentRenewal(Record):
    """One person was asked whether the consents that end by `covers_until` shall go on. Their answer closes it."""

    __tablename__ = "consent_renewals"
    __table_args__ = (
        Index("ix_consent_renewals_candidate", "candidate_id", "covers_until"),
        Index("ix_consent_renewals_waiting", "answered_at", "reminded_at", "ends_at"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    ends_at: Mapped[datetime]
    """When the first of them ends."""
    covers_until: Mapped[datetime]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    renewed: Mapped[bool | None]


class NoticeDuty(Record):
    """That a person we did not hear from directly must be told that we hold their data (GDPR Art. 14).

    Due at first contact, at the latest one month after the data was obtained. `given_at` closes it.
    """

    __tablename__ = "notice_duties"
    __table_args__ = (Index("ix_notice_duties_due", "given_at", "due_at"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    origin: Mapped[str] = mapped_column(String(40))
    """`import`, `recruiter`, `referral`, `event`."""
    lawful_basis: Mapped[str] = mapped_column(String(60), default="")
    due_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    given_how: Mapped[str] = mapped_column(String(60), default="")


class NoticeGiven(Record):
    """That a person saw a version of the privacy notice when giving data (GDPR Art. 13)."""

    __tablename__ = "notices_given"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("notice_texts.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Touchpoint(Record):
    """How somebody reached us: source, channel and what it pointed at. The first one is never overwritten."""

    __tablename__ = "touchpoints"
    __table_args__ = (Index("ix_touchpoints_candidate", "candidate_id", "at"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    source: Mapped[Short]
    medium: Mapped[str] = mapped_column(String(60), default="")
    job_id: Mapped[int | None] = mapped_column(index=True)
    application_id: Mapped[int | None] = mapped_column(index=True)
    campaign_id: Mapped[int | None] = mapped_column(index=True)
    detail: Mapped[Json] = mapped_column(default=dict)


class CandidateSession(Record):
    """A device a candidate stays signed in on, up to 30 days; only the hash of its secret is stored."""

    __tablename__ = "candidate_sessions"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class MagicLink(Record):
    """A link that signs a candidate in by POST, once. The secret is derived from the row (core.tokens), never stored.

    `next_path` is the page it returns to. `email` is the mailbox it was sent to: opening it verifies that mailbox.
    """

    __tablename__ = "magic_links"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    email: Mapped[str] = mapped_column(String(320))
    next_path: Mapped[str] = mapped_column(String(300), default="/me")
    on_request: Mapped[bool] = mapped_column(default=False)
    """The person asked for it just now: it lives ten minutes and the next request voids it."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
