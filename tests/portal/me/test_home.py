"""The candidate's pages: plain words, only one's own, never anything from the inside."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.candidates.models import Candidate, ContactPoint
from app.core.actors import user_actor
from app.core.clock import at, now, today
from app.core.files import stage_file
from app.extensions import db
from app.hiring.commands import make_offer, receive_application, reject_application, send_offer
from app.hiring.models import ApplicationState, OfferState
from app.jobs.models import ResumeRule
from app.mailing.models import Message, MessageState
from tests.intelligence.documents import text_pdf

INSIDE = ("Applied</", "Screening", "score", "rejected", "Rejected")
PAGES = ("/me", "/me/messages", "/me/details", "/me/preferences", "/me/data")


@pytest.fixture
def application(cast, make):
    return make.application(cast.carla, cast.job, reply_by=today() + timedelta(days=5), stage="Screening")


def pdf(text="A newer résumé of a person with a long history"):
    return io.BytesIO(text_pdf(text)), "newer.pdf"


def test_every_application_says_where_it_stands(as_carla, application):
    page = as_carla.get("/me")
    assert "Backend Engineer" in page.text
    assert "Your application is at: In review. You will hear from us by" in page.text
    assert 'data-state="done"' in page.text and 'aria-current="step"' in page.text
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_and_an_empty_one_is_kind(as_carla, path):
    page = as_carla.get(path)
    assert page.status_code == 200 and page.text.count("<h1") == 1 and "Sign out" in page.text


@pytest.mark.parametrize("path", PAGES)
def test_no_page_tells_anything_from_the_inside(as_carla, application, make, cast, path):
    make.note(cast.carla, "Asks for too much money.")
    page = as_carla.get(path)
    for word in (*INSIDE, "too much money"):
        assert word not in page.text, word
    assert not re.search(r"\binterest\b", page.text), "what colleagues think of it; the texts of consent say `interests`"


def test_a_broken_promise_is_said_honestly(as_carla, application):
    application.reply_by = today() - timedelta(days=2)
    assert "we are late" in as_carla.get("/me").text


def test_what_belongs_to_others_does_not_exist(as_carla, cast, make):
    foreign = make.application(make.candidate(), cast.job)
    for path in (f"/me/applications/{foreign.id}", "/me/applications/99999999999999", "/me/offers/1", "/me/messages/1"):
        assert as_carla.get(path).status_code == 404
    assert as_carla.submit(f"/me/applications/{foreign.id}/withdrawal").status_code == 404
    assert as_carla.get("/me/documents/" + "x" * 32).status_code == 404


def test_while_the_mail_of_a_decision_waits_nothing_of_it_shows(as_carla, application, make, cast):
    before = as_carla.get(f"/me/applications/{application.id}").text
    reason = make.reject_reason("Too expensive")
    reject_application(application, reason=reason, by=user_actor(cast.ada.id), tell=True)
    page = as_carla.get(f"/me/applications/{application.id}")
    for word in ("Your application is at: In review", "Withdraw this application"):
        assert word in before and word in page.text
    assert "other people" not in page.text and "Too expensive" not in page.text
    refused = as_carla.submit(f"/me/applications/{application.id}/withdrawal")
    assert refused.status_code == 409 and "reject" not in refused.text.lower()


def test_the_waiting_mail_stands_neither_in_messages_nor_in_the_file(as_carla, application, make, cast):
    reject_application(application, reason=make.reject_reason(), by=user_actor(cast.ada.id), tell=True)
    assert db.session.query(Message).count() == 1
    assert "No messages yet" in as_carla.get("/me/messages").text
    assert as_carla.get("/me/data.json").json["messages"] == []


def test_a_mail_that_left_can_be_read_again_with_its_secrets_masked(as_carla, cast, client):
    client.submit("/me/sign-in", {"email": "carla@example.org"})
    (message,) = db.session.query(Message).all()
    message.state, message.accepted_at = MessageState.ACCEPTED, now()
    db.session.flush()
    assert "Your link to Larkspur" in as_carla.get("/me/messages").text
    page = as_carla.get(f"/me/messages/{message.id}")
    assert "/m/…" in page.text


def test_withdrawing_is_at_once_and_nobody_has_to_say_why(as_carla, application):
    answer = as_carla.submit(f"/me/applications/{application.id}/withdrawal", {"reason": ""})
    assert answer.location == f"/me/applications/{application.id}"
    db.session.refresh(application)
    assert application.state is ApplicationState.WITHDRAWN
    page = as_carla.get(answer.location)
    assert "You withdrew this application." in page.text and "Withdraw this application" not in page.text
    assert as_carla.submit(f"/me/applications/{application.id}/withdrawal").status_code == 303


def test_a_newer_resume_takes_the_place_of_the_old_one(as_carla, application):
    path = f"/me/applications/{application.id}/resume"
    assert as_carla.submit(path, {"resume": pdf()}).status_code == 303
    db.session.refresh(application)
    assert application.resume_id is not None
    assert as_carla.submit(path).status_code == 422
    bad = as_carla.submit(path, {"resume": (io.BytesIO(b"<html>"), "cv.pdf")})
    assert bad.status_code == 422 and "does not match" in bad.text


def test_the_resume_of_applying_again_waits_for_one_press(as_carla, cast, make):
    job = make.job("Gardener", resume_rule=ResumeRule.OPTIONAL)
    application = make.application(cast.carla, job)
    staged = stage_file(text_pdf("newer"), "application/pdf")
    from app.core.actors import visitor_actor

    with at(now() + timedelta(hours=1)):
        receive_application(job=job, name="Carla", email="carla@example.org", by=visitor_actor(), resume=staged, filename="n.pdf")
    assert "A newer résumé waits for you" in as_carla.get("/me").text
    as_carla.submit(f"/me/applications/{application.id}/resume")
    db.session.refresh(application)
    assert application.newer_resume_id is None and application.resume_id is not None


def sent_offer(application, cast, **values):
    terms = {"title": "Backend Engineer", "pay_minor": 72_000_00, "currency": "EUR", "starts_on": today() + timedelta(days=40)}
    offer = make_offer(application, by=user_actor(cast.ada.id), **{**terms, **values})
    send_offer(offer, application, by=user_actor(cast.ada.id))
    return offer


def test_an_offer_is_read_and_accepted_by_name(as_carla, application, cast):
    offer = sent_offer(application, cast, expires_on=today() + timedelta(days=7))
    assert "We made you an offer" in as_carla.get("/me").text
    page = as_carla.get(f"/me/offers/{offer.id}")
    assert "€72,000 per year" in page.text
    db.session.refresh(offer)
    assert offer.viewed_at is not None
    empty = as_carla.submit(f"/me/offers/{offer.id}/acceptance", {"signed_name": " "})
    assert empty.status_code == 422 and "Type your full name" in empty.text
    assert as_carla.submit(f"/me/offers/{offer.id}/acceptance", {"signed_name": "Carla Candidate"}).status_code == 303
    db.session.refresh(offer)
    db.session.refresh(application)
    assert offer.state is OfferState.ACCEPTED and application.state is ApplicationState.HIRED
    assert as_carla.submit(f"/me/offers/{offer.id}/acceptance", {"signed_name": "Carla"}).status_code == 303
    assert "Signed as Carla Candidate" in as_carla.get(f"/me/offers/{offer.id}").text


def test_an_offer_is_declined_with_or_without_a_reason(as_carla, application, cast):
    offer = sent_offer(application, cast)
    assert as_carla.submit(f"/me/offers/{offer.id}/decline", {"reason": "Moving away"}).status_code == 303
    db.session.refresh(offer)
    assert (offer.state, offer.decline_reason) == (OfferState.DECLINED, "Moving away")
    assert as_carla.submit(f"/me/offers/{offer.id}/acceptance", {"signed_name": "Carla C"}).status_code == 409


def test_a_draft_of_an_offer_does_not_exist_for_the_candidate(as_carla, application, cast):
    draft = make_offer(application, by=user_actor(cast.ada.id), title="Engineer", pay_minor=1, currency="EUR", starts_on=today())
    assert as_carla.get(f"/me/offers/{draft.id}").status_code == 404
    assert "offer" not in as_carla.get("/me").text.lower()


def test_an_offer_past_its_day_can_only_be_read(as_carla, application, cast):
    offer = sent_offer(application, cast, expires_on=today())
    offer.expires_on = today() - timedelta(days=1)
    page = as_carla.get(f"/me/offers/{offer.id}")
    assert "can no longer be answered" in page.text and "I accept" not in page.text


def test_details_are_corrected_at_once_and_can_be_undone(as_carla, cast):
    changed = {"full_name": "Carla Changed", "preferred_name": "Car", "phone": "030 1234567", "links": "example.org/c\nexample.org/c/",
               "city": "Köln", "country": "DE"}  # fmt: skip
    assert as_carla.submit("/me/details", changed).location == "/me/details"
    db.session.refresh(cast.carla)
    assert (cast.carla.full_name, cast.carla.city, cast.carla.name_key) == ("Carla Changed", "Köln", "carla changed")
    page = as_carla.get("/me/details")
    assert 'value="+49301234567"' in page.text and ">\nhttps://example.org/c</textarea>" in page.text.replace("\r", "")
    assert "Undo" in page.text
    as_carla.submit("/me/details", {"full_name": "Carla Candidate", "preferred_name": "", "phone": "", "links": "", "city": "", "country": ""})
    db.session.refresh(cast.carla)
    assert cast.carla.full_name == "Carla Candidate"
    kinds = db.session.scalars(select(ContactPoint.kind).where(ContactPoint.candidate_id == cast.carla.id)).all()
    assert [kind.value for kind in kinds] == ["email"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("full_name", ""), ("full_name", "x" * 300), ("phone", "1"), ("phone", "call me"), ("links", "javascript:alert(1)"),
     ("languages", "Gibberish"), ("salary", "NaN"), ("salary", "-1"), ("seniority", "king"), ("experience-new-ended", "some day"), ("education-new-school", "z" * 300), ("available_from", "soon"),
     ("country", "XX"), ("city", "y" * 400)],
)  # fmt: skip
def test_details_that_cannot_be_are_said_and_nothing_changes(as_carla, cast, field, value):
    sent = {"full_name": "Carla Changed", "country": "", field: value}
    answer = as_carla.submit("/me/details", sent)
    assert answer.status_code == 422 and "aria-invalid" in answer.text
    db.session.refresh(cast.carla)
    assert cast.carla.full_name == "Carla Candidate"


def test_details_seen_before_somebody_else_changed_them_are_not_overwritten(as_carla, cast):
    answer = as_carla.submit("/me/details", {"full_name": "Carla", "country": "", "version": "0"})
    assert answer.status_code == 409 and "changed this meanwhile" in answer.text


def test_the_language_of_mail_is_the_persons_choice(as_carla, cast):
    as_carla.submit("/me/preferences", {"shown": "locale", "locale": "de"})
    db.session.refresh(cast.carla)
    assert cast.carla.locale == "de"
    assert 'lang="de"' in as_carla.get("/me").text
    as_carla.submit("/me/preferences", {"shown": "locale", "locale": "xx"})
    db.session.refresh(cast.carla)
    assert cast.carla.locale == "de"


def test_everything_held_can_be_taken_along(as_carla, application, cast, make):
    make.note(cast.carla, "Secret opinion")
    as_carla.submit(f"/me/applications/{application.id}/resume", {"resume": pdf()})
    answer = as_carla.get("/me/data.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    held = answer.json
    assert held["person"]["emails"] == ["carla@example.org"]
    assert held["applications"][0]["job"] == "Backend Engineer"
    assert held["documents"][0]["file"] == "newer.pdf"
    assert "Secret opinion" not in answer.text and "Screening" not in answer.text
    file = as_carla.get(f"/me/documents/{held['documents'][0]['key']}")
    assert file.status_code == 200 and file.data.startswith(b"%PDF")
    assert "attachment" in file.headers["Content-Disposition"] and "sandbox" in file.headers["Content-Security-Policy"]


def test_a_file_of_ones_own_is_nobody_elses(as_carla, application, client, app, make):
    as_carla.submit(f"/me/applications/{application.id}/resume", {"resume": pdf()})
    key = as_carla.get("/me/data.json").json["documents"][0]["key"]
    other = make.signed_in_candidate(app, make.candidate())
    assert other.get(f"/me/documents/{key}").status_code == 404
    assert client.get(f"/me/documents/{key}").status_code == 303


def test_erasing_waits_for_the_end_of_an_application_and_for_the_typed_word(as_carla, application, cast):
    page = as_carla.get("/me/data").text
    assert "still in process" in page and "reject" not in page.lower()
    assert as_carla.submit("/me/erasure", {"word": "erase"}).status_code == 409
    as_carla.submit(f"/me/applications/{application.id}/withdrawal")
    wrong = as_carla.submit("/me/erasure", {"word": "yes"})
    assert wrong.status_code == 422 and "Type the word" in wrong.text
    answer = as_carla.submit("/me/erasure", {"word": "Löschen"})
    assert answer.location == "/me/erased" and "perennial_me=;" in answer.headers["Set-Cookie"]
    candidate = db.session.get(Candidate, cast.carla.id)
    db.session.refresh(candidate)
    assert candidate.is_erased and candidate.full_name == ""
    assert as_carla.get("/me").status_code == 303
    assert as_carla.get("/me/erased").status_code == 200


def test_a_strangers_application_does_not_stand_in_the_way_of_erasing(as_carla, cast, make):
    waiting = make.application(cast.carla, cast.job, confirmed_at=None)
    assert as_carla.submit("/me/erasure", {"word": "erase"}).location == "/me/erased"
    db.session.refresh(waiting)
    assert (waiting.state, waiting.given_email) == (ApplicationState.WITHDRAWN, "")


def test_an_untold_decision_does_not_show_in_what_can_be_erased(as_carla, application, make, cast):
    before = as_carla.get("/me/data").text
    reject_application(application, reason=make.reject_reason(), by=user_actor(cast.ada.id), tell=True)
    assert "One application is still in process" in before
    assert "One application is still in process" in as_carla.get("/me/data").text
    assert as_carla.submit("/me/erasure", {"word": "erase"}).status_code == 409


def test_an_application_from_an_unknown_device_waits_for_the_mailbox(as_carla, cast, make):
    waiting = make.application(cast.carla, cast.job, confirmed_at=None)
    page = as_carla.get("/me")
    assert "Waiting for your mailbox" in page.text and "Your application is at" not in page.text
    assert as_carla.get(f"/me/applications/{waiting.id}").status_code == 404


def test_the_start_page_costs_the_same_however_many_applications(as_carla, cast, make, queries):
    for number in range(12):
        make.application(cast.carla, make.job(f"Job {number}"))
    with queries as sent:
        assert as_carla.get("/me").status_code == 200
    assert sent.count <= 8
