"""A record is edited in place, part by part; nobody overwrites a colleague without knowing."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.candidates.commands import change_candidate
from app.candidates.custom_fields import custom_columns
from app.candidates.models import Candidate, CustomKind, Education, Experience, Seniority
from app.core.actors import user_actor
from app.extensions import db
from tests.make import Cast, Make


def html(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def seen_in(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]


def part(person: Candidate, name: str) -> str:
    return f"/recruiter/candidates/{person.id}/parts/{name}"


@pytest.mark.parametrize(
    ("name", "typed", "shown"),
    [
        ("name", {"full_name": "Grete Maria Find", "preferred_name": "Grete"}, "Grete Maria Find"),
        ("position", {"current_title": "Audiologist", "current_employer": "Ohrwerk", "seniority": "senior"}, "Ohrwerk"),
        ("place", {"city": "Kiel", "country": "DE", "remote": "yes"}, "Kiel, Germany"),
        ("availability", {"available_from": "2027-01-31", "notice_period_days": "30", "work_authorisation": "EU"}, "30 days"),
        ("pay", {"salary": "64000", "salary_currency": "EUR"}, "€64,000"),
        ("languages", {"languages": "de native, en C1"}, "German"),
        ("skills", {"skills": "js, Otoscopy"}, "JavaScript"),
        ("keeping", {"source": "fair", "locale": "de", "owner": "0"}, "fair"),
    ],
)
def test_every_part_is_shown_as_a_form_saved_and_read(
    as_ada: FlaskClient, make: Make, name: str, typed: dict[str, str], shown: str
) -> None:
    person = make.candidate("Grete Find")
    page = html(as_ada.get(part(person, name)))
    assert page.count("<h1") == 1
    answer = as_ada.submit(part(person, name), {**typed, "seen": seen_in(page)})
    assert answer.status_code == 303 and answer.headers["Location"].endswith(f"/recruiter/candidates/{person.id}#part_{name}")
    record = html(as_ada.get(f"/recruiter/candidates/{person.id}"))
    assert shown in record and "Noted by recruiting" in record


def test_with_scripts_a_part_changes_where_it_stands(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate(city="Kiel")
    asked = {"HX-Request": "true", "HX-Target": "part_place"}
    form = html(as_ada.get(part(person, "place"), headers=asked))
    assert form.lstrip().startswith("<section") and 'id="part_place"' in form and "<html" not in form
    read = html(as_ada.get(f"/recruiter/candidates/{person.id}", headers=asked))
    assert 'id="part_place"' in read and "Kiel" in read and "<html" not in read
    assert 'id="heading"' in read, "the head of the page follows"


def test_a_colleagues_change_of_the_same_part_is_shown_with_what_was_typed(
    as_ada: FlaskClient, cast: Cast, make: Make
) -> None:
    person = make.candidate("Grete Find", city="Kiel")
    seen = seen_in(html(as_ada.get(part(person, "place"))))
    change_candidate(person, values={"city": "Lübeck"}, by=user_actor(cast.otto.id))
    db.session.flush()
    clash = as_ada.submit(part(person, "place"), {"city": "Hamburg", "country": "", "region": "", "remote": "", "seen": seen})
    said = html(clash)
    assert clash.status_code == 409 and "now “Lübeck”, you typed “Hamburg”" in said and cast.otto.name in said
    assert 'value="Hamburg"' in said, "what was typed is still there"
    mine = as_ada.submit(part(person, "place"), {"city": "Hamburg", "country": "", "region": "", "remote": "", "seen": seen_in(said)})
    assert mine.status_code == 303
    db.session.refresh(person)
    assert person.city == "Hamburg"


def test_a_colleagues_change_of_another_part_is_no_obstacle(as_ada: FlaskClient, cast: Cast, make: Make) -> None:
    person = make.candidate("Grete Find", city="Kiel")
    seen = seen_in(html(as_ada.get(part(person, "place"))))
    change_candidate(person, values={"headline": "Listens well"}, by=user_actor(cast.otto.id))
    db.session.flush()
    assert as_ada.submit(part(person, "place"), {"city": "Hamburg", "country": "", "region": "", "remote": "", "seen": seen}).status_code == 303


def test_given_and_family_name_follow_the_full_name_unless_they_are_typed(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate("Grete Find", given_name="Grete", family_name="Find")
    as_ada.submit(part(person, "name"), {"full_name": "Anna Such", "given_name": "Grete", "family_name": "Find"})
    db.session.refresh(person)
    assert (person.given_name, person.family_name) == ("Anna", "Such")
    as_ada.submit(part(person, "name"), {"full_name": "Anna Such", "given_name": "Anna", "family_name": "von Such"})
    db.session.refresh(person)
    assert person.family_name == "von Such"


def test_what_does_not_fit_stays_in_the_form_with_a_sentence(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate("Grete Find")
    answer = as_ada.submit(part(person, "availability"), {"notice_period_days": "soon"})
    assert answer.status_code == 422 and 'value="soon"' in html(answer)
    assert as_ada.submit(part(person, "name"), {"full_name": " "}).status_code == 422
    assert as_ada.get(part(person, "nonsense")).status_code == 404


def test_pay_and_parts_are_for_those_who_may(as_hugo: FlaskClient, cast: Cast, make: Make) -> None:
    person = make.candidate("Grete Find", salary_minor=6_400_000, salary_currency="EUR")
    make.application(person, cast.job)
    assert as_hugo.get(part(person, "pay")).status_code in (403, 404)
    assert "64,000" not in html(as_hugo.get(f"/recruiter/candidates/{person.id}"))


def test_fields_of_ones_own_stand_on_the_record_and_are_edited(as_ada: FlaskClient, cast: Cast, make: Make) -> None:
    size = make.custom_field("Shoe size", help="European")
    until = make.custom_field("Contract until", CustomKind.DATE)
    fitting = make.custom_field("Fitting", CustomKind.CHOICE, choices={"names": ["In the ear", "Behind the ear"]})
    person = make.candidate()
    page = html(as_ada.get(part(person, "own")))
    assert "Shoe size" in page and "European" in page
    wrong = as_ada.submit(part(person, "own"), {size.full_key: "big", until.full_key: "2027-01-31"})
    assert wrong.status_code == 422 and "This is not a number." in html(wrong) and 'value="2027-01-31"' in html(wrong)
    typed = {size.full_key: "42,5", until.full_key: "2027-01-31", fitting.full_key: "In the ear"}
    assert as_ada.submit(part(person, "own"), typed).status_code == 303
    assert custom_columns([person.id])[person.id] == {
        size.full_key: "42.5", until.full_key: "Jan 31, 2027", fitting.full_key: "In the ear"
    }  # fmt: skip
    record = html(as_ada.get(f"/recruiter/candidates/{person.id}"))
    assert "More details" in record and "Jan 31, 2027" in record and "Shoe size: 42.5" in record
    whole = html(as_ada.get(f"/recruiter/candidates/{person.id}/edit"))
    assert f'name="{size.full_key}"' in whole


def test_hiring_managers_do_not_see_fields_of_recruitings_own(as_hugo: FlaskClient, cast: Cast, make: Make) -> None:
    badge = make.custom_field("Badge", CustomKind.TEXT)
    person = make.candidate()
    make.application(person, cast.job)
    make.custom_value(person, badge, "Hidden words")
    assert "Hidden words" not in html(as_hugo.get(f"/recruiter/candidates/{person.id}"))


def test_experience_and_education_come_are_corrected_and_go(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    base = f"/recruiter/candidates/{person.id}"
    assert as_ada.submit(f"{base}/experience/new", {"title": "Fitter", "employer": "Ohrwerk", "started": "03/2019", "ended": "2021"}).status_code == 303
    assert as_ada.submit(f"{base}/experience/new", {"title": "Lead", "employer": "Ohrwerk", "started": "2021-02"}).status_code == 303
    entries = list(db.session.scalars(select(Experience).order_by(Experience.position)))
    assert [(one.title, one.started, one.ended) for one in entries] == [("Lead", "2021-02", None), ("Fitter", "2019-03", "2021")]
    assert "Ohrwerk" in html(as_ada.get(f"{base}/background"))
    backwards = as_ada.submit(f"{base}/experience/{entries[0].id}", {"title": "Lead", "started": "2021", "ended": "2020"})
    assert backwards.status_code == 409 and "This ends before it begins." in html(backwards)
    assert as_ada.submit(f"{base}/experience/{entries[0].id}", {"title": "Head", "started": "2021-02"}).status_code == 303
    assert as_ada.submit(f"{base}/experience/{entries[1].id}/removal").status_code == 303
    assert as_ada.submit(f"{base}/education/new", {"school": "TH Lübeck", "degree": "BSc", "ended": "2018"}).status_code == 303
    assert as_ada.submit(f"{base}/education/new", {"school": " "}).status_code == 409
    degree = db.session.scalars(select(Education)).one()
    assert degree.graduated == 2018 and degree.school_key == "th lubeck"
    assert [one.title for one in db.session.scalars(select(Experience))] == ["Head"]
    other = make.candidate()
    assert as_ada.get(f"/recruiter/candidates/{other.id}/education/{degree.id}").status_code == 404


def test_an_entry_changed_meanwhile_is_not_overwritten_unseen(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    entry = make.add(Experience(candidate_id=person.id, title="Fitter", employer="Ohrwerk"))
    address = f"/recruiter/candidates/{person.id}/experience/{entry.id}"
    seen = seen_in(html(as_ada.get(address)))
    entry.title = "Lead"
    db.session.flush()
    clash = as_ada.submit(address, {"title": "Senior fitter", "employer": "Ohrwerk", "seen": seen})
    assert clash.status_code == 409 and "now “Lead”, you typed “Senior fitter”" in html(clash)
    assert as_ada.submit(address, {"title": "Senior fitter", "seen": seen_in(html(clash))}).status_code == 303


def test_seniority_is_kept_when_a_part_without_it_is_saved(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate(seniority=Seniority.LEAD, remote=True)
    as_ada.submit(part(person, "availability"), {"work_authorisation": "EU"})
    db.session.refresh(person)
    assert person.seniority is Seniority.LEAD and person.remote is True


def test_a_part_opened_alone_leads_back_and_on_the_record_it_swaps(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    alone = html(as_ada.get(part(person, "place")))
    swapped = html(as_ada.get(part(person, "place"), headers={"HX-Request": "true", "HX-Target": "part_place"}))
    form = f'hx-post="{part(person, "place")}"'
    assert form not in alone and f'action="{part(person, "place")}"' in alone and form in swapped
