"""Signing in and out through the page."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts import passwords
from app.accounts.models import StaffSession
from app.core import clock
from app.core.activity import Activity, ActivityAddress
from app.core.clock import now
from app.extensions import db
from tests.recruiter.account.conftest import PASSWORD

PATH = "/recruiter/sign-in"


def try_it(client, email, password=PASSWORD, **more):
    return client.submit(PATH, {"email": email, "password": password, **more})


def test_the_page_has_the_fields_scripts_rely_on(client, ada):
    page = client.get(PATH).text
    assert 'name="email"' in page
    assert 'name="password"' in page
    assert page.count("<h1") == 1
    assert 'autocomplete="current-password"' in page


def test_the_right_password_opens_the_back_office_and_is_noted(client, ada):
    answer = try_it(client, ada.email.upper())
    assert (answer.status_code, answer.location) == (303, "/recruiter/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("perennial_staff=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age" not in cookie
    assert client.get("/recruiter/account").status_code == 200
    signed_in = db.session.scalars(select(Activity).where(Activity.kind == "signed_in")).one()
    assert signed_in.subject_id == ada.id
    assert db.session.get(ActivityAddress, signed_in.id).address == "127.0.0.1"


def test_known_and_unknown_addresses_read_the_same(client, ada, monkeypatch):
    verified = []
    real = passwords._hasher.verify
    monkeypatch.setattr("app.accounts.passwords.PasswordHasher.verify", lambda *a: verified.append(1) or real(*a[1:]))
    answers = [try_it(client, email, "not the password at all") for email in (ada.email, "nobody@example.org")]
    pages = [answer.text.replace(ada.email, "X").replace("nobody@example.org", "X") for answer in answers]
    import re

    pages = [re.sub(r'value="[^"]*"|content="[^"]*"', "", page) for page in pages]
    assert pages[0] == pages[1]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert set(answers[0].headers.keys()) == set(answers[1].headers.keys())
    assert verified == [1, 1]


def test_a_failed_try_is_noted_although_the_answer_is_rolled_back(client, ada):
    try_it(client, ada.email, "wrong wrong wrong wrong")
    assert db.session.scalars(select(Activity.subject_id).where(Activity.kind == "sign_in_failed")).all() == [ada.id]


def test_what_was_typed_survives_except_the_password(client, ada):
    page = try_it(client, ada.email, "wrong wrong wrong wrong").text
    assert f'value="{ada.email}"' in page
    assert "wrong wrong" not in page


def test_the_eleventh_try_is_told_to_wait_and_the_right_password_too(client, ada):
    began = now().replace(minute=31, second=0)  # well inside a window
    with clock.at(began):
        for _ in range(10):
            assert try_it(client, ada.email, "wrong wrong wrong wrong").status_code == 422
        refused = try_it(client, ada.email)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    with clock.at(began + timedelta(minutes=16)):
        assert try_it(client, ada.email).status_code == 303


def test_a_right_password_clears_the_count(client, ada):
    for _ in range(9):
        try_it(client, ada.email, "wrong wrong wrong wrong")
    assert try_it(client, ada.email).status_code == 303
    assert try_it(client, ada.email, "wrong wrong wrong wrong").status_code == 422


@pytest.mark.parametrize("next_", ["//e.example", "/\\e.example", "https:e.example", "\t//e.example", "///e.example",
                                   "http:///e.example", "javascript:alert(1)", "/%0d%0aSet-Cookie:x", "https://e.example"])  # fmt: skip
def test_nobody_is_led_elsewhere(client, ada, next_):
    location = try_it(client, ada.email, next=next_).location
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "\r" not in location and "\n" not in location


def test_people_come_back_to_where_they_wanted_to_go(client, ada):
    asked = client.get("/recruiter/account")
    assert asked.location == "/recruiter/sign-in?next=/recruiter/account"
    assert try_it(client, ada.email, next="/recruiter/account").location == "/recruiter/account"


@pytest.mark.parametrize("data", [{}, {"email": "x"}, {"password": "x"}, {"email": "a" * 5000, "password": "b" * 50_000},
                                  {"email": "\x00\u202e", "password": "\x00"}, {"email": ["a", "b"], "password": ["c", "d"]}])  # fmt: skip
def test_odd_input_is_answered_calmly(client, cast, data):
    assert client.submit(PATH, data).status_code == 422


def test_signing_out_ends_the_session_on_the_server(client, ada):
    try_it(client, ada.email)
    stolen = client.get_cookie("perennial_staff").value
    answer = client.submit("/recruiter/sign-out")
    assert answer.location == PATH
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    client.set_cookie("perennial_staff", stolen)
    assert client.get("/recruiter/account").status_code == 303


def test_a_deactivated_user_cannot_sign_in(client, ada):
    ada.deactivated_at = now()
    db.session.flush()
    assert try_it(client, ada.email).status_code == 422


def test_signing_in_needs_a_token_of_our_page(client, ada):
    assert client.post(PATH, data={"email": ada.email, "password": PASSWORD}).status_code == 403
    assert db.session.scalar(select(func.count(StaffSession.id))) == 0


def test_the_demo_says_where_its_sign_ins_are_and_never_a_password(client, cast):
    from app.accounts.queries import installation

    assert "demo-sign-ins" not in client.get(PATH).text
    installation().demo = True
    db.session.flush()
    assert "instance/demo-sign-ins" in client.get(PATH).text
