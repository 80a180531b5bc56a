"""Interviews as files for calendars: invitations (iTIP, RFC 5546), files to keep, feeds to subscribe to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from app.core.text import one_line


class Method(Enum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Guest:
    """Somebody who takes part. `answer` is iTIP's: NEEDS-ACTION, ACCEPTED or DECLINED."""

    name: str
    email: str
    answer: str = "NEEDS-ACTION"
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One interview in somebody's calendar. `uid` never changes, `sequence` rises."""

    uid: str
    sequence: int
    summary: str
    description: str
    location: str
    url: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    changed_at: datetime
    guests: Sequence[Guest] = ()
    cancelled: bool = False


def calendar_file(entry: CalendarEntry, method: Method, *, organizer: str) -> str:
    """The text of one invitation, cancellation or file to keep. `organizer` is the name it comes from."""
    from app.hiring.interviewing import components  # icalendar is loaded by whoever writes a file

    calendar = components.calendar(method)
    calendar.add_component(components.timezone(entry.zone, entry.starts_at, entry.ends_at))
    calendar.add_component(components.event(entry, organizer, cancelled=method is Method.CANCEL or entry.cancelled))
    return str(calendar.to_ical().decode())


def calendar_feed(entries: Sequence[CalendarEntry], *, name: str) -> bytes:
    """A calendar to subscribe to. It invites nobody: who takes part is told in words."""
    from app.hiring.interviewing import components  # icalendar is loaded by whoever writes a file

    calendar = components.calendar(Method.PUBLISH)
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("name", one_line(name))
    calendar.add("refresh-interval", timedelta(minutes=30), parameters={"VALUE": "DURATION"})
    for zone in sorted({entry.zone for entry in entries}):
        own = [entry for entry in entries if entry.zone == zone]
        calendar.add_component(components.timezone(zone, min(e.starts_at for e in own), max(e.ends_at for e in own)))
    for entry in entries:
        calendar.add_component(components.event(entry, "", cancelled=entry.cancelled))
    return bytes(calendar.to_ical())
