"""Interviews in calendars and in words: iCalendar texts, and moments told in somebody's own time zone."""

from app.hiring.interviewing.calendar import CalendarEntry, Guest, Method, calendar_feed, calendar_file
from app.hiring.interviewing.moments import (
    employer_zone,
    is_zone,
    local_moment,
    when_words,
    working_day_after,
    zone_label,
    zone_names,
)

__all__ = [
    "CalendarEntry",
    "Guest",
    "Method",
    "calendar_feed",
    "calendar_file",
    "employer_zone",
    "is_zone",
    "local_moment",
    "when_words",
    "working_day_after",
    "zone_label",
    "zone_names",
]
