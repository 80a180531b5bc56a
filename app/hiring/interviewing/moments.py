"""Moments in the time zone of whoever reads them."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_gmt, get_timezone_name
from flask import current_app

_CONTINENTS = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


def employer_zone() -> str:
    """Where the employer is; what holds for a candidate nobody has asked."""
    return str(current_app.config["TIME_ZONE"])


@cache
def zone_names() -> tuple[str, ...]:
    """The zones people live in, by place."""
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(_CONTINENTS)))


def is_zone(name: str) -> bool:
    return name in zone_names()


def zone_label(moment: datetime, zone: str, locale: str) -> str:
    """The zone in words with its distance from UTC at `moment`: "Central European Standard Time, GMT+01:00"."""
    local = moment.astimezone(ZoneInfo(zone))
    name, distance = get_timezone_name(local, locale=Locale.parse(locale)), get_timezone_gmt(local, locale=Locale.parse(locale))
    return name if name == distance else f"{name}, {distance}"


def when_words(starts_at: datetime, ends_at: datetime, zone: str, locale: str) -> str:
    """Day, times and zone in one line, as a mail says them."""
    place = ZoneInfo(zone)
    first, last = starts_at.astimezone(place), ends_at.astimezone(place)
    day, until = format_date(first, "full", locale=locale), format_time(last, "short", locale=locale)
    if last.date() != first.date():
        until = f"{format_date(last, 'medium', locale=locale)}, {until}"
    return f"{day}, {format_time(first, 'short', locale=locale)} – {until} ({zone_label(starts_at, zone, locale)})"


def local_moment(day: date, clock: time, zone: str) -> datetime | None:
    """The moment at which clocks in `zone` show this, in UTC; None when they never do, as in the hour that is skipped."""
    place = ZoneInfo(zone)
    moment = datetime.combine(day, clock, place).astimezone(UTC)
    return moment if moment.astimezone(place).replace(tzinfo=None) == datetime.combine(day, clock) else None


def working_day_after(day: date) -> date:
    """The next day from Monday to Friday."""
    following = day + timedelta(days=1)
    while following.weekday() > 4:
        following += timedelta(days=1)
    return following
