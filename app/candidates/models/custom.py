"""Fields of the employer's own on the record, and what they say about each person."""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import Double, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import FoldedKey, Json, Short, state_column

PREFIX = "custom-"
"""Before the key of a custom field wherever it stands beside the record's own: queries, imports, history."""


class CustomKind(Enum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"

    @property
    def label(self) -> object:
        return {
            CustomKind.TEXT: _("Text"),
            CustomKind.NUMBER: _("Number"),
            CustomKind.DATE: _("Date"),
            CustomKind.CHOICE: _("One of several"),
            CustomKind.YES_NO: _("Yes or no"),
        }[self]


class CustomField(Versioned, Moments, Record):
    """A field an admin added to the record. `key` names it in queries and never changes; archived ones keep their values."""

    __tablename__ = "custom_fields"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Short]
    help: Mapped[str] = mapped_column(String(300), default="")
    kind: Mapped[CustomKind] = mapped_column(state_column(CustomKind))
    choices: Mapped[Json] = mapped_column(default=dict)
    """`{"names": [...]}` of a field that is one of several."""
    on_quick_add: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]

    @property
    def full_key(self) -> str:
        return f"{PREFIX}{self.key}"

    @property
    def names(self) -> list[str]:
        """What can be chosen."""
        return list((self.choices or {}).get("names", ()))


class CustomValue(Record):
    """What a custom field says about one candidate; there is no row where it says nothing.

    Text and choices are in `text`, numbers in `number` (yes and no are 1 and 0), dates in `day`.
    """

    __tablename__ = "custom_values"
    __table_args__ = (
        UniqueConstraint("candidate_id", "field_id"),
        Index("ix_custom_values_text", "field_id", "text_key", "candidate_id"),
        Index("ix_custom_values_number", "field_id", "number", "candidate_id"),
        Index("ix_custom_values_day", "field_id", "day", "candidate_id"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    field_id: Mapped[int] = mapped_column(ForeignKey("custom_fields.id"))
    text: Mapped[str] = mapped_column(String(300), default="")
    text_key: Mapped[FoldedKey] = mapped_column(default="")
    number: Mapped[float | None] = mapped_column(Double)
    day: Mapped[date | None]

    field: Mapped[CustomField] = related()
