"""One's own details: everything one may state is shown, confirmed and undone; what was not shown is left alone."""

import re
from datetime import date

from app.candidates.models import Candidate, Education, Experience, OwnChange, Seniority
from app.candidates.queries import last_confirmed
from app.candidates.spoken import read_languages, shown_languages
from app.extensions import db

WHOLE = {
    "full_name": "Carla Candidate", "preferred_name": "", "phone": "", "links": "example.org/a\nexample.org/b", "city": "Kiel",
    "country": "DE", "current_title": "Audiologist", "current_employer": "Ears", "seniority": "senior", "skills": "js, Otoscopy",
    "languages": "Deutsch Muttersprache, fluent English", "available_from": "2027-01-31", "notice_period_days": "90",
    "salary": "65000", "salary_currency": "CHF", "work_authorisation": "EU citizen",
    "experience-new-title": "Fitter", "experience-new-employer": "Ears", "experience-new-started": "2019", "experience-new-ended": "",
    "education-new-school": "", "education-new-degree": "", "education-new-field": "", "education-new-started": "",
}  # fmt: skip


def undo_fields(page: str) -> dict[str, str]:
    """The form behind the button that takes the last change back."""
    toast = page[page.index('id="toasts"') :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', toast)
    return {name: value for name, value in found if name != "csrf_token"}


def refreshed(person: Candidate) -> Candidate:
    db.session.refresh(person)
    return person


def test_everything_one_may_state_is_saved_confirmed_and_undone(as_carla, cast):
    assert as_carla.submit("/me/details", WHOLE).location == "/me/details"
    carla = refreshed(cast.carla)
    assert (carla.seniority, carla.notice_period_days, carla.available_from) == (Seniority.SENIOR, 90, date(2027, 1, 31))
    assert (carla.salary_minor, carla.salary_currency, carla.work_authorisation) == (65_000_00, "CHF", "EU citizen")
    assert carla.languages == {"de": "Muttersprache", "en": "fluent"}
    assert [one.title for one in db.session.query(Experience).all()] == ["Fitter"] and db.session.query(Education).count() == 0
    for field in ("full_name", "link", "skills", "languages", "salary_minor", "notice_period_days", "experience", "education"):
        assert (last_confirmed(carla, field) or ("", ""))[1] == "candidate", field
    back = undo_fields(as_carla.get("/me/details").text)
    assert as_carla.submit("/me/details", back).status_code == 303
    carla = refreshed(cast.carla)
    assert (carla.seniority, carla.salary_minor, carla.languages, carla.city) == (None, None, {}, "")
    assert db.session.query(Experience).count() == 0
    assert (carla.current_title, carla.current_employer) == ("", "")


def test_what_the_page_did_not_show_is_left_alone(as_carla, cast):
    as_carla.submit("/me/details", WHOLE)
    assert as_carla.submit("/me/details", {"city": "Bremen"}).status_code == 303
    carla = refreshed(cast.carla)
    assert (carla.city, carla.full_name, carla.salary_minor, carla.current_title) == (
        "Bremen", "Carla Candidate", 65_000_00, "Audiologist",
    )  # fmt: skip
    assert db.session.query(Experience).count() == 1


def test_entries_are_corrected_removed_and_brought_back(as_carla, cast, make):
    job = make.add(Experience(candidate_id=cast.carla.id, title="Fitter", employer="Ears", started="2019", summary="Long words"))
    course = make.add(Education(candidate_id=cast.carla.id, school="AHA", degree="Meister", ended="2018", graduated=2018))
    other = make.add(Experience(candidate_id=make.candidate().id, title="Stranger"))
    change = {f"experience-{job.id}-title": "Lead fitter", f"experience-{job.id}-employer": "Ears", f"experience-{job.id}-started": "2019",
              f"education-{course.id}-remove": "y", f"experience-{other.id}-title": "Mine"}  # fmt: skip
    assert as_carla.submit("/me/details", change).status_code == 303
    db.session.expire_all()
    assert (job.title, job.summary, other.title) == ("Lead fitter", "Long words", "Stranger")
    assert db.session.query(Education).count() == 0
    assert as_carla.submit("/me/details", undo_fields(as_carla.get("/me/details").text)).status_code == 303
    db.session.expire_all()
    assert (job.title, job.summary) == ("Fitter", "Long words") and [one.degree for one in db.session.query(Education).all()] == ["Meister"]


def test_however_much_was_changed_all_of_it_comes_back_once(as_carla, cast, make):
    job = make.add(Experience(candidate_id=cast.carla.id, title="Fitter", location="Kiel", summary="Long words. " * 300))
    links = "\n".join(f"https://example.org/{number}/{'x' * 300}" for number in range(15))
    as_carla.submit("/me/details", {"links": links})
    as_carla.submit("/me/details", {"links": "", f"experience-{job.id}-remove": "y", f"experience-{job.id}-title": "Fitter"})
    back = undo_fields(as_carla.get("/me/details").text)
    assert db.session.query(Experience).count() == 0 and sum(map(len, back.values())) < 20
    as_carla.submit("/me/details", back)
    restored = db.session.query(Experience).one()
    assert (restored.title, restored.location, len(restored.summary)) == ("Fitter", "Kiel", 3599)
    assert links.splitlines()[-1] in as_carla.get("/me/details").text
    again = as_carla.submit("/me/details", back)
    assert again.status_code == 409 and "taken back already" in again.text


def test_nobody_takes_back_the_change_of_somebody_else(as_carla, make, cast):
    other = make.candidate()
    theirs = make.add(OwnChange(candidate_id=other.id, former={"details": {"city": "Elsewhere"}, "entries": []}))
    assert as_carla.submit("/me/details", {"undo": str(theirs.id)}).status_code == 409
    assert as_carla.submit("/me/details", {"undo": "9" * 40}).status_code == 409
    assert refreshed(other).city == "" and db.session.get(OwnChange, theirs.id) is not None


def test_a_refused_entry_keeps_nothing_and_shows_what_was_typed(as_carla, cast):
    answer = as_carla.submit("/me/details", {"city": "Bremen", "experience-new-title": "Fitter", "experience-new-started": "soon"})
    assert answer.status_code == 422 and 'value="soon"' in answer.text and "Write a year or a month" in answer.text
    assert refreshed(cast.carla).city == "" and db.session.query(Experience).count() == 0


def test_a_detail_says_where_it_came_from_until_the_person_confirms_it(as_carla, cast):
    cast.carla.current_title, cast.carla.confirmations = "Fitter", {"current_title": ["2026-05-04T10:00:00+00:00", "parser"]}
    assert "From your résumé, May 4, 2026" in as_carla.get("/me/details").text
    as_carla.submit("/me/details", {"current_title": "Fitter"})
    assert "From your résumé" not in as_carla.get("/me/details").text


def test_languages_are_read_as_people_write_them():
    assert read_languages("German (native); English C1\nfrançais") == {"de": "native", "en": "C1", "fr": ""}
    assert read_languages("de, C2 Englisch, Chinesisch fließend") == {"de": "", "en": "C2", "zh": "fließend"}
    assert shown_languages({"de": "native", "en": ""}, "de") == "Deutsch native, Englisch"
    assert read_languages("") == {}
