"""iCalendar texts (RFC 5545) and invitations (iTIP, RFC 5546). icalendar escapes; nothing is put together by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import current_app
from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress

from app.core.clock import now
from app.core.text import clean_text, one_line

PRODUCT = "-//Perennial//Interviews//EN"


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
    calendar = _calendar(method)
    calendar.add_component(_timezone(entry.zone, entry.starts_at, entry.ends_at))
    calendar.add_component(_event(entry, organizer, cancelled=method is Method.CANCEL or entry.cancelled))
    return str(calendar.to_ical().decode())


def calendar_feed(entries: Sequence[CalendarEntry], *, name: str) -> bytes:
    """A calendar to subscribe to. It invites nobody: who takes part is told in words."""
    calendar = _calendar(Method.PUBLISH)
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("name", one_line(name))
    calendar.add("refresh-interval", timedelta(minutes=30), parameters={"VALUE": "DURATION"})
    for zone in sorted({entry.zone for entry in entries}):
        own = [entry for entry in entries if entry.zone == zone]
        calendar.add_component(_timezone(zone, min(e.starts_at for e in own), max(e.ends_at for e in own)))
    for entry in entries:
        calendar.add_component(_event(entry, "", cancelled=entry.cancelled))
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    return calendar


def _timezone(zone: str, first: datetime, last: datetime) -> Timezone:
    """The rules of the zone for the years around, so that a change of the clocks in between is told right."""
    return _rules(zone, first.year - 1, last.year + 2)


@lru_cache(maxsize=64)
def _rules(zone: str, first_year: int, last_year: int) -> Timezone:
    """Found by asking the zone day by day, which takes longer than the rest of an invitation. Never changed once made."""
    return Timezone.from_tzinfo(
        ZoneInfo(zone), tzid=zone, first_date=date(first_year, 1, 1), last_date=date(last_year, 1, 1)
    )


def _event(entry: CalendarEntry, organizer: str, *, cancelled: bool) -> Event:
    place = ZoneInfo(entry.zone)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now())
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at.astimezone(place))
    event.add("dtend", entry.ends_at.astimezone(place))
    event.add("summary", one_line(entry.summary))
    event.add("description", clean_text(entry.description).strip())
    if entry.location:
        event.add("location", one_line(entry.location))
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    if organizer:
        event.add("organizer", _address(organizer, current_app.extensions["settings"].sender_address), encode=False)
        for guest in entry.guests:
            event.add("attendee", _guest(guest), encode=False)
    if not cancelled:
        event.add_component(_reminder(entry.summary))
    return event


def _reminder(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(summary))
    alarm.add("trigger", timedelta(minutes=-15))
    return alarm


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{one_line(email)}")
    if name := one_line(name).replace('"', "'"):
        address.params["CN"] = name
    return address


def _guest(guest: Guest) -> vCalAddress:
    address = _address(guest.name, guest.email)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "OPT-PARTICIPANT" if guest.optional else "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = guest.answer
    address.params["RSVP"] = "TRUE" if guest.answer == "NEEDS-ACTION" else "FALSE"
    return address
