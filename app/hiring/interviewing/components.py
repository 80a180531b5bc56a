"""The parts of an iCalendar text (RFC 5545). icalendar escapes; nothing is put together by hand."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import current_app
from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress

from app.core.clock import now
from app.core.text import clean_text, one_line
from app.hiring.interviewing.calendar import CalendarEntry, Guest, Method

PRODUCT = "-//Perennial//Interviews//EN"


def calendar(method: Method) -> Calendar:
    """An empty calendar; `method` says what it wants of whoever receives it."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method.value)
    return made


def timezone(zone: str, first: datetime, last: datetime) -> Timezone:
    """The rules of the zone for the years around, so that a change of the clocks in between is told right."""
    return _rules(zone, first.year - 1, last.year + 2)


@lru_cache(maxsize=64)
def _rules(zone: str, first_year: int, last_year: int) -> Timezone:
    """Found by asking the zone day by day, which takes longer than the rest of an invitation. Never changed once made."""
    return Timezone.from_tzinfo(
        ZoneInfo(zone), tzid=zone, first_date=date(first_year, 1, 1), last_date=date(last_year, 1, 1)
    )


def event(entry: CalendarEntry, organizer: str, *, cancelled: bool) -> Event:
    """Guests are named, and so invited, only when there is an `organizer`."""
    place = ZoneInfo(entry.zone)
    made = Event()
    made.add("uid", entry.uid)
    made.add("sequence", entry.sequence)
    made.add("dtstamp", now())
    made.add("last-modified", entry.changed_at)
    made.add("dtstart", entry.starts_at.astimezone(place))
    made.add("dtend", entry.ends_at.astimezone(place))
    made.add("summary", one_line(entry.summary))
    made.add("description", clean_text(entry.description).strip())
    if entry.location:
        made.add("location", one_line(entry.location))
    if entry.url:
        made.add("url", entry.url)
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    if organizer:
        made.add("organizer", _address(organizer, current_app.extensions["settings"].sender_address), encode=False)
        for guest in entry.guests:
            made.add("attendee", _guest(guest), encode=False)
    if not cancelled:
        made.add_component(_reminder(entry.summary))
    return made


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
