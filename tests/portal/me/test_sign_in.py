"""Signing in by mail and out again."""

import re

import pytest

from app.candidates.sign_in import ASKS_PER_MAILBOX
from app.extensions import db
from app.mailing.models import Message
from app.web import evenness
from tests.portal.me.conftest import causes, newest_link


def body(answer):
    """Without what differs from one page to the next for everybody."""
    return re.sub(rb'name="(csrf_token|form_key)"[^>]*value="[^"]*"', b"", answer.data)


def test_a_known_and_an_unknown_address_are_answered_alike(client, cast):
    known = client.submit("/me/sign-in", {"email": "carla@example.org"})
    unknown = client.submit("/me/sign-in", {"email": "nobody@example.org"})
    assert (known.status_code, body(known), known.location) == (unknown.status_code, body(unknown), unknown.location)
    assert sorted(known.headers.keys()) == sorted(unknown.headers.keys())
    assert "Set-Cookie" not in known.headers
    assert causes() == ["sign-in-link"]


def test_both_answers_wait_for_the_same_moment(client, cast, monkeypatch):
    waits = []
    monkeypatch.setattr(evenness, "EVEN_SECONDS", 60.0)
    monkeypatch.setattr(evenness, "sleep", waits.append)
    for email in ("carla@example.org", "nobody@example.org"):
        client.submit("/me/sign-in", {"email": email})
    assert len(waits) == 2 and min(waits) > 50


def test_the_link_goes_to_the_address_on_the_record(client, cast):
    client.submit("/me/sign-in", {"email": "CARLA@example.org", "next": "/me/details"})
    assert newest_link().next_path == "/me/details"
    (message,) = db.session.query(Message).all()
    assert message.address == "carla@example.org" and message.links["link"][2] == "/m/"


def test_one_is_led_to_sign_in_and_back(client, cast):
    answer = client.get("/me/details")
    assert (answer.status_code, answer.location) == (303, "/me/sign-in?next=/me/details")
    assert 'value="/me/details"' in client.get(answer.location).text


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])
def test_the_way_back_is_always_here(client, cast, target):
    assert "evil" not in re.search(r'name="next"[^>]*>', client.get("/me/sign-in", query_string={"next": target}).text).group()
    client.submit("/me/sign-in", {"email": "carla@example.org", "next": target})
    assert newest_link().next_path == "/me"


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "x" * 400 + "@example.org", "a@example.org\r\nBcc: b@example.org", "\x00@\ud800"])
def test_what_is_no_address_is_said(client, cast, email):
    answer = client.submit("/me/sign-in", {"email": email.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 422 and "e-mail address" in answer.text
    assert causes() == []


def test_asking_too_often_is_stopped_alike_for_every_address(client, cast):
    for email in ("carla@example.org", "nobody@example.org"):
        for _time in range(ASKS_PER_MAILBOX.limit):
            assert client.submit("/me/sign-in", {"email": email}).status_code == 303
        stopped = client.submit("/me/sign-in", {"email": email})
        assert stopped.status_code == 429 and "Retry-After" in stopped.headers


def test_a_new_link_voids_the_one_asked_for_before(client, cast):
    from app.candidates.sign_in import is_usable

    client.submit("/me/sign-in", {"email": "carla@example.org"})
    first = newest_link()
    client.submit("/me/sign-in", {"email": "carla@example.org"})
    db.session.refresh(first)
    assert not is_usable(first) and is_usable(newest_link())


def test_signing_out_ends_the_session_on_the_server(as_carla, app):
    secret = as_carla.get_cookie("perennial_me").value
    answer = as_carla.submit("/me/sign-out")
    assert answer.status_code == 303 and "Clear-Site-Data" in answer.headers
    assert as_carla.get("/me").status_code == 303
    replayed = app.test_client()
    replayed.set_cookie("perennial_me", secret)
    assert replayed.get("/me").status_code == 303


def test_a_staff_cookie_does_not_open_a_candidates_page(as_ada):
    assert as_ada.get("/me").status_code == 303
