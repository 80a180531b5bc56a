"""The first page of a new installation."""

from sqlalchemy import func, select

from app.accounts.models import Installation, User
from app.extensions import db

PATH = "/recruiter/set-up"
GOOD = {"company_name": "Larkspur", "name": "Root Admin", "email": "root@example.org",
        "password": "brittle lamp under seven seas"}  # fmt: skip


def test_a_new_installation_leads_to_its_set_up_and_lets_the_admin_in(client):
    assert client.get("/recruiter/sign-in").location == PATH
    assert client.get("/recruiter/account").location == PATH
    answer = client.submit(PATH, GOOD)
    assert (answer.status_code, answer.location) == (303, "/recruiter/")
    assert client.get("/recruiter/account").status_code == 200


def test_afterwards_it_is_gone_for_reading_and_for_posting(client, cast):
    assert client.get(PATH).status_code == 404
    assert client.submit(PATH, GOOD).status_code == 404


def test_a_weak_password_is_explained_and_nothing_is_made(client):
    answer = client.submit(PATH, {**GOOD, "password": "Larkspur-Root-Admin"})
    assert answer.status_code == 422
    assert "little more than your name" in answer.text
    assert 'value="Root Admin"' in answer.text
    assert db.session.scalar(select(func.count(Installation.id))) == 0
    assert db.session.scalar(select(func.count(User.id))) == 0


def test_more_fields_than_the_form_has_change_nothing(client):
    client.submit(PATH, {**GOOD, "role": "interviewer", "id": "77", "demo": "1", "is_admin": ""})
    assert db.session.scalars(select(User.role)).one().value == "admin"
    assert db.session.scalars(select(Installation.demo)).one() is False
