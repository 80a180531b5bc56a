"""The back office's pages of jobs."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.candidates.models import Todo
from app.core.actors import user_actor
from app.extensions import db
from app.hiring.commands.bulk import acts
from app.hiring.models import Application, ApplicationState
from app.hiring.tasks import advance_bulk_acts
from app.jobs.commands import change_job, ensure_pipeline_templates
from app.jobs.models import Job, JobState, Question
from tests.make import Cast, Make


def form_of(page: str) -> dict[str, str]:
    """The fields of the page's last POST form, as a browser would send them."""
    form = re.findall(r'<form[^>]*method="post"[^>]*class="form".*?</form>', page, re.DOTALL)[-1]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        if name and (not kind or kind[1] != "checkbox" or "checked" in tag):
            value = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"', options)
        first = re.search(r'<option[^>]*value="([^"]*)"', options)
        found[name] = (chosen or first)[1]  # type: ignore[index]
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = text.strip()
    found.pop("csrf_token", None)
    return found


NEW: dict[str, Any] = {
    "title": "Ward Nurse", "department": "Care", "country": "DE", "city": "Köln", "employment_type": "full_time",
    "remote_policy": "on_site", "locale": "en", "openings": "2", "team_id": "",
}  # fmt: skip


def test_a_job_is_made_in_one_form_and_a_double_press_makes_one(as_ada: FlaskClient, cast: Cast) -> None:
    template = ensure_pipeline_templates()[0].id
    assert as_ada.get("/recruiter/jobs/new").status_code == 200
    values = {**NEW, "template": template, "form_key": "once"}
    first = as_ada.submit("/recruiter/jobs", values)
    assert first.status_code == 303
    assert as_ada.submit("/recruiter/jobs", values).status_code == 303
    made = db.session.scalars(select(Job).where(Job.title == "Ward Nurse")).all()
    assert len(made) == 1
    assert first.location == f"/recruiter/jobs/{made[0].id}/description"


def test_what_was_typed_survives_a_mistake(as_ada: FlaskClient, cast: Cast) -> None:
    template = ensure_pipeline_templates()[0].id
    answer = as_ada.submit("/recruiter/jobs", {**NEW, "title": "", "template": template, "openings": "0"})
    assert answer.status_code == 422
    assert "This is needed." in answer.text
    assert 'value="Köln"' in answer.text
    assert db.session.scalar(select(Job).where(Job.department == "Care")) is None


def test_the_list_counts_what_the_viewer_sees_and_finds_by_word_city_and_accent(
    as_ada: FlaskClient, as_otto: FlaskClient, cast: Cast, make: Make
) -> None:
    make.application(job=cast.job)
    page = as_ada.get("/recruiter/jobs").text
    assert f"/recruiter/jobs/{cast.job.id}/board" in page
    assert re.search(r">1<span class=\"visually-hidden\"> people in process", page)
    assert "Backend Engineer" in as_ada.get("/recruiter/jobs?q=bérlin+backend").text
    assert "Backend Engineer" not in as_ada.get("/recruiter/jobs?q=nurse").text
    assert "Backend Engineer" not in as_otto.get("/recruiter/jobs?show=all").text


def test_the_list_asks_few_questions_however_many_jobs(as_ada: FlaskClient, cast: Cast, make: Make, queries: Any) -> None:
    for _ in range(60):
        make.application(job=make.job(team_id=cast.team.id))
    with queries as sent:
        assert as_ada.get("/recruiter/jobs").status_code == 200
    assert sent.count <= 14
    assert "61 jobs" in as_ada.get("/recruiter/jobs?page=2").text


def test_a_list_without_jobs_teaches(as_otto: FlaskClient) -> None:
    assert "Make the first job" in as_otto.get("/recruiter/jobs").text


@pytest.mark.parametrize("part", ["", "/edit", "/description", "/questions", "/stages", "/team", "/posting", "/closing"])
def test_nobody_outside_reaches_a_page_of_a_job(
    as_otto: FlaskClient, as_ines: FlaskClient, as_hugo: FlaskClient, client: FlaskClient, cast: Cast, part: str
) -> None:
    path = f"/recruiter/jobs/{cast.job.id}{part}"
    assert as_otto.get(path).status_code == 404
    assert as_ines.get(path).status_code == 403
    assert client.get(path).status_code == 303
    assert as_hugo.get(path).status_code == (200 if part == "" else 403)


@pytest.mark.parametrize("page", ["edit", "description", "stages", "team"])
def test_saving_a_page_untouched_changes_nothing(as_ada: FlaskClient, cast: Cast, page: str) -> None:
    path = f"/recruiter/jobs/{cast.job.id}/{page}"
    version = cast.job.version
    answer = as_ada.submit(path, form_of(as_ada.get(path).text))
    assert answer.status_code == 303, answer.text
    assert db.session.scalar(select(Job.version).where(Job.id == cast.job.id)) == version


def test_basics_keep_pay_as_people_write_it(as_ada: FlaskClient, cast: Cast) -> None:
    path = f"/recruiter/jobs/{cast.job.id}/edit"
    values = form_of(as_ada.get(path).text)
    answer = as_ada.submit(path, {**values, "pay_from": "52.000", "pay_to": "61 500,50", "pay_currency": "EUR"})
    assert answer.status_code == 303
    assert db.session.execute(select(Job.pay_from, Job.pay_to).where(Job.id == cast.job.id)).one() == (5_200_000, 6_150_050)
    wrong = as_ada.submit(path, {**form_of(as_ada.get(path).text), "pay_from": "competitive"})
    assert wrong.status_code == 422
    assert 'value="competitive"' in wrong.text
    turned = as_ada.submit(path, {**form_of(as_ada.get(path).text), "pay_from": "90000", "pay_to": "80000"})
    assert turned.status_code == 409
    assert "above the upper end" in turned.text


def test_someone_faster_is_shown_and_nothing_is_overwritten_unseen(as_ada: FlaskClient, cast: Cast) -> None:
    path = f"/recruiter/jobs/{cast.job.id}/edit"
    mine = form_of(as_ada.get(path).text)
    change_job(cast.job, version=None, by=user_actor(cast.root.id), department="Platform")
    answer = as_ada.submit(path, {**mine, "department": "Operations"})
    assert answer.status_code == 409
    assert "<ins>Platform</ins>" in answer.text
    assert 'value="Operations"' in answer.text
    again = as_ada.submit(path, form_of(answer.text))
    assert again.status_code == 303
    assert db.session.scalar(select(Job.department).where(Job.id == cast.job.id)) == "Operations"


def test_rows_are_added_moved_and_removed_without_script_and_without_saving(as_ada: FlaskClient, cast: Cast) -> None:
    path = f"/recruiter/jobs/{cast.job.id}/stages"
    values = form_of(as_ada.get(path).text)
    more = as_ada.submit(path, {**values, "action": "add"})
    assert more.status_code == 200
    names = [value for name, value in form_of(more.text).items() if name.endswith("-name") and "public" not in name]
    assert names == ["Applied", "Screening", "Interview", "Offer", "", "Hired"]
    moved = form_of(as_ada.submit(path, {**values, "action": "down-1"}).text)
    assert moved["rows-1-name"] == "Interview"
    fewer = form_of(as_ada.submit(path, {**values, "action": "remove-3"}).text)
    assert "rows-4-name" not in fewer
    assert as_ada.submit(path, {**values, "action": "remove-999"}).status_code == 303
    assert as_ada.submit(path, {**form_of(as_ada.get(path).text), **moved}).status_code == 303


def test_questions_are_asked_with_their_choices(as_ada: FlaskClient, cast: Cast) -> None:
    path = f"/recruiter/jobs/{cast.job.id}/questions"
    values = form_of(as_ada.get(path).text)
    filled = {**values, "rows-0-text": "Which shift?", "rows-0-kind": "one", "rows-0-options": "Day\nNight\n\n"}
    assert as_ada.submit(path, filled).status_code == 303
    question = db.session.scalars(select(Question)).one()
    assert question.options == {"options": ["Day", "Night"]}
    assert "Which shift?" in as_ada.get(path).text


def test_the_preview_shows_markdown_without_anything_that_runs_and_keeps_nothing(as_ada: FlaskClient, cast: Cast) -> None:
    path = f"/recruiter/jobs/{cast.job.id}/description"
    typed = "## Work\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![i](https://evil.example/a.png) **bold**"
    values = {**form_of(as_ada.get(path).text), "description": typed}
    headers = {"HX-Request": "true", "HX-Target": "preview"}
    fragment = as_ada.submit(f"{path}/preview", values, headers=headers).text
    assert "<strong>bold</strong>" in fragment
    assert "<script" not in fragment and "<img" not in fragment and 'href="javascript' not in fragment
    assert "<html" not in fragment
    assert "<html" in as_ada.submit(f"{path}/preview", values).text
    assert db.session.scalar(select(Job.description).where(Job.id == cast.job.id)) == cast.job.description


def test_a_job_goes_through_its_life_by_buttons(as_ada: FlaskClient, cast: Cast, make: Make) -> None:
    job = f"/recruiter/jobs/{cast.job.id}"

    def state() -> JobState:
        return db.session.scalars(select(Job.state).where(Job.id == cast.job.id)).one()

    assert as_ada.submit(f"{job}/hold").status_code == 303
    assert state() is JobState.ON_HOLD
    assert as_ada.submit(f"{job}/hold").status_code == 409
    assert as_ada.submit(f"{job}/reopening").status_code == 303
    assert as_ada.submit(f"{job}/openings").status_code == 303
    assert as_ada.submit(f"{job}/posting/withdrawal").status_code == 303
    assert as_ada.submit(f"{job}/posting", {"last_day": ""}).status_code == 303
    make.application(job=cast.job)
    refused = as_ada.submit(f"{job}/closing", {"reason": "cancelled"})
    assert refused.status_code == 409
    assert "1 person is still in process" in refused.text
    assert state() is JobState.OPEN


def test_what_keeps_a_job_from_being_published_leads_to_where_it_is_mended(as_ada: FlaskClient, cast: Cast, make: Make) -> None:
    job = make.job("Bare", state=JobState.DRAFT, description="", team_id=cast.team.id)
    answer = as_ada.submit(f"/recruiter/jobs/{job.id}/posting", {"last_day": ""})
    assert answer.status_code == 409
    assert "no description yet" in answer.text
    assert f"/recruiter/jobs/{job.id}/description#description" in answer.text


def test_an_opening_of_another_job_is_not_closed_through_this_one(as_ada: FlaskClient, cast: Cast, make: Make) -> None:
    other = make.job(team_id=cast.other_team.id)
    opening = db.session.scalars(select(Job).where(Job.id == other.id)).one().id
    assert as_ada.submit(f"/recruiter/jobs/{cast.job.id}/openings/{opening + 1000}/closing").status_code == 404


@pytest.mark.parametrize("page", ["/recruiter/jobs?page=99999999999&team=x&show=%00", "/recruiter/jobs?q=%25%5F%27%22"])
def test_nonsense_in_the_address_is_no_failure(as_ada: FlaskClient, page: str) -> None:
    assert as_ada.get(page).status_code == 200


def test_a_copy_opens_as_a_draft(as_ada: FlaskClient, cast: Cast) -> None:
    answer = as_ada.submit(f"/recruiter/jobs/{cast.job.id}/copies")
    assert answer.status_code == 303
    assert "Backend Engineer (copy)" in as_ada.get(answer.location).text


def test_closing_can_reject_those_left_but_never_somebody_who_was_interviewed(
    as_ada: FlaskClient, cast: Cast, make: Make
) -> None:
    reason = make.reject_reason()
    fresh = make.application(job=cast.job)
    interviewed = make.application(job=cast.job, stage="Interview")
    closing = f"/recruiter/jobs/{cast.job.id}/closing"
    assert "Reject: Another person fits better" in as_ada.get(closing).text
    refused = as_ada.submit(closing, {"reason": "cancelled", "left": reason.id})
    assert refused.status_code == 409
    assert "1 person is still in process" in refused.text
    assert db.session.get_one(Application, fresh.id).state is ApplicationState.ACTIVE
    interviewed.state = ApplicationState.WITHDRAWN
    db.session.flush()
    assert as_ada.submit(closing, {"reason": "cancelled", "left": reason.id}).status_code == 303
    assert db.session.get_one(Application, fresh.id, populate_existing=True).state is ApplicationState.REJECTED
    assert db.session.scalars(select(Job.state).where(Job.id == cast.job.id)).one() is JobState.CLOSED


def test_closing_with_many_left_closes_at_once_and_rejects_them_in_the_background(
    as_ada: FlaskClient, cast: Cast, make: Make, monkeypatch: pytest.MonkeyPatch, sweep: Any
) -> None:
    monkeypatch.setattr(acts, "AT_ONCE", 1)
    reason = make.reject_reason()
    left = [make.application(job=cast.job) for _number in range(3)]
    answer = as_ada.submit(f"/recruiter/jobs/{cast.job.id}/closing", {"reason": "cancelled", "left": reason.id})
    assert answer.status_code == 303 and answer.location.startswith("/recruiter/bulk-acts/")
    assert db.session.scalars(select(Job.state).where(Job.id == cast.job.id)).one() is JobState.CLOSED
    assert db.session.get_one(Application, left[0].id, populate_existing=True).state is ApplicationState.ACTIVE
    board = as_ada.get(f"/recruiter/jobs/{cast.job.id}/board").text
    assert f'href="{answer.location}"' in board and "0 of 3 so far" in board, "the board leads to what is going on"
    sweep(advance_bulk_acts)
    states = [db.session.get_one(Application, one.id, populate_existing=True).state for one in left]
    assert states == [ApplicationState.REJECTED] * 3
    assert answer.location not in as_ada.get(f"/recruiter/jobs/{cast.job.id}/board").text


@pytest.mark.parametrize("end", ["stopping", "undoing"])
def test_whoever_a_stopped_act_leaves_in_a_closed_job_is_somebodys_to_do_until_it_is_resumed(
    as_ada: FlaskClient, cast: Cast, make: Make, monkeypatch: pytest.MonkeyPatch, sweep: Any, end: str
) -> None:
    monkeypatch.setattr(acts, "AT_ONCE", 1)
    reason = make.reject_reason()
    left = [make.application(job=cast.job) for _number in range(3)]
    closing = f"/recruiter/jobs/{cast.job.id}/closing"
    stopped = as_ada.submit(closing, {"reason": "cancelled", "left": reason.id}).location
    if end == "undoing":
        sweep(advance_bulk_acts)
    assert as_ada.submit(f"{stopped}/{end}").status_code == 303
    sweep(advance_bulk_acts)
    todo = db.session.scalars(select(Todo).where(Todo.owner_id == cast.ada.id)).one()
    assert (todo.path, todo.done_at) == (closing, None) and "3 people are still in process" in todo.what
    page = as_ada.get(f"/recruiter/jobs/{cast.job.id}").text
    assert "This job is over, but 3 people are still in process" in page and f'href="{closing}"' in page
    assert "Close the job" not in as_ada.get(closing).text
    resumed = as_ada.submit(closing, {"left": reason.id})
    assert resumed.status_code == 303 and resumed.location.startswith("/recruiter/bulk-acts/")
    sweep(advance_bulk_acts)
    assert {db.session.get_one(Application, one.id, populate_existing=True).state for one in left} == {ApplicationState.REJECTED}
    assert db.session.get_one(Todo, todo.id, populate_existing=True).done_at is not None
    assert "still in process" not in as_ada.get(f"/recruiter/jobs/{cast.job.id}").text


def test_who_takes_a_job_out_of_their_own_sight_lands_on_the_list(as_ada: FlaskClient, cast: Cast, make: Make) -> None:
    cast.job.team_id = None
    db.session.flush()
    path = f"/recruiter/jobs/{cast.job.id}/team"
    values = form_of(as_ada.get(path).text)
    handed_over = {**values, "rows-0-user_id": str(cast.otto.id), "rows-0-lead": "y"}
    answer = as_ada.submit(path, handed_over)
    assert (answer.status_code, answer.location) == (303, "/recruiter/jobs")
    assert as_ada.get(path).status_code == 404


def test_putting_on_hold_can_be_taken_back_from_the_toast(as_ada: FlaskClient, cast: Cast) -> None:
    page = as_ada.submit(f"/recruiter/jobs/{cast.job.id}/hold", follow_redirects=True).text
    assert f'action="/recruiter/jobs/{cast.job.id}/reopening"' in page
