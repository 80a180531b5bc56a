"""What travels into calendars, read back with an independent parser."""

import email
from datetime import UTC, datetime, timedelta
from email import policy

import icalendar
import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Installation
from app.core.clock import at
from app.extensions import db
from app.hiring.commands import PanelSeat, cancel_interview, change_interview, schedule_interview
from app.hiring.interviewing import local_moment
from app.mailing.envelope import compose_mail
from app.mailing.models import Message, MessageState
from app.mailing.rendering import current_brand, render_message

MARCH = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def calendars(application, *, user=None):
    """The calendar objects planned for the candidate, or for `user`, oldest first."""
    whom = Message.user_id.is_(None) if user is None else Message.user_id == user.id
    texts = db.session.scalars(
        select(Message.calendar).where(Message.application_id == application.id, whom, Message.calendar != "").order_by(Message.id)
    )
    return [icalendar.Calendar.from_ical(text) for text in texts]


def event(calendar):
    return calendar.walk("VEVENT")[0]


def leave():
    db.session.query(Message).update({"state": MessageState.ACCEPTED})


@pytest.mark.parametrize("who", ["candidate", "ines"])
def test_one_uid_for_life_and_a_rising_sequence(application, cast, plan, ada, who):
    interview = schedule_interview(application, plan=plan(), by=ada)
    leave()
    change_interview(interview, application, plan=plan(starts_at=interview.starts_at + timedelta(days=1)), by=ada)
    leave()
    cancel_interview(interview, by=ada)
    got = calendars(application, user=None if who == "candidate" else cast.ines)
    assert [str(one["METHOD"]) for one in got] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event(one)["SEQUENCE"] for one in got] == [0, 1, 2]
    assert len({str(event(one)["UID"]) for one in got}) == 1
    assert [str(event(one)["STATUS"]) for one in got] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_the_panel_is_invited_by_name_and_the_candidate_never_sees_their_addresses(application, cast, plan, ada):
    schedule_interview(application, plan=plan(), by=ada)
    (own,), (theirs,) = calendars(application), calendars(application, user=cast.ines)
    guests = {str(one): one.params for one in event(theirs)["ATTENDEE"]}
    assert set(guests) == {f"mailto:{cast.ines.email}", f"mailto:{cast.hugo.email}"}
    assert guests[f"mailto:{cast.ines.email}"]["PARTSTAT"] == "NEEDS-ACTION"
    assert guests[f"mailto:{cast.hugo.email}"]["ROLE"] == "OPT-PARTICIPANT"
    assert cast.ines.email not in own.to_ical().decode()
    assert "Ines Interviewer" in str(event(own)["DESCRIPTION"])
    assert event(own)["ORGANIZER"].params["CN"] == "Larkspur"
    assert str(event(own)["ORGANIZER"]).startswith("mailto:")


def test_the_zone_travels_along_and_tells_a_change_of_the_clocks_right(application, plan, ada):
    """10:00 in New York is 15:00 UTC before the clocks change on 14 March 2027, and 14:00 UTC after."""
    with at(MARCH):
        before = local_moment(datetime(2027, 3, 12).date(), datetime(2027, 3, 12, 10).time(), "America/New_York")
        after = local_moment(datetime(2027, 3, 16).date(), datetime(2027, 3, 16, 10).time(), "America/New_York")
        assert (before.hour, after.hour) == (15, 14)
        for moment in (before, after):
            schedule_interview(application, plan=plan(starts_at=moment), by=ada)
    for calendar, moment in zip(calendars(application), (before, after), strict=True):
        start = event(calendar)["DTSTART"]
        assert start.params["TZID"] == "America/New_York"
        assert start.dt.replace(tzinfo=None).hour == 10
        zone = calendar.walk("VTIMEZONE")[0].to_tz()
        assert start.dt.replace(tzinfo=zone).astimezone(UTC) == moment
        assert {part.name for part in calendar.walk("VTIMEZONE")[0].subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_an_hour_that_the_clocks_skip_is_no_time():
    assert local_moment(datetime(2027, 3, 28).date(), datetime(2027, 3, 28, 2, 30).time(), "Europe/Berlin") is None


def test_names_and_places_bring_no_line_of_their_own(application, cast, plan, ada):
    hostile = 'Evil"; CN=x\r\nATTENDEE:mailto:victim@example.org\r\nBEGIN:VEVENT'
    cast.ines.name = hostile
    application.given_name = hostile
    db.session.query(Installation).update({"company_name": hostile})
    schedule_interview(application, plan=plan(title=hostile, place=hostile, instructions=hostile, panel=[PanelSeat(cast.ines.id)]), by=ada)
    for calendar in (*calendars(application), *calendars(application, user=cast.ines)):
        assert len(calendar.walk("VEVENT")) == 1
        guests = event(calendar)["ATTENDEE"]
        assert "victim" not in str(guests)
        lines = calendar.to_ical().decode().replace("\r\n ", "").split("\r\n")
        assert not [line for line in lines if line.startswith("ATTENDEE:mailto:victim")]


def test_the_mail_on_the_wire_carries_the_invitation(application, cast, plan, ada):
    interview = schedule_interview(application, plan=plan(), by=ada)
    message = db.session.scalars(
        select(Message)
        .where(Message.candidate_id == cast.carla.id, Message.calendar != "")
        .options(joinedload(Message.template_version))
    ).one()
    rendered = render_message(message, message.template_version, current_brand(), masked=True)
    mail = email.message_from_bytes(compose_mail(message, rendered).raw, policy=policy.default)
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    calendar = icalendar.Calendar.from_ical(part.get_content())
    assert str(event(calendar)["UID"]).startswith(interview.uid)
