"""The pages about people answer, show what they should, and hide what they must."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.candidates.commands import add_document, owe_notice
from app.candidates.models import Candidate, Document, Note, NoteKind, NoteVisibility, Tag, Todo
from app.core.actors import SYSTEM, user_actor
from app.core.files import stage_file
from app.extensions import db
from tests.make import Cast, Make


def html(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    "path",
    ["/recruiter/candidates", "/recruiter/candidates/new", "/recruiter/todos", "/recruiter/imports",
     "/recruiter/notices", "/recruiter/candidates?q=skill:python", "/recruiter/candidates/suggest?q=ski"],
)  # fmt: skip
def test_every_list_answers_on_an_empty_installation(as_root: FlaskClient, path: str) -> None:
    assert as_root.get(path).status_code == 200


def test_the_list_finds_people_by_the_query_language(as_ada: FlaskClient, make: Make) -> None:
    make.candidate("Grete Finder", city="Berlin", current_title="Nurse")
    make.candidate("Paul Other", city="Wien")
    page = html(as_ada.get("/recruiter/candidates?q=city:Berlin"))
    assert "Grete Finder" in page and "Paul Other" not in page


def test_a_query_that_cannot_be_read_points_at_the_character(as_ada: FlaskClient) -> None:
    answer = as_ada.get("/recruiter/candidates?q=city:(Berlin")
    assert answer.status_code == 422 and "<mark>" in html(answer)


def test_the_list_costs_the_same_however_many_are_on_the_page(as_ada: FlaskClient, make: Make, queries: Any) -> None:
    for _number in range(30):
        make.candidate(skills=("Python",), tags=("met",))
    with queries as sent:
        assert as_ada.get("/recruiter/candidates").status_code == 200
    assert sent.count <= 10, sent.statements


def test_the_record_shows_the_person_in_few_queries(as_ada: FlaskClient, cast: Cast, make: Make, queries: Any) -> None:
    person = make.candidate("Grete Finder", city="Berlin", skills=("Python",), tags=("met",), phone="+4930123456")
    make.application(person, cast.job)
    make.note(person, "Wants to move to Berlin.", author_id=cast.ada.id)
    with queries as sent:
        page = html(as_ada.get(f"/recruiter/candidates/{person.id}"))
    assert "Grete Finder" in page and "Wants to move to Berlin." in page and "Backend Engineer" in page
    assert sent.count <= 16, sent.statements


def test_a_record_outside_the_viewers_reach_does_not_exist(as_hugo: FlaskClient, as_ines: FlaskClient, make: Make) -> None:
    person = make.candidate("Grete Finder")
    assert as_hugo.get(f"/recruiter/candidates/{person.id}").status_code == 404
    assert as_ines.get(f"/recruiter/candidates/{person.id}").status_code == 403


def test_a_hiring_manager_sees_a_reduced_record(as_hugo: FlaskClient, cast: Cast, make: Make) -> None:
    person = make.candidate("Grete Finder", salary_minor=8_500_000, salary_currency="EUR", source="headhunted", tags=("secret tag",))
    make.application(person, cast.job)
    make.note(person, "For recruiting only", visibility=NoteVisibility.TEAM)
    page = html(as_hugo.get(f"/recruiter/candidates/{person.id}"))
    assert "Grete Finder" in page
    for hidden in ("85,000", "headhunted", "secret tag", "For recruiting only", "Consent and notice"):
        assert hidden not in page


def test_applications_of_other_teams_stay_hidden(as_otto: FlaskClient, cast: Cast, make: Make) -> None:
    person = make.candidate("Grete Finder")
    make.application(person, cast.job)
    page = html(as_otto.get(f"/recruiter/candidates/{person.id}"))
    assert "Grete Finder" in page and "Backend Engineer" not in page


def test_a_call_is_logged_and_stands_on_the_timeline(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    answer = as_ada.submit(
        f"/recruiter/candidates/{person.id}/notes", {"kind": "call", "visibility": "everyone", "body": "Calls back <b>Friday</b>"}
    )
    assert answer.status_code == 303
    note = db.session.scalars(select(Note)).one()
    assert note.kind is NoteKind.CALL
    page = html(as_ada.get(f"/recruiter/candidates/{person.id}"))
    assert "logged a call" in page and "&lt;b&gt;Friday" in page
    assert db.session.get_one(Candidate, person.id).contacted_at is not None


def test_a_note_comes_back_as_the_record_block_for_htmx(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    fragment = html(as_ada.get(f"/recruiter/candidates/{person.id}", headers={"HX-Request": "true", "HX-Target": "record"}))
    assert fragment.lstrip().startswith('<div id="record"') and "<html" not in fragment


def test_an_empty_note_is_refused_with_a_sentence(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    answer = as_ada.submit(f"/recruiter/candidates/{person.id}/notes", {"kind": "note", "visibility": "everyone", "body": " "})
    assert answer.status_code == 409 and "Write something first." in html(answer)


def test_a_note_of_somebody_else_cannot_be_removed(as_ada: FlaskClient, cast: Cast, make: Make) -> None:
    note = make.note(make.candidate(), "Mine", author_id=cast.otto.id)
    assert as_ada.submit(f"/recruiter/notes/{note.id}/removal").status_code == 403


def test_tags_come_and_go(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    assert as_ada.submit(f"/recruiter/candidates/{person.id}/tags", {"tag": "met at  fair"}).status_code == 303
    tag = db.session.scalars(select(Tag)).one()
    assert tag.name == "met at fair"
    assert "met at fair" in html(as_ada.get(f"/recruiter/candidates/{person.id}"))
    assert as_ada.submit(f"/recruiter/candidates/{person.id}/tags/{tag.id}/removal").status_code == 303
    assert "met at fair" not in html(as_ada.get(f"/recruiter/candidates/{person.id}"))


def test_everybody_ticked_is_tagged_and_nobody_else(as_ada: FlaskClient, make: Make) -> None:
    one, other = make.candidate(), make.candidate()
    as_ada.submit("/recruiter/candidates/acts", {"act": "tag", "ids": [str(one.id), "99999999", "x"], "tag": "shortlist"})
    assert "shortlist" in html(as_ada.get(f"/recruiter/candidates/{one.id}"))
    assert "shortlist" not in html(as_ada.get(f"/recruiter/candidates/{other.id}"))


def test_the_record_is_edited_and_a_stale_form_is_refused(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate("Grete Finder")
    form = {
        "version": str(person.version), "full_name": "Grete Finderin", "locale": "de", "country": "AT", "owner": "0", "seniority": "",
        "remote": "yes",
        "skills": "js, K8s", "salary": "70000", "salary_currency": "EUR", "languages": "de native, en C1",
    }  # fmt: skip
    path = f"/recruiter/candidates/{person.id}/edit"
    assert as_ada.get(path).status_code == 200
    saved = as_ada.submit(path, form)
    assert saved.status_code == 303, html(saved)
    page = html(as_ada.get(f"/recruiter/candidates/{person.id}"))
    assert "Grete Finderin" in page and "JavaScript" in page and "Kubernetes" in page and "70,000" in page
    again = as_ada.submit(path, {**form, "full_name": "Somebody Else"})
    assert again.status_code == 409 and "Somebody Else" in html(again)
    assert "Ada Recruiter changed this" in html(again), "what changed meanwhile is shown"
    assert db.session.get_one(Candidate, person.id, populate_existing=True).full_name == "Grete Finderin"


def test_a_form_not_well_filled_keeps_what_was_typed(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    answer = as_ada.submit(f"/recruiter/candidates/{person.id}/edit",
                           {"full_name": "", "headline": "Kept words", "locale": "en", "country": "", "owner": "0"})  # fmt: skip
    assert answer.status_code == 422 and "Kept words" in html(answer)


def test_contact_points_are_added_made_primary_and_removed(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate(email="one@example.org")
    base = f"/recruiter/candidates/{person.id}/contact-points"
    assert as_ada.submit(base, {"kind": "email", "value": "two@example.org"}).status_code == 303
    assert as_ada.submit(base, {"kind": "phone", "value": "030 901820"}).status_code == 303
    refused = as_ada.submit(base, {"kind": "link", "value": "javascript:alert(1)"})
    assert refused.status_code == 409 and 'value="javascript:alert(1)"' in html(refused), "what was typed is still there"
    assert '<option value="link" selected>' in html(refused) and person.full_name in html(refused)
    page = html(as_ada.get(f"/recruiter/candidates/{person.id}/parts/contact"))
    assert "two@example.org" in page and "+49 30 901820" in page


def test_a_document_is_kept_shown_as_text_and_downloaded_as_attachment(
    as_ada: FlaskClient, client: FlaskClient, as_ines: FlaskClient, make: Make
) -> None:
    person = make.candidate()
    answer = as_ada.submit(
        f"/recruiter/candidates/{person.id}/documents",
        {"kind": "resume", "file": (BytesIO(b"Grete Finder\nNurse since 2010"), "..\\cv\u202e<b>.txt")},
        content_type="multipart/form-data",
    )
    assert answer.status_code in (303, 409)
    answer = as_ada.submit(
        f"/recruiter/candidates/{person.id}/documents",
        {"kind": "resume", "file": (BytesIO(b"Grete Finder\nNurse since 2010"), "cv.txt")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303
    document = db.session.scalars(select(Document).order_by(Document.id.desc())).first()
    assert document is not None
    key = db.session.scalar(select(db.metadata.tables["stored_files"].c.key).where(db.metadata.tables["stored_files"].c.id == document.file_id))
    got = as_ada.get(f"/recruiter/documents/{key}/download")
    assert got.data == b"Grete Finder\nNurse since 2010"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["Content-Security-Policy"].startswith("sandbox")
    assert as_ada.get(f"/recruiter/documents/{key}").status_code == 200
    assert as_ines.get(f"/recruiter/documents/{key}/download").status_code == 404
    assert client.get(f"/recruiter/documents/{key}/download").status_code in (302, 303, 401)
    assert as_ada.get("/recruiter/documents/1").status_code == 404


def test_a_disguised_file_is_refused_with_a_sentence(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    answer = as_ada.submit(
        f"/recruiter/candidates/{person.id}/documents",
        {"kind": "resume", "file": (BytesIO(b"<html><script>alert(1)</script></html>"), "cv.pdf")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 409
    assert db.session.scalar(select(func.count()).select_from(Document)) == 0


def test_pasted_text_fills_the_form_and_saving_adds_the_person(as_ada: FlaskClient, cast: Cast) -> None:
    text = "Grete Finder\ngrete@example.org\n+49 30 901820\nBerlin, Germany\n\nSkills\nPython, SQL, Docker\n"
    read = as_ada.submit("/recruiter/candidates/new/reading", {"text": text})
    page = html(read)
    assert read.status_code == 200 and "grete@example.org" in page
    staged = page.split('name="staged"')[1].split('value="')[1].split('"')[0].replace("&#34;", '"').replace("&quot;", '"')
    saved = as_ada.submit(
        "/recruiter/candidates/new",
        {"name": "Grete Finder", "email": "grete@example.org", "staged": staged, "country": "", "skills": "Python",
         "lawful_basis": "legitimate_interest", "job": str(cast.job.id), "source": "Meetup"},
    )  # fmt: skip
    assert saved.status_code == 303, html(saved)
    record = html(as_ada.get(saved.headers["Location"]))
    assert "Grete Finder" in record and "pasted-text.txt" in record and "Backend Engineer" in record
    assert "Must be told by" in record


def test_somebody_known_is_shown_before_saving(as_ada: FlaskClient, make: Make) -> None:
    make.candidate("Grete Finder", email="grete@example.org")
    form = {"name": "Finder, Grete", "email": "grete@example.org", "country": "", "lawful_basis": "consent", "job": "0"}
    first = as_ada.submit("/recruiter/candidates/new", form)
    assert first.status_code == 409 and "same e-mail" in html(first)
    assert as_ada.submit("/recruiter/candidates/new", {**form, "same_anyway": "yes"}).status_code == 303


def test_a_sealed_file_cannot_be_swapped(as_ada: FlaskClient) -> None:
    forged = "0" * 64 + '[{"sha256":"aa","size":1,"media_type":"text/plain"},"x.txt"]'
    answer = as_ada.submit("/recruiter/candidates/new", {
        "name": "Grete", "country": "", "lawful_basis": "consent", "job": "0", "staged": forged})  # fmt: skip
    assert answer.status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Document)) == 0


def test_suggestions_of_a_document_are_shown_and_taken_over(as_ada: FlaskClient, cast: Cast, make: Make) -> None:
    from app.candidates.commands import store_reading

    person = make.candidate("Grete Finder")
    document = add_document(person, stage_file(b"x", "text/plain"), filename="cv.txt", by=user_actor(cast.ada.id))
    key = document.file.key
    facts = {"emails": [], "phones": [], "links": [], "skills": [{"value": "Python", "line": 3, "source": "Skills: Python"}],
             "full_name": None, "headline": {"value": "Nurse", "line": 1, "source": "Nurse"}, "location": None,
             "experience": [], "education": [], "languages": [], "warnings": []}  # fmt: skip
    store_reading(document, text="Nurse\nSkills: Python", facts=facts, by=SYSTEM)
    page = html(as_ada.get(f"/recruiter/candidates/{person.id}/background"))
    assert "Skills: Python" in page and 'value="skill-0"' in page
    answer = as_ada.submit(f"/recruiter/documents/{key}/suggestions", {"accept": ["skill-0"]})
    assert answer.status_code == 303
    assert 'value="skill-0"' not in html(as_ada.get(f"/recruiter/candidates/{person.id}/background"))


def test_todos_are_made_done_undone_snoozed_and_given_away(as_ada: FlaskClient, cast: Cast, make: Make) -> None:
    person = make.candidate("Grete Finder")
    made = as_ada.submit(f"/recruiter/candidates/{person.id}/todos",
                         {"what": "Call Grete", "due_on": "2020-01-01", "owner": str(cast.ada.id)})  # fmt: skip
    assert made.status_code == 303
    page = html(as_ada.get("/recruiter/todos"))
    assert "Overdue" in page and "Call Grete" in page and "Grete Finder" in page
    todo = db.session.scalars(select(Todo)).one()
    base = f"/recruiter/todos/{todo.id}"
    assert as_ada.submit(f"{base}/snooze", {"days": "3"}).status_code == 303
    assert as_ada.submit(f"{base}/completion").status_code == 303
    assert as_ada.submit(f"{base}/reopening").status_code == 303
    assert as_ada.submit(f"{base}/owner", {"owner": str(cast.otto.id)}).status_code == 303
    as_ada.get("/recruiter/todos")  # shows the toasts
    assert "Call Grete" not in html(as_ada.get("/recruiter/todos"))
    assert as_ada.submit(f"{base}/completion").status_code == 404


def test_who_must_be_told_is_listed_and_ticked_off(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate("Grete Finder")
    owe_notice(person, origin="import")
    db.session.flush()
    assert "Grete Finder" in html(as_ada.get("/recruiter/notices"))
    assert as_ada.submit(f"/recruiter/candidates/{person.id}/notice", {"how": "mail"}).status_code == 303
    assert "Grete Finder" not in html(as_ada.get("/recruiter/notices"))


def test_a_consent_needs_to_be_shown_later(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    path = f"/recruiter/candidates/{person.id}/consents"
    assert as_ada.submit(path, {"purpose": "pool", "action": "given", "evidence": ""}).status_code == 409
    assert as_ada.submit(path, {"purpose": "application", "action": "given", "evidence": "a form"}).status_code == 409
    assert as_ada.submit(path, {"purpose": "pool", "action": "given", "evidence": "Mail of 3 May"}).status_code == 303
    assert "Agreed" in html(as_ada.get(f"/recruiter/candidates/{person.id}"))


def test_a_view_is_kept_and_removed(as_ada: FlaskClient) -> None:
    assert as_ada.submit("/recruiter/candidates/views", {"name": "Berliners", "q": "city:Berlin"}).status_code == 303
    assert "Berliners" in html(as_ada.get("/recruiter/candidates"))


def test_an_interviewer_has_no_list_of_people(as_ines: FlaskClient) -> None:
    for path in ("/recruiter/candidates", "/recruiter/imports", "/recruiter/candidates/new", "/recruiter/notices"):
        assert as_ines.get(path).status_code == 403


@pytest.mark.parametrize("place", ["x", "'; DROP TABLE candidates; --", "=" * 200, "\u0000", "MTIz"])
def test_a_damaged_place_means_the_first_page(as_ada: FlaskClient, make: Make, place: str) -> None:
    person = make.candidate()
    assert as_ada.get(f"/recruiter/candidates/{person.id}", query_string={"before": place}).status_code == 200
    assert as_ada.get("/recruiter/candidates", query_string={"after": place, "before": place, "sort": place}).status_code == 200


def test_tags_are_not_asked_about_by_hiring_managers(as_hugo: Any, as_ada: Any, cast: Any, make: Make) -> None:
    person = make.candidate("Greta Tagged", tags=("difficult",))
    make.application(person, cast.job)
    assert "Greta Tagged" in as_ada.get("/recruiter/candidates?q=tag:difficult").text
    for query in ("tag:difficult", "tag:any", "has:tag"):
        assert "Greta Tagged" not in as_hugo.get(f"/recruiter/candidates?q={query}").text, query
    assert "difficult" in as_ada.get("/recruiter/candidates/suggest?q=tag:diff").text
    assert "difficult" not in as_hugo.get("/recruiter/candidates/suggest?q=tag:diff").text.replace("tag:diff", "")
