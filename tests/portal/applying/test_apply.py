"""The application form: one post suffices, what was typed survives, nothing is told about anybody."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.candidates.commands import current_consents
from app.candidates.models import Candidate, Document, NoticeGiven, Purpose
from app.core.clock import at, now
from app.core.files import StoredFile
from app.extensions import db
from app.hiring.models import Answer, Application, ApplyDraft
from app.jobs.models import JobState, Posting, QuestionKind, ResumeRule
from tests.portal.applying.conftest import applications, causes, hidden


def test_the_form_asks_for_the_fixed_fields_and_sets_no_cookie(client, job):
    page = client.get(f"/jobs/{job.slug}/apply")
    assert page.status_code == 200
    for field in ("name", "email", "phone", "resume", "link", "consent_pool"):
        assert f'name="{field}"' in page.text
    assert "Set-Cookie" not in page.headers
    assert page.text.count("<h1") == 1
    assert "checked" not in re.search(r'<input[^>]*name="consent_pool"[^>]*>', page.text).group()
    assert "What happens to your details" in page.text


def test_one_post_of_the_fields_suffices(apply, job, resume):
    answer = apply(link=None, resume=resume(), phone="030 1234567")
    assert (answer.status_code, answer.location) == (303, f"/jobs/{job.slug}/applied")
    assert "Set-Cookie" not in answer.headers
    (application,) = applications()
    assert (application.given_name, application.given_email) == ("Nora Newcomer", "nora@example.org")
    assert db.session.get(Document, application.resume_id).filename == "cv.pdf"
    assert causes() == ["application-received"]
    assert application.suspicious == ""


def test_the_page_after_it_says_what_happens_next(client, job):
    page = client.get(f"/jobs/{job.slug}/applied")
    assert page.status_code == 200
    assert "Look into your mail" in page.text and "Received" in page.text and "within 7 days" in page.text
    assert "Applied" not in page.text and "Screening" not in page.text


def test_every_field_that_is_wrong_is_named_and_what_was_typed_survives(apply):
    answer = apply(name="", email="not an address", phone="abc", link="ftp://x", src="campus")
    assert answer.status_code == 422
    assert "Please tell us your name." in answer.text
    assert "This is not an e-mail address." in answer.text
    assert "This is not a phone number." in answer.text
    for typed in ("not an address", "abc", "ftp://x", "campus"):
        assert f'value="{typed}"' in answer.text
    assert not applications()


def test_a_resume_or_a_link_is_asked_for_when_neither_came(apply):
    answer = apply(link=None)
    assert answer.status_code == 422
    assert "Please add your résumé, or a link to your profile." in answer.text


def test_the_file_survives_a_page_of_errors(client, apply, job, resume):
    wrong = apply(link=None, email="", resume=resume())
    assert wrong.status_code == 422
    assert "Attached: cv.pdf" in wrong.text
    again = apply(link=None, draft=hidden(wrong.text, "draft"), form_key=hidden(wrong.text, "form_key"))
    assert again.status_code == 303
    (application,) = applications()
    assert db.session.get(Document, application.resume_id).filename == "cv.pdf"
    assert db.session.scalar(select(func.count(ApplyDraft.id))) == 0
    assert db.session.scalar(select(func.count(StoredFile.id))) == 1


def test_a_stranger_with_another_secret_finds_no_draft(apply, resume):
    apply(link=None, email="", resume=resume())
    answer = apply(link=None, draft="x" * 43)
    assert answer.status_code == 422 and "Attached" not in answer.text


def test_a_form_sent_twice_is_one_application_and_one_mail(client, apply, job):
    page = client.get(f"/jobs/{job.slug}/apply").text
    first = apply(form_key=hidden(page, "form_key"))
    second = apply(form_key=hidden(page, "form_key"))
    assert first.location == second.location and second.status_code == 303
    assert len(applications()) == 1 and causes() == ["application-received"]


def test_two_tabs_are_one_application_and_one_mail(apply):
    assert apply().location == apply().location
    assert len(applications()) == 1 and causes() == ["application-received"]


def test_a_known_address_is_answered_like_an_unknown_one(apply, make):
    make.candidate("Karl Known", email="karl@example.org")
    known, unknown = apply(email="karl@example.org"), apply(email="someone.else@example.org")
    assert (known.status_code, known.data, known.location) == (unknown.status_code, unknown.data, unknown.location)
    assert sorted(known.headers.keys()) == sorted(unknown.headers.keys())
    assert sorted(causes()) == ["application-received", "confirm-application"]


def test_required_questions_are_asked_on_the_server(apply, job, make):
    why = make.question(job, "Why gardens?", QuestionKind.LONG, required=True)
    many = make.question(job, "Which tools?", QuestionKind.MANY, options={"options": ["Spade", "Rake", "Hoe"]})
    drive = make.question(job, "Do you drive?", QuestionKind.YES_NO, required=True)
    answer = apply(**{f"question-{many.id}": ["Spade", "Hoe"]})
    assert answer.status_code == 422
    assert answer.text.count("Please answer this question.") >= 2
    assert re.search(r'<input[^>]*checked[^>]*value="Hoe"', answer.text)
    fine = apply(**{
        f"question-{why.id}": "They grow.", f"question-{many.id}": ["Spade", "Hoe"], f"question-{drive.id}": "yes",
    })  # fmt: skip
    assert fine.status_code == 303
    values = db.session.scalars(select(Answer.value).order_by(Answer.question_id)).all()
    assert sorted(values) == ["Spade, Hoe", "They grow.", "yes"]


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (QuestionKind.NUMBER, "NaN", "Please enter a number."),
        (QuestionKind.NUMBER, "1e309", "Please enter a number."),
        (QuestionKind.YES_NO, "perhaps", "Please choose yes or no."),
        (QuestionKind.DATE, "31.31.2026", "Please enter a date."),
        (QuestionKind.ONE, "Shovel", "Please choose from the list."),
        (QuestionKind.SHORT, "x" * 501, "Please keep this under 500 characters."),
    ],
)
def test_an_answer_that_does_not_fit_is_said_at_its_question(apply, job, make, kind, value, sentence):
    question = make.question(job, "Well?", kind, options={"options": ["Spade", "Rake"]})
    answer = apply(**{f"question-{question.id}": value})
    assert answer.status_code == 422 and sentence in answer.text
    assert not applications()


def test_consent_is_kept_with_the_wording_that_was_shown(apply):
    apply(consent_pool="y")
    (application,) = applications()
    consent = current_consents(application.candidate_id)[Purpose.POOL]
    assert consent.text_id is not None
    assert db.session.scalar(select(func.count(NoticeGiven.id))) == 1


def test_without_the_tick_there_is_no_consent(apply):
    apply()
    assert current_consents(applications()[0].candidate_id) == {}


def test_the_source_is_carried_without_a_cookie(client, apply, job):
    page = client.get(f"/jobs/{job.slug}/apply?src=LinkedIn")
    assert hidden(page.text, "src") == "linkedin"
    apply(src="linkedin")
    assert applications()[0].source == "linkedin"


def test_a_closed_job_says_so_and_a_draft_does_not_exist(client, apply, make):
    closed = make.job("Closed", slug="closed", state=JobState.CLOSED)
    make.add(Posting(job_id=closed.id))
    make.job("Draft", slug="draft", state=JobState.DRAFT)
    for path in ("/jobs/closed/apply", "/jobs/closed/applied"):
        assert client.get(path).status_code in (200, 410)
    gone = client.get("/jobs/closed/apply")
    assert gone.status_code == 410 and "Already applied?" in gone.text
    assert apply("closed").status_code == 410
    assert client.get("/jobs/draft/apply").status_code == 404
    assert apply("draft").status_code == 404
    assert client.get("/jobs/never/applied").status_code == 404
    assert not applications()


def test_a_signed_in_candidate_finds_their_details_and_needs_no_confirmation(as_carla, cast):
    page = as_carla.get(f"/jobs/{cast.job.slug}/apply")
    assert 'value="Carla Candidate"' in page.text and 'value="carla@example.org"' in page.text
    as_carla.submit(
        f"/jobs/{cast.job.slug}/apply",
        {"name": "Carla Candidate", "email": "carla@example.org", "link": "https://example.org/c"},
    )
    (application,) = applications()
    assert application.is_confirmed and application.candidate_id == cast.carla.id


def test_a_signed_in_candidate_who_applied_before_is_led_to_that_application(as_carla, cast, make):
    present = make.application(cast.carla, cast.job)
    answer = as_carla.submit(
        f"/jobs/{cast.job.slug}/apply",
        {"name": "Carla Candidate", "email": "carla@example.org", "link": "https://example.org/c"},
    )
    assert answer.location == f"/me/applications/{present.id}"
    assert len(applications()) == 1


def test_a_member_of_staff_who_applies_in_the_same_browser_is_a_visitor(as_ada, cast):
    as_ada.submit(
        f"/jobs/{cast.job.slug}/apply", {"name": "Ann", "email": "ann@example.org", "link": "https://example.org/a"}
    )
    candidate = db.session.get(Candidate, applications()[0].candidate_id)
    assert candidate.confirmations["full_name"][1] == "candidate"


@pytest.mark.parametrize(
    "name",
    ["Å", "Robert'); DROP TABLE candidates;--", "<script>alert(1)</script>", "{{ config }}", "José\u0301 Ángel", "محمد علي"],
)
def test_names_of_every_kind_are_taken_as_typed(apply, client, name):
    assert apply(name=name).status_code == 303
    assert len(applications()) == 1


def test_control_characters_are_dropped_from_a_name(apply):
    apply(name="Nora\r\nBcc: all@example.org\x00\u202e Newcomer")
    given = applications()[0].given_name
    assert given == "Nora Bcc: all@example.org Newcomer"


def test_a_name_of_300_letters_is_refused_with_a_sentence(apply):
    answer = apply(name="N" * 300)
    assert answer.status_code == 422 and "under 200 characters" in answer.text


@pytest.mark.parametrize("email", ["a@b@c", "x" * 330 + "@example.org", "nora@", "nora@localhost", "nora@example.org\r\nBcc: x@y.z", '"a b"@example.org'])
def test_odd_addresses_are_refused_in_words(apply, email):
    answer = apply(email=email)
    assert answer.status_code == 422 and "e-mail address" in answer.text
    assert not applications()


def test_an_international_address_is_taken(apply):
    assert apply(email="nora@bücher.example").status_code == 303


def test_hostile_hidden_fields_change_nothing(apply):
    answer = apply(notice="9" * 40, pool="-1", draft="' OR 1=1", began="1.2.3", src="//evil.example\r\n", consent_pool="y")
    assert answer.status_code == 303
    assert applications()[0].suspicious == ""


def test_the_page_is_german_for_germans(client, job):
    page = client.get(f"/jobs/{job.slug}/apply", headers={"Accept-Language": "de"})
    assert 'lang="de"' in page.text
    assert "Was mit deinen" in page.text or "Was mit Ihren" in page.text


def test_an_old_draft_goes_with_its_file(apply, resume, sweep):
    from app.hiring.tasks import expire_offers_and_drafts

    apply(link=None, email="", resume=resume())
    assert db.session.scalar(select(func.count(ApplyDraft.id))) == 1
    with at(now() + timedelta(days=2)):
        sweep(expire_offers_and_drafts)
    assert db.session.scalar(select(func.count(ApplyDraft.id))) == 0
    assert db.session.scalar(select(func.count(StoredFile.id))) == 0


def test_the_form_costs_few_queries(client, job, make, queries):
    make.question(job)
    with queries as sent:
        client.get(f"/jobs/{job.slug}/apply")
    assert sent.count <= 10


def test_applying_without_a_token_of_ours_is_refused(client, job):
    assert client.post(f"/jobs/{job.slug}/apply", data={"name": "N"}).status_code == 403
    assert db.session.scalar(select(func.count(Application.id))) == 0


def test_a_resume_is_enough_where_it_is_required(apply, make, resume):
    job = make.job("Cook", slug="cook", resume_rule=ResumeRule.RESUME)
    assert apply("cook").status_code == 422
    assert apply("cook", resume=resume()).status_code == 303
    assert applications()[0].job_id == job.id
