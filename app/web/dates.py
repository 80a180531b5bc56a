"""Dates and times in the reader's language and zone.

Babel walks its pattern anew for every value, and a page shows hundreds. What a moment is called in one language and
zone never changes, so it is remembered for the life of the process.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale, dates
from babel.numbers import format_decimal
from flask_babel import format_timedelta, get_locale, get_timezone, to_user_timezone

from app.core.clock import now

REMEMBERED = 8192


def show_date(value: date | datetime | None, format: str = "medium") -> str:
    """A day; of a moment the day it was in the reader's zone."""
    if value is None:
        return ""
    day = to_user_timezone(value).date() if isinstance(value, datetime) else value
    return _day(day, format, get_locale())


def show_time(value: datetime | None, format: str = "medium") -> str:
    if value is None:
        return ""
    if format == "short":
        return _minute(to_user_timezone(value).time().replace(second=0, microsecond=0), get_locale())
    return _words(dates.format_time, value, format, get_locale(), _zone())


def show_datetime(value: datetime | None, format: str = "medium") -> str:
    if value is None:
        return ""
    return _words(dates.format_datetime, value, format, get_locale(), _zone())


def show_ago(value: datetime | None) -> str:
    """How long ago, in words: "3 hours ago"."""
    return format_timedelta(value - now(), granularity="minute", add_direction=True) if value else ""


def show_number(value: float) -> str:
    return _number(value, get_locale())


def _zone() -> str:
    """Aware datetimes of one instant are equal whatever their zone, so the zone is part of what is remembered."""
    zone = get_timezone()
    return zone.zone if zone else "UTC"


@lru_cache(REMEMBERED)
def _day(day: date, format: str, locale: Locale) -> str:
    return dates.format_date(day, format, locale=locale)


@lru_cache(REMEMBERED)
def _words(formatter: Callable[..., str], value: datetime, format: str, locale: Locale, zone: str) -> str:
    return formatter(value, format, tzinfo=dates.get_timezone(zone), locale=locale)


@lru_cache(REMEMBERED)
def _minute(minute: time, locale: Locale) -> str:
    """A day has few of them, however many moments are shown."""
    return dates.format_time(minute, "short", locale=locale)


@lru_cache(REMEMBERED)
def _number(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)
