"""The forms of a record that are fetched when somebody opens them: on the page, alone, and for whom."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.make import Cast, Make

FORMS = {"todo": "todos", "document": "documents", "relationship": "relationships", "consent": "consents"}


def test_a_record_offers_its_forms_as_links_to_itself(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    page = as_ada.get(f"/recruiter/candidates/{person.id}").text
    for name, act in FORMS.items():
        assert f'href="/recruiter/candidates/{person.id}?open={name}#new_{name}"' in page
        assert f'action="/recruiter/candidates/{person.id}/{act}"' not in page


@pytest.mark.parametrize("name", FORMS)
def test_an_opened_form_stands_on_the_page_and_comes_alone_to_htmx(as_ada: FlaskClient, make: Make, name: str) -> None:
    person = make.candidate()
    address, act = f"/recruiter/candidates/{person.id}?open={name}", f'action="/recruiter/candidates/{person.id}/{FORMS[name]}"'
    page = as_ada.get(address).text
    assert '<details class="late" open>' in page and act in page and f'id="new_{name}"' in page
    part = as_ada.get(address, headers={"HX-Request": "true", "HX-Target": f"new_{name}"}).text
    assert part.lstrip().startswith(f'<div id="new_{name}">') and act in part and "<html" not in part


def test_pools_to_add_to_are_those_the_person_is_not_in(as_ada: FlaskClient, cast: Cast, make: Make) -> None:
    person = make.candidate()
    make.pool_member(make.pool("Nurses", owner=cast.ada), person)
    make.pool("Welders", owner=cast.ada)
    page = as_ada.get(f"/recruiter/candidates/{person.id}?open=pool").text
    choices = page[page.index('id="add-to-pool"') :].partition("</select>")[0]
    assert "Welders" in choices and "Nurses" not in choices


def test_a_form_nobody_knows_stays_closed(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate()
    assert '<details class="late" open>' not in as_ada.get(f"/recruiter/candidates/{person.id}?open=../secret").text


def test_whoever_may_not_change_a_record_opens_no_form_that_does(as_hugo: FlaskClient, cast: Cast, make: Make) -> None:
    person = make.candidate()
    make.application(person, cast.job)
    address = f"/recruiter/candidates/{person.id}"
    assert as_hugo.get(address).status_code == 200
    for name in ("document", "relationship", "consent", "pool"):
        assert f'id="new_{name}"' not in as_hugo.get(f"{address}?open={name}").text


def test_a_record_with_little_on_it_asks_little(as_ada: FlaskClient, cast: Cast, make: Make, queries: Any) -> None:
    person = make.candidate(skills=("Python",))
    make.application(person, cast.job)
    as_ada.get(f"/recruiter/candidates/{person.id}")
    with queries as sent:
        assert as_ada.get(f"/recruiter/candidates/{person.id}").status_code == 200
    assert sent.count <= 13, sent.statements
