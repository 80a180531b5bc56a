"""Quick add: from a link, from the bookmark, with fields of one's own, and nobody twice."""

from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from app.candidates.custom_fields import custom_columns
from app.candidates.models import Candidate, CustomKind
from app.extensions import db
from app.recruiter.candidates.bookmark import bookmarklet, found_on_page, name_in_title
from app.talent.models import PoolMember
from tests.make import Cast, Make

NEW = "/recruiter/candidates/new"


def html(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("(3) Grete Finder – Audiologist | LinkedIn", "Grete Finder"),
        ("Jean-Luc Picard | XING", "Jean-Luc Picard"),
        ("gretefinder (Grete) · GitHub", ""),
        ("10 tips for hearing aids | Blog", ""),
        ("", ""),
    ],
)
def test_a_name_is_guessed_from_the_title_of_a_page(title: str, name: str) -> None:
    assert name_in_title(title) == name


def test_what_the_bookmark_brings_is_filled_in_and_nothing_is_saved(as_ada: FlaskClient) -> None:
    before = db.session.query(Candidate).count()
    page = html(as_ada.get(NEW, query_string={
        "page": "Grete Finder | LinkedIn", "link": "https://www.linkedin.com/in/grete", "text": "Fits hearing <aids>"}))  # fmt: skip
    assert 'value="Grete Finder"' in page and 'value="https://www.linkedin.com/in/grete"' in page
    assert 'value="linkedin"' in page and "Fits hearing &lt;aids&gt;" in page
    assert db.session.query(Candidate).count() == before


def test_a_hostile_page_cannot_bring_a_script(as_ada: FlaskClient) -> None:
    said = {"page": "x", "link": "javascript:alert(1)", "text": ""}
    assert found_on_page(said)["link"] == ""
    assert as_ada.get(NEW, query_string=said).status_code == 200


def test_the_bookmark_opens_a_page_and_submits_nothing(as_ada: FlaskClient) -> None:
    script = unquote(bookmarklet("https://hr.example.org/recruiter/candidates/new"))
    assert script.startswith("javascript:") and "open('https://hr.example.org/recruiter/candidates/new?'" in script
    assert "fetch" not in script and "submit" not in script and '"' not in bookmarklet("https://x")
    assert "javascript:" in html(as_ada.get(NEW)) and "Drag this to your bookmarks" in html(as_ada.get(NEW))


def test_fields_of_ones_own_are_asked_where_an_admin_wants_it(as_ada: FlaskClient, make: Make) -> None:
    asked = make.custom_field("Fitting", CustomKind.CHOICE, choices={"names": ["In the ear", "Behind"]}, on_quick_add=True)
    silent = make.custom_field("Badge", CustomKind.TEXT)
    day = make.custom_field("Contract until", CustomKind.DATE, on_quick_add=True)
    page = html(as_ada.get(NEW))
    assert asked.full_key in page and silent.full_key not in page
    typed = {"name": "Grete Finder", "lawful_basis": "legitimate_interest", "job": "0", "pool": "0", "country": ""}
    wrong = as_ada.submit(NEW, {**typed, asked.full_key: "In the ear", day.full_key: "soon"})
    assert wrong.status_code == 422 and 'value="soon"' in html(wrong) and 'value="Grete Finder"' in html(wrong)
    added = as_ada.submit(NEW, {**typed, asked.full_key: "In the ear", day.full_key: "2027-01-31"})
    assert added.status_code == 303, html(added)
    person = db.session.query(Candidate).filter_by(full_name="Grete Finder").one()
    assert custom_columns([person.id])[person.id] == {asked.full_key: "In the ear", day.full_key: "Jan 31, 2027"}


def test_who_may_be_known_is_shown_before_anybody_is_added_and_the_pool_takes_them(
    as_ada: FlaskClient, cast: Cast, make: Make
) -> None:
    make.candidate("Grete Finder", email="grete@example.org")
    pool = make.pool("Fitters", owner=cast.ada)
    make.pool_stage(pool)
    typed = {"name": "Grete Finder", "email": "grete@example.org", "lawful_basis": "legitimate_interest", "job": "0",
             "pool": str(pool.id), "country": ""}  # fmt: skip
    shown = as_ada.submit(NEW, typed)
    assert shown.status_code == 409 and "Somebody on record may be this person." in html(shown)
    assert as_ada.submit(NEW, {**typed, "same_anyway": "yes"}).status_code == 303
    assert db.session.query(PoolMember).filter_by(pool_id=pool.id).count() == 1
