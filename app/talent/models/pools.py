"""Talent pools: hand-kept lists of people for a future role, with stages of their own."""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core.clock import now
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import FoldedKey, Short, state_column
from app.search.models import Sharing

DEFAULT_STAGES = (_("New"), _("Contacted"), _("Replied"), _("Interested"), _("Ready"))
"""Stages of a new pool; afterwards they are its own."""


RHYTHMS = (30, 60, 90, 180, 365)
"""In how many days members may expect to hear from us: what a pool can promise."""


class Pool(Versioned, Moments, Record):
    """A pipeline for a role that is not open yet. A shared pool is everybody's in recruiting, a private one its owner's."""

    __tablename__ = "pools"
    __table_args__ = (Index("ix_pools_name", "name_key", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Short]
    name_key: Mapped[FoldedKey]
    purpose: Mapped[str] = mapped_column(String(4000), default="")
    """Markdown: whom it is for and what happens with them."""
    target_role: Mapped[Short] = mapped_column(default="")
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    sharing: Mapped[Sharing] = mapped_column(state_column(Sharing), default=Sharing.SHARED)
    rhythm_days: Mapped[int] = mapped_column(default=90)
    """Whoever was not contacted for so many days should be."""
    archived_at: Mapped[datetime | None]

    owner: Mapped[User] = related()
    stages: Mapped[list["PoolStage"]] = related(order_by="(PoolStage.position, PoolStage.id)", back_populates="pool")

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


class PoolHealth(Record):
    """How alive a pool was on a day, counted over its people by the nightly sweep."""

    __tablename__ = "pool_health"

    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    members: Mapped[int]
    contacted: Mapped[int]
    engaged: Mapped[int]
    stale: Mapped[int]


class PoolStage(Record):
    """How far the conversation with somebody is."""

    __tablename__ = "pool_stages"
    __table_args__ = (Index("ix_pool_stages_pool", "pool_id", "position"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"))
    position: Mapped[int]
    name: Mapped[Short]

    pool: Mapped[Pool] = related(back_populates="stages")


class JoinedHow(Enum):
    RECRUITER = "recruiter"
    SEARCH = "search"
    KEEP_IN_TOUCH = "keep_in_touch"

    @property
    def label(self) -> object:
        return {
            JoinedHow.RECRUITER: _("Added by a recruiter"),
            JoinedHow.SEARCH: _("Added from a search"),
            JoinedHow.KEEP_IN_TOUCH: _("Agreed to keep in touch"),
        }[self]


class LeftWhy(Enum):
    REMOVED = "removed"
    UNDONE = "undone"
    NO_INTEREST = "no_interest"
    NO_FIT = "no_fit"
    HIRED = "hired"
    CONSENT_ENDED = "consent_ended"

    @property
    def label(self) -> object:
        return {
            LeftWhy.REMOVED: _("Taken out"),
            LeftWhy.UNDONE: _("Added by mistake"),
            LeftWhy.NO_INTEREST: _("Is not interested"),
            LeftWhy.NO_FIT: _("Does not fit the role"),
            LeftWhy.HIRED: _("Was hired"),
            LeftWhy.CONSENT_ENDED: _("Does not agree to be kept any more"),
        }[self]


class PoolMember(Record):
    """Somebody's stay in a pool: one living row per pool and person, past stays are kept."""

    __tablename__ = "pool_members"
    __table_args__ = (
        Index("uq_pool_members_living", "pool_id", "candidate_id", unique=True, sqlite_where=text("left_at IS NULL"),
              postgresql_where=text("left_at IS NULL")),
        Index("ix_pool_members_stage", "pool_id", "left_at", "stage_id", "id"),
        Index("ix_pool_members_candidate", "candidate_id", "id"),
        Index("ix_pool_members_come_back", "come_back_on", sqlite_where=text("come_back_on IS NOT NULL"),
              postgresql_where=text("come_back_on IS NOT NULL")),
        REMEMBERED,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("pool_stages.id"))
    stage_since: Mapped[datetime] = mapped_column(default=now)
    why: Mapped[str] = mapped_column(String(500), default="")
    how: Mapped[JoinedHow] = mapped_column(state_column(JoinedHow), default=JoinedHow.RECRUITER)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(default=now)
    come_back_on: Mapped[date | None]
    """The day on which it becomes a to-do of `come_back_by_id`; empty again from then on."""
    come_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    left_at: Mapped[datetime | None]
    left_why: Mapped[LeftWhy | None] = mapped_column(state_column(LeftWhy))

    pool: Mapped[Pool] = related()
    candidate: Mapped[Candidate] = related()
    stage: Mapped[PoolStage] = related()
    added_by: Mapped[User | None] = related(foreign_keys=[added_by_id])
