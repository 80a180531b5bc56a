"""Magic links: looking is harmless, pressing works once, an old one offers a fresh one to the same place."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.candidates.models import CandidateSession, MagicLink
from app.candidates.sign_in import link_token, make_magic_link
from app.core.clock import at, now
from app.core.transaction import reading, transaction
from app.extensions import db
from tests.portal.me.conftest import causes, is_verified, newest_link


def sessions():
    return db.session.scalar(select(func.count(CandidateSession.id)))


def test_looking_at_a_link_changes_nothing_however_often(client, cast, link):
    token = link()
    for _time in range(20):
        page = client.get(f"/m/{token}")
        assert page.status_code == 200 and "Set-Cookie" not in page.headers
    assert client.head(f"/m/{token}").status_code == 200
    assert sessions() == 0 and not is_verified(cast.carla)
    assert client.submit(f"/m/{token}").status_code == 303
    assert sessions() == 1 and is_verified(cast.carla)


def test_the_page_names_the_mailbox_only_by_its_ends_and_keeps_the_secret(client, link):
    page = client.get(f"/m/{link()}")
    assert "c…a@example.org" in page.text and "carla@example.org" not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"


def test_pressing_it_signs_this_device_in_and_leads_on(client, link):
    answer = client.submit(f"/m/{link('/me/details')}")
    assert (answer.status_code, answer.location) == (303, "/me/details")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("perennial_me=") and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "Max-Age=2592000" in cookie
    page = client.get("/me")
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"


def test_a_link_works_once(client, app, link):
    token = link()
    client.submit(f"/m/{token}")
    other = app.test_client()
    again = other.submit(f"/m/{token}")
    assert again.location == f"/m/{token}"
    page = other.get(f"/m/{token}")
    assert "used or is too old" in page.text and "Send a fresh link" in page.text
    assert sessions() == 1


def test_a_used_link_leads_on_where_somebody_is_signed_in(client, link):
    token = link("/me/data")
    client.submit(f"/m/{token}")
    assert client.get(f"/m/{token}").location == "/me/data"


def test_an_old_link_sends_a_fresh_one_to_the_same_mailbox_and_place(client, link):
    token = link("/me/preferences")
    with at(now() + timedelta(days=15)):
        assert "Send a fresh link to c…a@example.org" in client.get(f"/m/{token}").text
        sent = client.submit(f"/m/{token}/fresh")
        assert sent.location == "/me/sign-in/sent"
        fresh = newest_link()
        assert (fresh.email, fresh.next_path, fresh.on_request) == ("carla@example.org", "/me/preferences", True)
        assert causes() == ["sign-in-link"]
        assert client.submit(f"/m/{link_token(fresh)}").location == "/me/preferences"


def test_a_link_that_was_asked_for_lives_ten_minutes(client, link):
    token = link(on_request=True)
    with at(now() + timedelta(minutes=11)):
        assert "used or is too old" in client.get(f"/m/{token}").text
        assert client.submit(f"/m/{token}").location == f"/m/{token}"
    assert sessions() == 0


@pytest.mark.parametrize("token", ["x", "1-", "0-abc", "999999999999999999999-abc", "1-%00", "😀", "a" * 3000, "1'--"])
def test_a_link_we_never_made_is_not_found(client, cast, token):
    page = client.get(f"/m/{token}")
    assert page.status_code == 404
    assert client.submit(f"/m/{token}").status_code in (303, 404)
    assert client.submit(f"/m/{token}/fresh").status_code in (303, 404)
    assert sessions() == 0


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "https:evil.example", "\t//evil.example", "///evil.example",
     "javascript:alert(1)", "/\t/evil.example", "", "me"],
)  # fmt: skip
def test_a_link_leads_nowhere_but_here(client, link, target):
    assert client.submit(f"/m/{link(target)}").location == "/me"


def test_redeeming_confirms_the_application_that_waits_for_this_mailbox(client, cast, make, link):
    application = make.application(cast.carla, cast.job, confirmed_at=None, given_email="carla@example.org")
    client.submit(f"/m/{link()}")
    db.session.refresh(application)
    assert application.confirmed_at is not None


def test_a_link_without_our_token_is_not_redeemed(client, link):
    assert client.post(f"/m/{link()}").status_code == 403
    assert sessions() == 0


@pytest.mark.real_commits
def test_of_many_presses_at_once_one_opens_a_session(app, cast, database):
    with transaction():
        token = link_token(make_magic_link(cast.carla, email="carla@example.org"))
    csrf = app.test_client().csrf()
    locations, barrier = [], threading.Barrier(8)

    def press():
        with app.app_context():
            browser = app.test_client()
            barrier.wait()
            answer = type(browser).__bases__[0].post(browser, f"/m/{token}", data={"csrf_token": csrf})
            locations.append(answer.location)

    threads = [threading.Thread(target=press) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(locations) == ["/m/" + token] * 7 + ["/me"]
    with reading():
        assert sessions() == 1
        assert db.session.scalar(select(func.count(MagicLink.id)).where(MagicLink.used_at.is_not(None))) == 1
