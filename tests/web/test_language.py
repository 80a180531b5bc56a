"""Which language a page speaks."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app.accounts.models import Installation
from app.extensions import db


def language_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True).partition('<html lang="')[2][:2])


@pytest.fixture
def german_site(cast: Any) -> None:
    db.session.execute(update(Installation).values(default_locale="de"))


@pytest.mark.parametrize(("asked", "spoken"), [("de-AT,de;q=0.9", "de"), ("en-GB", "en"), ("fr,en;q=0.5", "en")])
def test_a_visitor_reads_what_the_browser_asks_for(client: Any, german_site: None, asked: str, spoken: str) -> None:
    assert language_of(client.get("/", headers={"Accept-Language": asked})) == spoken


@pytest.mark.parametrize("asked", ["fr", ""])
def test_without_a_shipped_language_the_site_speaks_its_own(client: Any, german_site: None, asked: str) -> None:
    assert language_of(client.get("/", headers={"Accept-Language": asked})) == "de"


def test_a_chosen_language_outlives_what_the_browser_asks_for(client: Any, cast: Any) -> None:
    client.set_cookie("locale", "de")
    assert language_of(client.get("/", headers={"Accept-Language": "en"})) == "de"


def test_the_back_office_speaks_the_language_of_the_account(as_ada: Any, cast: Any) -> None:
    cast.ada.locale = "de"
    page = as_ada.get("/recruiter/", headers={"Accept-Language": "en"})
    assert language_of(page) == "de"
    assert "Aufgaben" in page.get_data(as_text=True)


def test_a_signed_in_candidate_reads_on_in_the_language_of_the_browser_not_of_their_mail(as_carla: FlaskClient) -> None:
    assert language_of(as_carla.get("/me", headers={"Accept-Language": "de"})) == "de"
    assert language_of(as_carla.get("/me", headers={"Accept-Language": "tlh"})) == "en", "the record's language"
    as_carla.set_cookie("locale", "de")
    assert language_of(as_carla.get("/me", headers={"Accept-Language": "en"})) == "de", "the choice made on a page"
