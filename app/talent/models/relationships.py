"""Who knows whom: referred by, colleagues, met at an event."""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core.clock import now
from app.core.records import REMEMBERED, Record, related
from app.core.types import state_column


class RelationshipKind(Enum):
    REFERRED_BY = "referred_by"
    COLLEAGUES = "colleagues"
    MET_AT = "met_at"

    @property
    def label(self) -> object:
        return {
            RelationshipKind.REFERRED_BY: _("Referred by"),
            RelationshipKind.COLLEAGUES: _("Worked together with"),
            RelationshipKind.MET_AT: _("Met at"),
        }[self]

    @property
    def from_the_other_side(self) -> object:
        """How it reads on the record of the other person."""
        return _("Referred") if self is RelationshipKind.REFERRED_BY else self.label


class Relationship(Record):
    """How somebody is connected with another person on record, with a colleague of ours, or with what `words` name."""

    __tablename__ = "relationships"
    __table_args__ = (
        Index("ix_relationships_candidate", "candidate_id", "id"),
        Index("ix_relationships_other", "other_id", "id"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    kind: Mapped[RelationshipKind] = mapped_column(state_column(RelationshipKind))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    words: Mapped[str] = mapped_column(String(200), default="")
    """A name that is not on record, the event, where they worked together."""
    since: Mapped[date | None]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    noted_at: Mapped[datetime] = mapped_column(default=now)

    candidate: Mapped[Candidate] = related(foreign_keys=[candidate_id])
    other: Mapped[Candidate | None] = related(foreign_keys=[other_id])
    user: Mapped[User | None] = related(foreign_keys=[user_id])
    noted_by: Mapped[User | None] = related(foreign_keys=[noted_by_id])
