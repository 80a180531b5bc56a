"""Pages of schools, and relationships on the record."""

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.talent.models import CommunityQuestionKind, Relationship, School, SchoolContact


def test_a_school_is_added_changed_and_put_away(as_ada: Any) -> None:
    form = {"name": "TU Berlin", "other_names": "Technische Universität Berlin", "city": "Berlin", "country": "DE"}
    made = as_ada.submit("/recruiter/schools", form)
    assert made.status_code == 303
    page = as_ada.get(made.location).text
    assert "also called Technische Universität Berlin" in page
    assert "TU Berlin" in as_ada.get("/recruiter/schools").text
    school = db.session.scalars(select(School)).one()
    taken = as_ada.submit("/recruiter/schools", {"name": "tu berlin", "about": "What I typed"})
    assert taken.status_code == 409
    assert "What I typed" in taken.text
    stale = as_ada.submit(f"/recruiter/schools/{school.id}/edit", {"name": "TU", "version": 0})
    assert stale.status_code == 409
    assert as_ada.submit(f"/recruiter/schools/{school.id}/edit", {"name": "TU", "version": school.version}).status_code == 303
    assert as_ada.submit(f"/recruiter/schools/{school.id}/archiving").status_code == 303
    assert "No school yet" in as_ada.get("/recruiter/schools").text


def test_parts_come_and_go_on_the_page_of_the_school(as_ada: Any, make: Any) -> None:
    school = make.school()
    address = f"/recruiter/schools/{school.id}"
    wrong = as_ada.submit(f"{address}/contacts", {"name": "Karl Kontakt", "email": "nonsense"})
    assert wrong.status_code == 409
    assert 'value="Karl Kontakt"' in wrong.text
    assert as_ada.submit(f"{address}/contacts", {"name": "Karl Kontakt", "role": "Careers service"}).status_code == 303
    assert as_ada.submit(f"{address}/programmes", {"name": "Robotics"}).status_code == 303
    assert as_ada.submit(f"{address}/dates", {"day": "2031-05-05", "what": "Fair", "days_before": "7"}).status_code == 303
    assert as_ada.submit(f"{address}/dates", {"day": "soon", "what": "Fair"}).status_code == 422
    page = as_ada.get(address).text
    for expected in ("Karl Kontakt", "Robotics", "reminder on Apr 28, 2031"):
        assert expected in page
    contact = db.session.scalars(select(SchoolContact).where(SchoolContact.name == "Karl Kontakt")).one()
    assert as_ada.submit(f"{address}/contacts/{contact.id}/removal").status_code == 303
    assert "Karl Kontakt" not in as_ada.get(address).text
    elsewhere = make.school("Elsewhere")
    assert as_ada.submit(f"{address}/dates/{elsewhere.dates[0].id}/removal").status_code == 404


def test_whom_somebody_knows_is_noted_on_the_record(as_ada: Any, make: Any) -> None:
    nora, paul = make.candidate("Nora Neu"), make.candidate("Paul Pate", email="paul@example.org")
    for form in ({"kind": "referred_by", "who": "paul@example.org"}, {"kind": "colleagues", "who": "paul pate", "words": "Acme"},
                 {"kind": "referred_by", "who": "Hugo Manager"}, {"kind": "met_at", "who": "Hearing Days", "since": "2026-01-01"}):  # fmt: skip
        assert as_ada.submit(f"/recruiter/candidates/{nora.id}/relationships", form).status_code == 303
    noted = db.session.scalars(select(Relationship).order_by(Relationship.id)).all()
    assert [(one.other_id, bool(one.user_id), one.words) for one in noted] == [
        (paul.id, False, ""), (paul.id, False, "Acme"), (None, True, ""), (None, False, "Hearing Days"),
    ]  # fmt: skip
    page = as_ada.get(f"/recruiter/candidates/{nora.id}").text
    assert f'href="/recruiter/candidates/{paul.id}">Paul Pate' in page
    assert "Hearing Days" in page
    assert as_ada.submit(f"/recruiter/candidates/{paul.id}/relationships/{noted[0].id}/removal").status_code == 303
    assert as_ada.submit(f"/recruiter/candidates/{paul.id}/relationships/{noted[3].id}/removal").status_code == 404
    refused = as_ada.submit(f"/recruiter/candidates/{nora.id}/relationships", {"kind": "colleagues", "who": "", "words": "Typed"})
    assert refused.status_code == 422
    assert "Typed" in refused.text


def test_hostile_letters_do_no_harm(as_ada: Any, make: Any) -> None:
    nora = make.candidate("Nora Neu")
    for who in ("a\0@b.example", "\u202eevil", "' OR 1=1 --", "<b>x</b>"):
        answer = as_ada.submit(f"/recruiter/candidates/{nora.id}/relationships", {"kind": "met_at", "who": who})
        assert answer.status_code in (303, 409, 422)
    assert "<b>x</b>" not in as_ada.get(f"/recruiter/candidates/{nora.id}").text


def test_of_two_people_of_a_name_none_is_guessed(as_ada: Any, make: Any) -> None:
    nora, _one, _other = make.candidate("Nora Neu"), make.candidate("Paul Pate"), make.candidate("Paul Pate")
    as_ada.submit(f"/recruiter/candidates/{nora.id}/relationships", {"kind": "referred_by", "who": "Paul Pate"})
    noted = db.session.scalars(select(Relationship)).one()
    assert (noted.other_id, noted.words) == (None, "Paul Pate")


def test_a_community_becomes_a_campus_page_with_one_press(as_ada: Any, make: Any) -> None:
    community = make.community("Students")
    address = f"/recruiter/communities/{community.id}/questions"
    page = as_ada.submit(address, {"action": "campus", "version": community.version, "rows-0-text": "", "rows-0-kind": "short"}).text
    for words in ("Where do you study?", "Which degree are you working on?", "When do you graduate?"):
        assert words in page


def test_the_form_of_a_campus_page_completes_known_schools(client: Any, make: Any) -> None:
    make.school("TU Berlin")
    community = make.community("Students")
    make.community_question(community, "Where do you study?", CommunityQuestionKind.SCHOOL)
    page = client.get("/communities/students").text
    assert 'list="schools"' in page
    assert '<option value="TU Berlin">' in page
