"""What people prefer to get: topics of the employer's list, and each person's own interest profile."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.records import REMEMBERED, Moments, Record, related
from app.core.types import FoldedKey, Json, state_column


class Topic(Record):
    """Something people may want to read about. `names` holds its name per language; `name_key` the folded English one."""

    __tablename__ = "topics"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    names: Mapped[Json]
    """Language → name, for instance `{"en": "Acoustics", "de": "Akustik"}`."""
    name_key: Mapped[FoldedKey] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    """Offered to people; those who chose it keep it when it no longer is."""

    def name(self, locale: str) -> str:
        """Its name in this language, else in any it has."""
        names: Mapping[str, str] = self.names
        return names.get(locale[:2]) or names.get("en") or next(iter(names.values()), "")


class Frequency(Enum):
    """How often somebody wants to hear from us; process mail is not counted."""

    EACH = "each"
    WEEKLY = "weekly"
    MONTHLY = "monthly"

    @property
    def label(self) -> object:
        return {
            Frequency.EACH: _("As it comes"),
            Frequency.WEEKLY: _("At most once a week"),
            Frequency.MONTHLY: _("At most once a month"),
        }[self]


class WishKind(Enum):
    """What a wish is about. Values of employment and seniority are those of the jobs' and the record's own lists."""

    FUNCTION = "function"
    LOCATION = "location"
    EMPLOYMENT = "employment"
    SENIORITY = "seniority"


class InterestProfile(Moments, Record):
    """A candidate's own choices, one row per person who made any. They beat what staff assume."""

    __tablename__ = "interest_profiles"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), unique=True)
    frequency: Mapped[Frequency] = mapped_column(state_column(Frequency), default=Frequency.EACH)
    remote: Mapped[bool | None]
    paused_until: Mapped[datetime | None]
    """No marketing mail before this moment."""
    former: Mapped[Json] = mapped_column(default=dict)
    """The choices before the last change, so that it can be undone; empty when there is nothing to undo."""

    topics: Mapped[list["CandidateTopic"]] = related(
        primaryjoin="InterestProfile.candidate_id == foreign(CandidateTopic.candidate_id)",
        order_by="CandidateTopic.id", viewonly=True,
    )  # fmt: skip
    wishes: Mapped[list["Wish"]] = related(
        primaryjoin="InterestProfile.candidate_id == foreign(Wish.candidate_id)", order_by="Wish.id", viewonly=True
    )

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > now()

    def wished(self, kind: WishKind) -> list[str]:
        return [wish.value for wish in self.wishes if wish.kind is kind]


class OwnChange(Record):
    """What the last change a person made to their own details replaced: kept whole, so that they can take it back."""

    __tablename__ = "own_changes"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    former: Mapped[Json]
    """`details`: field → what it said; `entries`: kind, id (null when it was taken away) and what it said (null when new)."""


class CandidateTopic(Record):
    """That somebody wants to read about a topic."""

    __tablename__ = "candidate_topics"
    __table_args__ = (
        UniqueConstraint("candidate_id", "topic_id"),
        Index("ix_candidate_topics_topic", "topic_id", "candidate_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))

    topic: Mapped[Topic] = related()


class Wish(Record):
    """One function, place, kind of employment or level somebody looks for."""

    __tablename__ = "wishes"
    __table_args__ = (
        UniqueConstraint("candidate_id", "kind", "value_key"),
        Index("ix_wishes_value", "kind", "value_key", "candidate_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    kind: Mapped[WishKind] = mapped_column(state_column(WishKind))
    value: Mapped[str] = mapped_column(String(200))
    value_key: Mapped[FoldedKey]


def profile_values(profile: "InterestProfile | None") -> dict[str, Any]:
    """The choices as plain values, to be kept and compared. Topics and wishes must be loaded."""
    if profile is None:
        return {}
    return {
        "frequency": profile.frequency.value,
        "remote": profile.remote,
        "topics": sorted(chosen.topic_id for chosen in profile.topics),
        **{kind.value: sorted(profile.wished(kind)) for kind in WishKind},
    }
