"""What time it is, and which day it is where the employer is. Tests and the demo can set both.

Moments are UTC; days are the employer's (`TIME_ZONE`): what is promised "by Friday" is not late before its Friday ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

_set_moment: ContextVar[datetime | None] = ContextVar("set_moment", default=None)


def now() -> datetime:
    """The present moment in UTC, or the one set by `at`."""
    return _set_moment.get() or datetime.now(UTC)


def today() -> date:
    """Today's date where the employer is."""
    return date_of(now())


def date_of(moment: datetime) -> date:
    """The employer's day that `moment` lies in."""
    return moment.astimezone(_zone()).date()


def start_of(day: date) -> datetime:
    """The moment, in UTC, at which the employer's `day` begins."""
    return datetime.combine(day, time.min, _zone()).astimezone(UTC)


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["TIME_ZONE"] if has_app_context() else "UTC")


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block, `now()` answers `moment` (which must carry a time zone)."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _set_moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_moment.reset(token)
