"""What remains of an erasure: that it happened, and what must not come back; and how long people are kept before."""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core.actors import ActorKind
from app.core.clock import now, today
from app.core.records import REMEMBERED, Record, related
from app.core.types import Json, state_column


class ErasureReason(Enum):
    """Fixed reasons, so that no prose about the person outlives the person's data."""

    ASKED = "asked"
    OBJECTED = "objected"
    NO_BASIS = "no_basis"
    MISTAKE = "mistake"

    @property
    def label(self) -> object:
        return {
            ErasureReason.ASKED: _("The person asked for it"),
            ErasureReason.OBJECTED: _("The person objected to our keeping their details"),
            ErasureReason.NO_BASIS: _("There is no basis to keep the details any longer"),
            ErasureReason.MISTAKE: _("The record was made by mistake"),
        }[self]


class Erasure(Record):
    """The certificate: when, by whom, why, and how many rows of which tables and how many files were removed."""

    __tablename__ = "erasures"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor_kind: Mapped[ActorKind] = mapped_column(state_column(ActorKind))
    actor_id: Mapped[int | None]
    reason: Mapped[ErasureReason] = mapped_column(state_column(ErasureReason))
    counts: Mapped[Json] = mapped_column(default=dict)
    """Table → rows removed or emptied."""
    files: Mapped[int] = mapped_column(default=0)
    messages_cancelled: Mapped[int] = mapped_column(default=0)
    scrubbed_at: Mapped[datetime | None]
    """When free pages and index remains were overwritten as well (SQLite keeps them a while)."""


class Tombstone(Record):
    """An address that was erased, as a keyed hash: it does not come back by import, and after a restored backup the
    record `candidate_id` is erased again."""

    __tablename__ = "tombstones"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(index=True)
    address_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(default=now)


class LegalHold(Record):
    """A claim, an inquiry or a law that wants a record kept as it is: nobody erases it or merges it away meanwhile.

    It stands until it is lifted, or through the day `until` when it says one.
    """

    __tablename__ = "legal_holds"
    __table_args__ = (Index("ix_legal_holds_candidate", "candidate_id", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    reason: Mapped[str] = mapped_column(String(500))
    until: Mapped[date | None]
    placed_at: Mapped[datetime] = mapped_column(default=now)
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lifted_because: Mapped[str] = mapped_column(String(500), default="")
    erasure_asked_at: Mapped[datetime | None]
    """When the person asked to be erased while it stood."""

    candidate: Mapped[Candidate] = related()
    placed_by: Mapped[User | None] = related(foreign_keys=[placed_by_id])
    lifted_by: Mapped[User | None] = related(foreign_keys=[lifted_by_id])

    @property
    def stands(self) -> bool:
        return self.lifted_at is None and (self.until is None or self.until >= today())


class After(Enum):
    """What is over when the time begins for which somebody is still kept."""

    CONSENT = "consent"
    DECISION = "decision"

    @property
    def label(self) -> object:
        return {
            After.CONSENT: _("The last consent ended"),
            After.DECISION: _("An application was decided"),
        }[self]


class RetentionRule(Record):
    """An admin's rule: from a day on, people from a country are kept so many days. `country` is ISO 3166-1 alpha-2, empty
    for everywhere without a rule of its own; `source` names the law or the promise it rests on."""

    __tablename__ = "retention_rules"
    __table_args__ = (UniqueConstraint("after", "country", "valid_from"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    after: Mapped[After] = mapped_column(state_column(After))
    country: Mapped[str] = mapped_column(String(2))
    valid_from: Mapped[date]
    days: Mapped[int]
    source: Mapped[str] = mapped_column(String(300), default="")
