"""The pages of interviews: agenda, arranging, one interview, calendar link, kit."""

from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import select

from app.core.clock import now
from app.extensions import db
from app.hiring.commands import ensure_reject_reasons
from app.hiring.models import CalendarFeed, Interview, InterviewState, Kit, Seat, SeatResponse, SeatRole
from app.hiring.queries import interviews


@pytest.fixture
def application(cast, make):
    return make.application(cast.carla, cast.job, stage="Interview")


@pytest.fixture
def interview(application, make, cast):
    return make.interview(application, cast.ines, coordinator_id=cast.ada.id)


def filled(cast, **values):
    day = (now() + timedelta(days=5)).date()
    return {
        "kind": "video", "title": "First interview", "day": day.isoformat(), "clock": "10:00", "minutes": "45",
        "time_zone": "America/New_York", "link": "https://meet.example.org/x", f"seat-{cast.ines.id}": "interviewer",
        f"seat-{cast.hugo.id}": "observer", f"seat-{cast.ada.id}": "", **values,
    }  # fmt: skip


def test_arranging_takes_one_form_and_answers_with_the_interview(as_ada, application, cast):
    assert "Ines Interviewer" in as_ada.get(f"/recruiter/applications/{application.id}/interviews/new").text
    answer = as_ada.submit(f"/recruiter/applications/{application.id}/interviews", filled(cast))
    interview = db.session.scalars(select(Interview)).one()
    assert (answer.status_code, answer.location) == (303, f"/recruiter/interviews/{interview.id}")
    assert interview.minutes == 45
    page = as_ada.get(answer.location).text
    assert "Eastern" in page
    assert "Observes" in page
    assert "Interview" in as_ada.get(f"/recruiter/applications/{application.id}").text


def test_the_time_is_the_arrangers_own(as_ada, application, cast):
    cast.ada.time_zone = "Asia/Tokyo"
    db.session.flush()
    as_ada.submit(f"/recruiter/applications/{application.id}/interviews", filled(cast))
    assert db.session.scalars(select(Interview.starts_at)).one().hour == 1


def test_a_double_submit_arranges_one_interview(as_ada, application, cast):
    form = filled(cast, form_key="the-very-same")
    first = as_ada.submit(f"/recruiter/applications/{application.id}/interviews", form)
    again = as_ada.submit(f"/recruiter/applications/{application.id}/interviews", form)
    assert first.location == again.location
    assert len(db.session.scalars(select(Interview)).all()) == 1


@pytest.mark.parametrize("wrong", [{"clock": "25:99"}, {"day": ""}, {"minutes": "x"}, {"time_zone": ""}])
def test_what_was_typed_survives_an_unfit_form(as_ada, application, cast, wrong):
    answer = as_ada.submit(f"/recruiter/applications/{application.id}/interviews", filled(cast, **wrong))
    assert answer.status_code == 422
    assert "https://meet.example.org/x" in answer.text
    assert '<option value="observer" selected>' in answer.text
    assert not db.session.scalars(select(Interview)).all()


def test_a_clash_is_shown_and_left_to_the_arranger(as_ada, application, make, cast):
    day = (now() + timedelta(days=5)).replace(hour=9, minute=0, second=0, microsecond=0)
    make.interview(make.application(job=cast.job), cast.ines, starts_at=day, minutes=60 * 10)
    address = f"/recruiter/applications/{application.id}/interviews"
    answer = as_ada.submit(address, filled(cast))
    assert answer.status_code == 409
    assert "Already taken at that time: Ines Interviewer" in answer.text
    assert as_ada.submit(address, filled(cast, despite_clashes="y")).status_code == 303


def test_the_day_of_the_panel_is_seen_before_saving_with_and_without_scripts(as_ada, application, make, cast):
    day = (now() + timedelta(days=5)).replace(hour=9, minute=0, second=0, microsecond=0)
    make.interview(make.application(job=cast.job), cast.ines, starts_at=day, minutes=60 * 10)
    address = f"/recruiter/applications/{application.id}/interviews"
    looked = as_ada.submit(address, filled(cast, action="look"))
    assert looked.status_code == 200
    assert "overlaps" in looked.text
    fragment = as_ada.get(f"{address}/new", query_string=filled(cast), headers={"HX-Request": "true", "HX-Target": "busy"})
    assert fragment.text.lstrip().startswith('<div id="busy"')
    assert "overlaps" in fragment.text
    assert "Eastern" in fragment.text


def test_changing_keeps_what_is_not_changed(as_ada, interview, cast):
    page = as_ada.get(f"/recruiter/interviews/{interview.id}/edit")
    assert '<option value="interviewer" selected>' in page.text
    answer = as_ada.submit(f"/recruiter/interviews/{interview.id}/edit", filled(cast, version=interview.version))
    assert answer.status_code == 303
    db.session.expire_all()
    assert db.session.get(Interview, interview.id).sequence == 1
    stale = as_ada.submit(f"/recruiter/interviews/{interview.id}/edit", filled(cast, version=1, clock="12:00"))
    assert stale.status_code == 409


def test_calling_off(as_ada, interview):
    as_ada.submit(f"/recruiter/interviews/{interview.id}/cancellation", {"version": interview.version})
    db.session.expire_all()
    assert db.session.get(Interview, interview.id).state is InterviewState.CANCELLED


def test_an_interviewer_sees_their_own_and_answers(as_ines, interview, cast, make):
    other = make.interview(make.application(job=cast.job), cast.hugo)
    agenda = as_ines.get("/recruiter/interviews?who=all").text
    assert f"/recruiter/interviews/{interview.id}" in agenda
    assert f"/recruiter/interviews/{other.id}" not in agenda
    assert as_ines.get(f"/recruiter/interviews/{other.id}").status_code == 404
    assert as_ines.get(f"/recruiter/applications/{interview.application_id}").location.endswith(f"/interviews/{interview.id}")
    assert as_ines.get(f"/recruiter/interviews/{interview.id}/edit").status_code == 403
    as_ines.submit(f"/recruiter/interviews/{interview.id}/response", {"answer": "declined"})
    assert db.session.scalars(select(Seat.response).where(Seat.interview_id == interview.id)).all() == [SeatResponse.DECLINED]


def test_how_it_went_is_said_in_one_place(as_ines, interview, cast):
    interview.starts_at, interview.ends_at = now() - timedelta(hours=2), now() - timedelta(hours=1)
    db.session.flush()
    assert f"/recruiter/interviews/{interview.id}" in as_ines.get("/recruiter/interviews?which=open").text
    assert as_ines.submit(f"/recruiter/interviews/{interview.id}/outcome", {}).status_code == 422
    answer = as_ines.submit(f"/recruiter/interviews/{interview.id}/outcome", {"outcome": "candidate_absent", "note": "Nobody came."})
    assert answer.status_code == 303
    page = as_ines.get(f"/recruiter/interviews/{interview.id}").text
    assert "Nobody came." in page
    assert "Give your scorecard" not in page


@pytest.mark.parametrize("which", ["coming", "open", "past", "nonsense"])
def test_the_agenda_needs_few_queries_however_many_stand_on_it(as_ada, make, cast, queries, which):
    for number in range(6):
        make.interview(make.application(job=cast.job), cast.ada, cast.ines, starts_in=timedelta(days=number - 3))
    with queries as sent:
        assert as_ada.get(f"/recruiter/interviews?which={which}&who=all").status_code == 200
    assert sent.count <= 8, sent.statements


def test_a_long_agenda_has_pages_and_a_damaged_place_is_the_first_one(as_ada, application, make, cast, monkeypatch):
    monkeypatch.setattr(interviews, "PER_PAGE", 2)
    made = [make.interview(make.application(job=cast.job), cast.ada, starts_in=timedelta(days=at)) for at in (1, 2, 3)]
    first = as_ada.get("/recruiter/interviews").text
    assert f"/interviews/{made[2].id}" not in first
    after = first.split("after=")[1].split('"')[0]
    assert f"/interviews/{made[2].id}" in as_ada.get(f"/recruiter/interviews?after={after}").text
    assert f"/interviews/{made[0].id}" in as_ada.get("/recruiter/interviews?after=1e999_1").text


def test_the_page_of_one_interview_needs_few_queries(as_ada, interview, make, cast, queries):
    make.kit(interview.stage_id)
    with queries as sent:
        assert "Craft" in as_ada.get(f"/recruiter/interviews/{interview.id}").text
    assert sent.count <= 15, sent.statements


def test_a_calendar_link_shows_ones_own_until_it_is_closed(as_ines, client, interview, cast):
    as_ines.submit("/recruiter/interviews/feed")
    page = as_ines.get("/recruiter/interviews").text
    address = "/recruiter/calendar/" + page.split("/recruiter/calendar/")[1].split('"')[0]
    answer = client.get(address)
    assert answer.content_type.startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["First interview: Carla Candidate, Backend Engineer"]
    assert "ATTENDEE" not in events[0]
    assert client.get(address[:-6] + "x.ics").status_code == 404
    as_ines.submit("/recruiter/interviews/feed/revocation")
    assert client.get(address).status_code == 404
    assert db.session.scalars(select(CalendarFeed)).one().revoked_at is not None


def test_a_feed_of_a_former_colleague_is_closed(as_ines, client, interview, cast):
    as_ines.submit("/recruiter/interviews/feed")
    address = "/recruiter/calendar/" + as_ines.get("/recruiter/interviews").text.split("/recruiter/calendar/")[1].split('"')[0]
    cast.ines.deactivated_at = now()
    db.session.flush()
    assert client.get(address).status_code == 404


def test_the_file_for_a_calendar_is_the_panels(as_ines, interview):
    answer = as_ines.get(f"/recruiter/interviews/{interview.id}/calendar.ics")
    assert len(icalendar.Calendar.from_ical(answer.data).walk("VEVENT")) == 1


def test_a_kit_is_edited_on_the_page_of_its_stage(as_ada, as_ines, cast, make):
    stage = make.stage(cast.job, "Interview")
    address = f"/recruiter/jobs/{cast.job.id}/stages/{stage.id}/kit"
    assert "Solving problems" in as_ada.get(address).text
    assert db.session.scalars(select(Kit)).all() == []
    added = as_ada.submit(address, {"purpose": "Depth", "rows-0-name": "Craft", "rows-0-questions": "Show me.", "action": "add"})
    assert 'name="rows-1-name"' in added.text
    answer = as_ada.submit(address, {"purpose": "Depth", "rows-0-name": "Craft", "rows-0-questions": "Show me."})
    assert answer.status_code == 303
    assert "Show me." in as_ada.get(address).text
    assert as_ada.submit(address, {"purpose": "Depth", "rows-0-name": " "}).status_code == 409
    assert as_ines.get(address).status_code == 403
    assert address in as_ada.get(f"/recruiter/jobs/{cast.job.id}/stages").text


def test_home_shows_ones_interviews_and_owed_scorecards(as_ines, interview, application, make, cast):
    make.interview(application, cast.ines, starts_in=timedelta(days=-1), title="Second talk")
    page = as_ines.get("/recruiter/").text
    assert "Your interviews" in page
    assert "Scorecards you owe" in page
    assert "Second talk" in page


def test_taking_a_rejection_back_says_what_does_not_come_back(as_ada, interview, application):
    reason = ensure_reject_reasons()[0]
    db.session.flush()
    as_ada.submit(f"/recruiter/applications/{application.id}/rejection", {"reason": reason.id, "tell": "y", "delay": "2"})
    as_ada.submit(f"/recruiter/applications/{application.id}/rejection/undoing")
    assert "1 interview was called off by the rejection" in as_ada.get(f"/recruiter/applications/{application.id}").text


def test_a_lead_and_an_observer_are_kept_as_chosen(as_ada, application, cast):
    as_ada.submit(f"/recruiter/applications/{application.id}/interviews", filled(cast, **{f"seat-{cast.ines.id}": "lead"}))
    roles = dict(db.session.execute(select(Seat.user_id, Seat.role)).all())
    assert roles == {cast.ines.id: SeatRole.LEAD, cast.hugo.id: SeatRole.OBSERVER}
