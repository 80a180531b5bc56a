"""What the candidate reads of an interview, and what they can do about it."""

from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import select

from app.candidates.models import Todo
from app.extensions import db
from app.hiring.models import Interview, InterviewState


@pytest.fixture
def application(cast, make):
    return make.application(cast.carla, cast.job, stage="Interview")


@pytest.fixture
def interview(application, make, cast):
    return make.interview(
        application, cast.ines, coordinator_id=cast.ada.id, place="Hopfenweg 4", instructions="Ring twice.",
        panel_note="zebra-note", time_zone="America/New_York",
    )  # fmt: skip


def test_the_page_says_when_where_and_whom_in_the_own_zone(as_carla, interview, application):
    page = as_carla.get(f"/me/applications/{application.id}").text
    for words in ("Eastern", "Hopfenweg 4", "Ring twice.", "Ines Interviewer", "Interview on"):
        assert words in page
    assert "zebra-note" not in page
    assert "Interview on" in as_carla.get("/me").text


def test_it_goes_into_the_calendar_without_colleagues_addresses(as_carla, interview, cast):
    answer = as_carla.get(f"/me/interviews/{interview.id}/calendar.ics")
    event = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    assert cast.ines.email not in answer.text
    assert "zebra-note" not in answer.text


def test_i_cannot_make_it_reaches_whoever_arranged_it(as_carla, interview, application, cast):
    answer = as_carla.submit(f"/me/interviews/{interview.id}/cannot", {"words": "Friday would work."})
    assert answer.status_code == 303
    assert db.session.scalars(select(Todo.owner_id)).all() == [cast.ada.id]
    page = as_carla.get(f"/me/applications/{application.id}").text
    assert "You told us that this time does not work" in page
    assert "Friday would work." in page


def test_times_are_shown_in_the_zone_one_chooses(as_carla, interview, application):
    assert as_carla.submit(f"/me/interviews/{interview.id}/time-zone", {"time_zone": "Nowhere"}).status_code == 409
    as_carla.submit(f"/me/interviews/{interview.id}/time-zone", {"time_zone": "Asia/Tokyo"})
    assert "Japan" in as_carla.get(f"/me/applications/{application.id}").text


def test_called_off_and_past_ones_leave_the_page(as_carla, interview, application, make, cast):
    interview.state = InterviewState.CANCELLED
    make.interview(application, cast.ines, starts_in=timedelta(days=-2), title="First talk", state=InterviewState.HELD)
    db.session.flush()
    page = as_carla.get(f"/me/applications/{application.id}").text
    assert "Hopfenweg 4" not in page
    assert "We met: First talk" in page
    assert as_carla.get(f"/me/interviews/{interview.id}/calendar.ics").status_code == 404


def test_nobody_touches_anothers_interview(as_carla, make, cast):
    theirs = make.interview(make.application(job=cast.job), cast.ines)
    for method, path in (("get", "calendar.ics"), ("submit", "cannot"), ("submit", "time-zone")):
        assert getattr(as_carla, method)(f"/me/interviews/{theirs.id}/{path}").status_code == 404
    assert db.session.get(Interview, theirs.id).cannot_at is None


def test_a_passed_interview_cannot_be_refused_any_more(as_carla, interview):
    interview.starts_at -= timedelta(days=5)
    db.session.flush()
    assert as_carla.submit(f"/me/interviews/{interview.id}/cannot", {"words": "Too late"}).status_code == 409
