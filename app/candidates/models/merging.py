"""Who may be one person, who was made one, and everything it takes to part them again."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.candidates.models.candidate import Candidate
from app.core.clock import now
from app.core.records import REMEMBERED, Record, related
from app.core.types import JsonValue, state_column

_STANDING = text("undone_at IS NULL")


class PairState(Enum):
    OPEN = "open"
    DIFFERENT = "different"
    """Somebody looked and said that these are two people; never asked again."""


class DuplicatePair(Record):
    """Two records that may be one person, the older first. Found by a sweep; `strength` orders reasons, 0 the surest."""

    __tablename__ = "duplicate_pairs"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index("ix_duplicate_pairs_inbox", "state", "strength", "id"),
        Index("ix_duplicate_pairs_first", "state", "first_id"),
        Index("ix_duplicate_pairs_second", "second_id", "state"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(40))
    """A `MatchReason` by value."""
    strength: Mapped[int]
    state: Mapped[PairState] = mapped_column(state_column(PairState), default=PairState.OPEN)
    found_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    first: Mapped[Candidate] = related(foreign_keys=[first_id])
    second: Mapped[Candidate] = related(foreign_keys=[second_id])


class DuplicateCheck(Record):
    """A candidate whose pairs are out of date; a sweep looks who they may be."""

    __tablename__ = "duplicate_checks"

    candidate_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(default=now)


class Merge(Record):
    """That the record `lost_id` became part of `kept_id`. Its changes say how to part them again."""

    __tablename__ = "merges"
    __table_args__ = (
        Index("uq_merges_standing", "lost_id", unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING),
        Index("ix_merges_kept", "kept_id", "id"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    lost_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    by: Mapped[User | None] = related(foreign_keys=[by_id])

    @property
    def stands(self) -> bool:
        return self.undone_at is None


class ChangeKind(Enum):
    CHANGED = "changed"
    SET_ASIDE = "set_aside"
    """The row was taken out because the kept record has its like; `before` is the whole row."""
    MADE = "made"


class MergeChange(Record):
    """What a merge did to one row: `row_key` finds it, `before` and `after` are the columns concerned as plain JSON.

    Forgotten when the person is erased: then nothing can be parted any more.
    """

    __tablename__ = "merge_changes"
    __table_args__ = (Index("ix_merge_changes_merge", "merge_id", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    merge_id: Mapped[int] = mapped_column(ForeignKey("merges.id"))
    kind: Mapped[ChangeKind] = mapped_column(state_column(ChangeKind))
    row_table: Mapped[str] = mapped_column(String(60))
    row_key: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
