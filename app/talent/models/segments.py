"""Segments: questions kept under a name, whose answer is always current."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core.clock import now
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import FoldedKey, Short, state_column
from app.search.models import Sharing


class Segment(Versioned, Moments, Record):
    """The people a query finds now. Whoever looks sees of them whom they may see."""

    __tablename__ = "segments"
    __table_args__ = (UniqueConstraint("name_key"), Index("ix_segments_owner", "owner_id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[Short]
    name_key: Mapped[FoldedKey]
    about: Mapped[str] = mapped_column(String(500), default="")
    sharing: Mapped[Sharing] = mapped_column(state_column(Sharing), default=Sharing.PRIVATE)
    query: Mapped[str] = mapped_column(String(2000))

    owner: Mapped[User] = related()


class SegmentUse(Record):
    """That the query of one segment asks for another: what finds circles and keeps used segments from vanishing."""

    __tablename__ = "segment_uses"
    __table_args__ = (Index("ix_segment_uses_used", "used_id"),)

    segment_id: Mapped[int] = mapped_column(ForeignKey("segments.id"), primary_key=True)
    used_id: Mapped[int] = mapped_column(ForeignKey("segments.id"), primary_key=True)


class SegmentSize(Record):
    """How many people a segment had on a day, and how many of them came and went since the day counted before."""

    __tablename__ = "segment_sizes"

    segment_id: Mapped[int] = mapped_column(ForeignKey("segments.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    people: Mapped[int]
    entered: Mapped[int | None]
    left: Mapped[int | None]


class SegmentSnapshot(Record):
    """Who is in a segment as of its last count, packed: what the next count is compared with."""

    __tablename__ = "segment_snapshots"

    segment_id: Mapped[int] = mapped_column(ForeignKey("segments.id"), primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(default=now)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class SegmentChange(Record):
    """That somebody came into a segment or left it. Kept for three months."""

    __tablename__ = "segment_changes"
    __table_args__ = (
        Index("ix_segment_changes_day", "segment_id", "day", "id"),
        Index("ix_segment_changes_candidate", "candidate_id"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    segment_id: Mapped[int] = mapped_column(ForeignKey("segments.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    day: Mapped[date]
    entered: Mapped[bool]

    candidate: Mapped[Candidate] = related()
