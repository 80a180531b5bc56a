"""The board of a job."""

import re

import pytest

from app.extensions import db
from app.hiring.models import Application

BOARD = "/recruiter/jobs/{}/board"


def htmx(target):
    return {"HX-Request": "true", "HX-Target": target}


def test_it_shows_columns_with_true_counts_and_cards(as_ada, cast, make, application):
    for _one in range(3):
        make.application(job=cast.job, stage="Interview")
    page = as_ada.get(BOARD.format(cast.job.id))
    assert page.status_code == 200
    assert "Carla Candidate" in page.text
    interview = make.stage(cast.job, "Interview")
    head = re.search(rf'id="head_{interview.id}".*?</header>', page.text, re.S).group()
    assert ">3<" in head


def test_a_full_column_counts_truly_and_loads_more(as_ada, cast, make):
    for number in range(35):
        make.application(job=cast.job, board_rank=number)
    stage = make.stage(cast.job, "Applied")
    page = as_ada.get(BOARD.format(cast.job.id)).text
    assert page.count("<article") == 30
    assert ">35<" in page
    more = re.search(r'hx-get="([^"]+)"', page).group(1).replace("&amp;", "&")
    rest = as_ada.get(more, headers=htmx(f"more_{stage.id}"))
    assert rest.text.count("<article") == 5
    assert "Show more" not in rest.text
    seen = set(re.findall(r'id="application_(\d+)"', page + rest.text))
    assert len(seen) == 35


def test_first_paint_needs_few_queries_for_two_thousand(as_ada, cast, make, queries):
    candidate_ids = [make.candidate(email=None).id for _one in range(40)]
    stages = [make.stage(cast.job, name).id for name in ("Applied", "Screening", "Interview", "Offer")]
    db.session.execute(
        Application.__table__.insert(),
        [
            {
                "candidate_id": candidate_ids[n], "job_id": cast.job.id, "stage_id": stages[n % 4], "given_name": f"P {n}",
                "given_email": "x@example.org", "state": "active", "board_rank": n,
            }
            for n in range(40)
        ],
    )  # fmt: skip
    with queries as sent:
        assert as_ada.get(BOARD.format(cast.job.id)).status_code == 200
    assert sent.count <= 12, sent.statements


def test_moving_a_card_answers_with_the_card_and_the_counts(as_ada, cast, make, application):
    to = make.stage(cast.job, "Interview")
    answer = as_ada.submit(
        f"/recruiter/applications/{application.id}/moves",
        {"to": to.id, "from_stage": application.stage_id, "next": f"/recruiter/applications/{application.id}/card"},
        headers=htmx(f"application_{application.id}"), follow_redirects=True,
    )  # fmt: skip
    assert answer.status_code == 200
    assert f'hx-swap-oob="afterbegin:#cards_{to.id}"' in answer.text
    assert f'id="head_{to.id}" hx-swap-oob="true"' in answer.text
    assert "<html" not in answer.text
    assert db.session.get(Application, application.id).stage_id == to.id


def test_without_script_a_move_ends_on_a_page(as_ada, cast, make, application):
    to = make.stage(cast.job, "Interview")
    answer = as_ada.submit(
        f"/recruiter/applications/{application.id}/moves",
        {"to": to.id, "from_stage": application.stage_id, "next": f"/recruiter/applications/{application.id}/card"},
    )
    assert answer.status_code == 303
    assert "<html" in as_ada.get(answer.location).text


def test_a_stale_move_is_409_and_says_who_was_faster(as_ada, as_hugo, cast, make, application):
    seen = application.stage_id
    interview, screening = make.stage(cast.job, "Interview").id, make.stage(cast.job, "Screening").id
    move = f"/recruiter/applications/{application.id}/moves"
    assert as_hugo.submit(move, {"to": interview, "from_stage": seen}).status_code == 303
    answer = as_ada.submit(move, {"to": screening, "from_stage": seen}, headers=htmx(f"application_{application.id}"))
    assert answer.status_code == 409
    assert "Hugo Manager moved this application to Interview" in answer.text
    assert f"#cards_{interview}" in answer.text
    assert db.session.get(Application, application.id).stage_id == interview


@pytest.mark.parametrize("who", ["as_otto", "as_ines"])
def test_the_board_of_other_people_does_not_exist(request, who, cast, application):
    browser = request.getfixturevalue(who)
    assert browser.get(BOARD.format(cast.job.id)).status_code == 404
    to = application.stage_id
    move = browser.submit(f"/recruiter/applications/{application.id}/moves", {"to": to, "from_stage": to})
    assert move.status_code in (403, 404)


def test_the_hiring_manager_sees_own_jobs_only(as_hugo, cast, make, application):
    assert as_hugo.get(BOARD.format(cast.job.id)).status_code == 200
    assert as_hugo.get(BOARD.format(make.job(team_id=cast.team.id).id)).status_code == 404


@pytest.mark.parametrize("job_id", ["0", "99999999", "99999999999999999999"])
def test_jobs_that_are_not_there_are_404(as_ada, job_id):
    assert as_ada.get(BOARD.format(job_id)).status_code == 404


@pytest.mark.parametrize("values", [{"to": "x", "from_stage": "1"}, {"to": "999999", "from_stage": "1"}, {}])
def test_nonsense_in_a_move_is_a_clear_4xx(as_ada, application, values):
    answer = as_ada.submit(f"/recruiter/applications/{application.id}/moves", values)
    assert answer.status_code in (400, 404)


@pytest.mark.parametrize("query", ["rank=x&after=y", "rank=-999999999999999999999&after=1", "rank=1&after=99999999999999"])
def test_nonsense_in_a_keyset_is_no_500(as_ada, cast, make, query):
    stage = make.stage(cast.job, "Applied")
    assert as_ada.get(f"{BOARD.format(cast.job.id)}/columns/{stage.id}?{query}").status_code == 200


def test_an_unconfirmed_card_shows_only_what_the_form_said(as_ada, cast, make):
    known = make.candidate("Karl Known", current_title="Chief Gardener")
    make.application(known, cast.job, confirmed_at=None, given_name="Somebody Typed")
    page = as_ada.get(BOARD.format(cast.job.id)).text
    assert "Somebody Typed" in page and "unconfirmed" in page
    assert "Karl Known" not in page and "Chief Gardener" not in page


def test_suspicious_applications_wait_on_their_shelf(as_ada, cast, make):
    make.application(job=cast.job, suspicious="too-fast", given_name="Robo Apply")
    page = as_ada.get(BOARD.format(cast.job.id)).text
    assert "Robo Apply" not in page
    assert "mark=suspicious" in page


def test_hostile_names_are_text(as_ada, cast, make):
    make.application(make.candidate("<script>alert(1)</script>"), cast.job)
    page = as_ada.get(BOARD.format(cast.job.id)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
