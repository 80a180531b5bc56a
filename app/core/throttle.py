"""Throttles that survive restarts and are shared by all processes: counts per window in one small table."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, String, and_, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.records import Record
from app.core.refusals import TooMany
from app.extensions import db


class ThrottleCount(Record):
    """How often one key did one thing since `window_start`."""

    __tablename__ = "throttle_counts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    hits: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Throttle:
    """At most `limit` hits of one key per `per`. Keys (addresses, e-mails) are stored hashed."""

    name: str
    limit: int
    per: timedelta

    def check(self, key: str) -> None:
        """Raise TooMany when the window is full. Reads only."""
        hits = db.session.scalar(select(ThrottleCount.hits).where(self._window(key)))
        if hits is not None and hits >= self._limit():
            raise TooMany(self._seconds_left())

    def hit(self, key: str) -> int:
        """Count one hit and answer the number in this window. Call through `aside` or in a transaction of its own."""
        moment = self._start()
        insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
        statement = insert(ThrottleCount).values(
            key=self._hash(key), window_start=moment, hits=1, ends_at=moment + self.per
        )
        counted = db.session.scalar(
            statement.on_conflict_do_update(
                index_elements=["key", "window_start"], set_={"hits": ThrottleCount.hits + 1}
            ).returning(ThrottleCount.hits)
        )
        return counted or 0

    def admits(self, hits: int) -> bool:
        """Whether the hit that made it so many in this window may still pass."""
        return hits <= self._limit()

    def clear(self, key: str) -> None:
        """Forget the hits of `key`, for instance after a successful sign-in."""
        db.session.execute(delete(ThrottleCount).where(self._window(key)))

    def _limit(self) -> float:
        return self.limit * float(current_app.config["THROTTLE_SCALE"])

    def _start(self) -> datetime:
        seconds = int(self.per.total_seconds())
        moment = now()
        return moment.replace(microsecond=0) - timedelta(seconds=int(moment.timestamp()) % seconds)

    def _seconds_left(self) -> int:
        return max(1, int((self._start() + self.per - now()).total_seconds()))

    def _hash(self, key: str) -> str:
        return hashlib.sha256(f"{self.name}\0{key}".encode("utf-8", "replace")).hexdigest()

    def _window(self, key: str) -> ColumnElement[bool]:
        return and_(ThrottleCount.key == self._hash(key), ThrottleCount.window_start == self._start())


def forget_past_windows(limit: int) -> int:
    """Housekeeping: drop up to `limit` counts of windows that have ended."""
    name = (ThrottleCount.key, ThrottleCount.window_start)
    past = select(*name).where(ThrottleCount.ends_at < now()).order_by(ThrottleCount.ends_at).limit(limit)
    gone = db.session.execute(delete(ThrottleCount).where(tuple_(*name).in_(past)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
