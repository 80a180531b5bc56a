"""Idempotent forms: each rendering carries a key; a repeat answers what the first post answered."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.records import Record
from app.extensions import db

KEPT = timedelta(days=2)


class FormKey(Record):
    """The answer a form's post gave, written in the transaction that did what it asked."""

    __tablename__ = "form_keys"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)


def answer_of(key: str) -> str | None:
    """Where the first post with this key led, or None when this is the first."""
    used = db.session.get(FormKey, key) if key and len(key) <= 64 else None
    return used.answer if used else None


def remember_answer(key: str, answer: str) -> None:
    """Keep `answer` for repeats. Two posts at once: the second fails at commit and is answered again as a repeat."""
    if key and len(key) <= 64:
        db.session.add(FormKey(key=key, answer=answer))
        db.session.flush()


def forget_old_keys(limit: int) -> int:
    """Housekeeping: drop up to `limit` keys nobody repeats any more."""
    old = select(FormKey.key).where(FormKey.created_at < now() - KEPT).order_by(FormKey.created_at).limit(limit)
    gone = db.session.execute(delete(FormKey).where(FormKey.key.in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
