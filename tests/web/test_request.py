"""The procession of a request: who is asking, may they, one transaction."""

import pytest
from flask.testing import FlaskClient

from app.core.transaction import aside, reading
from app.extensions import db
from tests.make import Cast


def test_health_answers_with_strict_headers(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_foreign_host_is_refused(client):
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_an_unknown_page_is_a_404_of_ours(client, cast):
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert b"<h1>" in answer.data


def test_a_write_while_reading_fails(app, make, sweep):
    def write_in_a_reading_block():
        with reading():
            make.team()

    with pytest.raises(Exception, match=r"readonly|read-only"):
        sweep(write_in_a_reading_block)


def test_what_is_put_aside_outlives_the_reading(app, make, sweep):
    def look():
        with reading():
            aside(lambda: make.team("Aside"))

    sweep(look)
    from app.accounts.models import Team

    assert db.session.query(Team).filter_by(name="Aside").count() == 1


@pytest.mark.parametrize(("hops", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_forwarded_address_counts_only_behind_a_proxy_of_ours(app, database, tmp_path, hops, seen):
    from flask import request

    from app import create_app
    from app.web.access import bare, public
    from tests.conftest import settings_for

    proxied = create_app(settings_for(database.url, tmp_path, proxy_hops=hops))

    @proxied.get("/whoami")
    @public
    @bare
    def show_address():
        return request.remote_addr

    answer = proxied.test_client().get("/whoami", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example"})
    assert (answer.status_code, answer.text) == (200, seen)


@pytest.mark.parametrize("path", ["/recruiter/account/sessions", "/me/preferences"])
def test_a_post_after_the_session_has_ended_leads_to_signing_in(client, cast, path):
    stale = {"csrf_token": "1.outdated"}
    assert "/sign-in" in client.post(path, data=stale).location
    fragment = client.post(path, data=stale, headers={"HX-Request": "true"})
    assert fragment.status_code == 401 and "/sign-in" in fragment.headers["HX-Redirect"]


def test_a_forged_post_of_a_signed_in_browser_is_refused(as_ada):
    assert as_ada.post("/recruiter/account/sessions").status_code == 403


def test_a_page_that_is_not_there_still_looks_like_the_employers(client: FlaskClient, cast: Cast) -> None:
    page = client.get("/no-such-page").get_data(as_text=True)
    assert "/brand.css?v=" in page and "<span>Perennial</span>" not in page


def test_the_employers_colour_is_kept_by_every_browser_and_a_page_by_none(client, as_ada):
    for browser in (client, as_ada):
        assert "immutable" in browser.get("/brand.css?v=3b5bdb").headers["Cache-Control"]
    assert as_ada.get("/recruiter/jobs").headers["Cache-Control"] == "no-store"
