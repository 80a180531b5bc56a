"""The page of one application."""

import pytest
from sqlalchemy import select

from app.candidates.commands import add_document
from app.candidates.models import Note, ReadingState
from app.core.activity import Activity
from app.core.actors import user_actor
from app.core.files import stage_file
from app.extensions import db
from app.hiring.models import Application, ReviewRequest

PAGE = "/recruiter/applications/{}"


@pytest.fixture
def with_resume(application, cast):
    document = add_document(
        cast.carla, stage_file(b"%PDF-1.4 resume", "application/pdf"), filename="Carla Résumé.pdf",
        by=user_actor(cast.ada.id), pending=True,
    )  # fmt: skip
    document.text, document.reading = "Ten years of <b>gardens</b>", ReadingState.READ
    application.resume_id = document.id
    db.session.flush()
    return application


def test_it_shows_what_was_sent_and_what_happened(as_ada, cast, make, with_resume):
    question = make.question(cast.job, "Why gardens?")
    from app.hiring.models import Answer

    make.add(Answer(application_id=with_resume.id, question_id=question.id, value="Because of <i>bees</i>"))
    page = as_ada.get(PAGE.format(with_resume.id))
    assert page.status_code == 200
    assert "Why gardens?" in page.text and "Because of &lt;i&gt;bees&lt;/i&gt;" in page.text
    assert "Ten years of &lt;b&gt;gardens&lt;/b&gt;" in page.text
    assert "Advance to Screening" in page.text


def test_looking_is_in_the_audit(as_ada, application):
    as_ada.get(PAGE.format(application.id))
    assert db.session.scalars(select(Activity).where(Activity.kind == "application_viewed")).one()


def test_the_resume_is_a_download_that_runs_nothing(as_ada, with_resume):
    file = as_ada.get(f"{PAGE.format(with_resume.id)}/resume")
    assert file.data == b"%PDF-1.4 resume"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_an_interviewer_sees_resume_answers_and_a_form_only(as_ines, cast, make, with_resume):
    assert as_ines.get(PAGE.format(with_resume.id)).status_code == 404
    make.review_request(with_resume, cast.ines, message="Portfolio?")
    make.note(cast.carla, "Private thoughts")
    page = as_ines.get(PAGE.format(with_resume.id))
    assert page.status_code == 200
    assert "Ten years of" in page.text and "Give your opinion" in page.text
    for hidden in ("Private thoughts", "Reject", "History", "carla@example.org", "/moves"):
        assert hidden not in page.text
    assert as_ines.get(f"{PAGE.format(with_resume.id)}/resume").status_code == 200


def test_an_interviewer_gives_an_opinion(as_ines, cast, make, application):
    request = make.review_request(application, cast.ines)
    empty = as_ines.submit(f"/recruiter/reviews/{request.id}/answer", {"answer": "yes", "reason": ""})
    assert empty.status_code == 422
    answer = as_ines.submit(f"/recruiter/reviews/{request.id}/answer", {"answer": "talk", "reason": "Strong, a bit quiet"})
    assert answer.status_code == 303
    assert db.session.get(ReviewRequest, request.id).answer.value == "talk"
    assert as_ines.get("/recruiter/reviews").status_code == 200


def test_nobody_answers_for_somebody_else(as_hugo, cast, make, application):
    request = make.review_request(application, cast.ines)
    answer = as_hugo.submit(f"/recruiter/reviews/{request.id}/answer", {"answer": "yes", "reason": "x"})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["", "/resume", "/rejection", "/offers/new", "/card"])
def test_a_recruiter_of_another_team_finds_nothing(as_otto, with_resume, path):
    assert as_otto.get(PAGE.format(with_resume.id) + path).status_code == 404


def test_notes_are_written_once_however_often_the_form_is_sent(as_ada, application):
    for _time in range(2):
        answer = as_ada.submit(f"{PAGE.format(application.id)}/notes", {"body": "Called, sounds great.", "form_key": "k1"})
        assert answer.status_code == 303
    assert len(db.session.scalars(select(Note)).all()) == 1


def test_asking_a_colleague(as_ada, cast, application):
    answer = as_ada.submit(f"{PAGE.format(application.id)}/reviews", {"user": cast.ines.id, "message": "What do you think?"})
    assert answer.status_code == 303
    again = as_ada.submit(f"{PAGE.format(application.id)}/reviews", {"user": cast.ines.id})
    assert again.status_code == 409
    assert "already asked" in again.text


def test_other_applications_show_as_far_as_visible(as_ada, as_hugo, cast, make, application):
    own = make.job("Visible Sibling", team_id=cast.team.id)
    hidden = make.job("Confidential Elsewhere", team_id=cast.other_team.id)
    make.application(cast.carla, own)
    make.application(cast.carla, hidden)
    page = as_ada.get(PAGE.format(application.id)).text
    assert "Visible Sibling" in page and "Confidential Elsewhere" not in page
    assert "Visible Sibling" not in as_hugo.get(PAGE.format(application.id)).text


def test_an_unconfirmed_application_shows_nothing_older(as_ada, cast, make, shipped):
    known = make.candidate("Karl Known", current_title="Chief Gardener")
    make.application(known, make.job("Former Job", team_id=cast.team.id))
    application = make.application(known, cast.job, confirmed_at=None, given_name="Somebody Typed")
    page = as_ada.get(PAGE.format(application.id)).text
    assert "mailbox has not answered" in page
    for older in ("Karl Known", "Chief Gardener", "Former Job"):
        assert older not in page


def test_interest_is_never_shown(as_ada, cast, application):
    cast.carla.interest_key = 12.0
    db.session.flush()
    assert "nterest" not in as_ada.get(PAGE.format(application.id)).text


def test_hiring_and_taking_it_back(as_ada, application):
    assert as_ada.submit(f"{PAGE.format(application.id)}/hire").status_code == 303
    assert db.session.get(Application, application.id).state.value == "hired"
    assert "Hired on" in as_ada.get(PAGE.format(application.id)).text
    assert as_ada.submit(f"{PAGE.format(application.id)}/hire/undoing").status_code == 303
    assert db.session.get(Application, application.id).is_active


def test_a_hire_without_opening_is_a_409_with_its_sentence(as_ada, cast, make, application):
    as_ada.submit(f"{PAGE.format(application.id)}/hire")
    second = make.application(job=cast.job)
    answer = as_ada.submit(f"{PAGE.format(second.id)}/hire")
    assert answer.status_code == 409
    assert "openings" in answer.text


def test_a_coordinator_neither_rejects_nor_hires(as_cora, application):
    page = as_cora.get(PAGE.format(application.id))
    assert page.status_code == 200
    assert "/rejection" not in page.text
    assert as_cora.submit(f"{PAGE.format(application.id)}/hire").status_code == 403
    assert as_cora.get(f"{PAGE.format(application.id)}/rejection").status_code == 403


def test_a_new_reply_by_date(as_ada, application):
    from datetime import timedelta

    from app.core.clock import today

    day = today() + timedelta(days=4)
    version = application.version
    path = f"{PAGE.format(application.id)}/reply-by"
    assert as_ada.submit(path, {"reply_by": day.isoformat(), "version": version}).status_code == 303
    assert db.session.get(Application, application.id).reply_by == day
    assert as_ada.submit(path, {"reply_by": day.isoformat(), "version": version}).status_code == 409
    assert as_ada.submit(path, {"reply_by": "someday"}).status_code == 409


def test_notes_about_an_application_elsewhere_are_not_read_here(as_hugo, as_ada, cast, make, application):
    elsewhere = make.application(cast.carla, make.job("Sales", team_id=cast.other_team.id))
    make.note(cast.carla, "Wants to leave by May.")
    make.note(cast.carla, "Asked for a raise in Sales.", application_id=elsewhere.id)
    for browser in (as_hugo, as_ada):
        page = browser.get(f"/recruiter/applications/{application.id}").text
        assert "Wants to leave by May." in page
        assert "raise in Sales" not in page


def test_an_unconfirmed_application_shows_no_older_note(as_ada, cast, make, application):
    make.note(cast.carla, "Wants to leave by May.")
    make.note(cast.carla, "Looks like a hoax.", application_id=application.id)
    application.confirmed_at = None
    db.session.flush()
    page = as_ada.get(f"/recruiter/applications/{application.id}").text
    assert "Looks like a hoax." in page
    assert "Wants to leave by May." not in page


def test_whoever_may_not_hire_does_not_hire_by_moving(as_hugo, as_ada, cast, make, application):
    move = {"to": str(make.stage(cast.job, "Hired").id), "from_stage": str(application.stage_id)}
    assert as_hugo.submit(f"/recruiter/applications/{application.id}/moves", move).status_code == 403
    assert as_ada.submit(f"/recruiter/applications/{application.id}/moves", move).status_code == 303
