"""Column types every package shares: moments in UTC, states as text, folded sort keys, money."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, String, TypeDecorator
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, on PostgreSQL `timestamptz`, on SQLite text that sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """On SQLite at once the text it is stored as: what SQLAlchemy does takes five times as long."""
        return _stored_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _stored_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def state_column(states: type[Enum]) -> SqlEnum:
    """Text column for `states`: no native enum and no CHECK, so that a new state needs no table rebuild."""
    return SqlEnum(
        states, native_enum=False, create_constraint=False, length=40, values_callable=lambda e: [m.value for m in e]
    )


FoldedString = String(300).with_variant(String(300, collation="C"), "postgresql")
"""Type of a stored sort or match key made by `core.text.folded`; byte order on both databases."""

JsonValue = JSON().with_variant(JSONB(), "postgresql")

Id = Annotated[int, mapped_column(primary_key=True)]
FoldedKey = Annotated[str, mapped_column(FoldedString)]
Json = Annotated[dict[str, Any], mapped_column(JsonValue)]
Short = Annotated[str, mapped_column(String(200))]
Long = Annotated[str, mapped_column(String(20_000))]
