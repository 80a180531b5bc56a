"""The laws of requests, tried on every route of the application."""

from collections import Counter
from typing import Any

import pytest
from flask import Blueprint, Flask
from sqlalchemy import select

from app.extensions import db
from app.search.index import settle_index
from app.web.access import declared_access, public, require_declared_access
from tests.world import World, make_world, name_of, routes

NOTED_WHILE_READING = {
    "activities", "activity_addresses",  # that a résumé was opened
    "staff_sessions", "users", "candidate_sessions",  # last seen
    "throttle_counts",
    "offers",  # first seen by the candidate
    "campaign_hits",  # that a link of a newsletter was opened
}  # fmt: skip
"""Tables a GET may touch through `aside`."""


@pytest.fixture
def world(cast: Any, make: Any) -> World:
    return make_world(make, cast)


def contents() -> dict[str, Counter[tuple[Any, ...]]]:
    return {
        table.name: Counter(tuple(map(repr, row)) for row in db.session.execute(select(table)))
        for table in db.metadata.sorted_tables
        if table.name not in NOTED_WHILE_READING and not table.name.startswith("search_documents_")
    }


def test_no_get_changes_anything_and_every_answer_is_strict(
    app: Any, world: World, as_root: Any, as_ada: Any, as_ines: Any, as_carla: Any, client: Any
) -> None:
    """Every page, download, fragment and refusal, asked for by everyone; then the tables hold what they held."""
    settle_index()  # of what was made here nobody has asked yet
    before = contents()
    opened, bare = 0, []
    for method, rule in routes(app):
        if method != "GET":
            continue
        address = world.address(app.url_map, rule, user=world.cast.root)
        for browser in (as_root, as_ada, as_ines, as_carla, client):
            answer = browser.get(address)
            assert answer.status_code < 500, f"{address}: {answer.status_code}"
            opened += answer.status_code == 200
            fragment = browser.get(address, headers={"HX-Request": "true", "HX-Target": "main"})
            bare += lax(answer, address, private=browser is not client) + lax(fragment, address, private=browser is not client)
    after = contents()
    assert opened > 60
    assert bare == []
    assert {table: after[table] - rows for table, rows in before.items() if after[table] != rows} == {}


def test_every_unsafe_request_needs_a_token(app: Any, world: World, as_root: Any, as_carla: Any, client: Any) -> None:
    """The token of another session, an old one or none at all: 403, whoever asks, before the view is."""
    from tests.conftest import SECRET

    admitted = []
    of_root, of_carla = as_root.csrf(), as_carla.csrf()
    for method, rule in routes(app):
        if method == "GET" or declared_access(app.view_functions[rule.endpoint]).csrf_exempt:
            continue
        address = world.address(app.url_map, rule, user=world.cast.root)
        browser, stolen = (as_carla, of_root) if rule.rule.startswith("/me") else (as_root, of_carla)
        for data in ({}, {"csrf_token": ""}, {"csrf_token": stolen}, {"csrf_token": f"1.{SECRET}"}):
            answer = browser.open(address, method=method, data=data)
            if answer.status_code != 403:
                admitted.append((name_of(method, rule), answer.status_code))
    assert admitted == []


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
])  # fmt: skip
def test_a_good_token_from_another_site_is_refused(headers: dict[str, str], as_ada: Any, world: World) -> None:
    answer = as_ada.submit("/recruiter/todos", {"what": "x"}, headers=headers)
    assert answer.status_code == 403


EXEMPT_BECAUSE: dict[str, str] = {"/u/<token>": "one-click unsubscribing (RFC 8058): mail programs post without a page of ours"}
"""Route → why machines may POST there without a page of ours."""


def test_routes_without_token_are_those_with_a_reason(app: Any) -> None:
    exempt = {rule.rule for method, rule in routes(app) if declared_access(app.view_functions[rule.endpoint]).csrf_exempt}
    assert exempt == set(EXEMPT_BECAUSE)


def test_a_view_that_does_not_say_who_may_open_it_stops_the_start() -> None:
    silent = Flask("silent")
    blueprint = Blueprint("page", __name__)

    @blueprint.get("/open")
    @public
    def show_open() -> str:
        return ""

    @blueprint.get("/forgotten")
    def show_forgotten() -> str:
        return ""

    silent.register_blueprint(blueprint)
    with pytest.raises(RuntimeError, match=r"page.show_forgotten"):
        require_declared_access(silent)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused_in_words(method: str, client: Any, cast: Any) -> None:
    assert client.open("/jobs", method=method).status_code in (403, 405, 501)


def test_a_method_that_is_not_there_is_refused_as_strictly(app: Any, world: World, as_root: Any, client: Any) -> None:
    bare = []
    for method, rule in routes(app):
        if method != "GET":
            address = world.address(app.url_map, rule, user=world.cast.root)
            for browser in (as_root, client):
                bare += lax(browser.get(address), address, private=browser is as_root)
    assert bare == []


def lax(answer: Any, address: str, *, private: bool) -> list[str]:
    """What the headers of an answer allow that they must not."""
    policy = answer.headers.get("Content-Security-Policy", "")
    found = []
    if "default-src 'none'" not in policy or "script-src 'unsafe" in policy or "unsafe-eval" in policy:
        found.append(f"{address}: {policy}")
    if answer.headers.get("X-Content-Type-Options") != "nosniff" or open_to_others(answer, address):
        found.append(f"{address}: {dict(answer.headers)}")
    kept = "no-store" not in answer.headers.get("Cache-Control", "")
    if private and kept and answer.status_code == 200 and address.startswith("/recruiter/"):
        found.append(f"{address}: private and kept by the browser")
    return found


def open_to_others(answer: Any, address: str) -> bool:
    """Only what is published for machines may be read by scripts of other sites."""
    return "Access-Control-Allow-Origin" in answer.headers and not address.startswith(("/feeds/", "/robots.txt", "/sitemap.xml"))


SIGN_IN = ("/m/<token>", "/communities/<slug>/confirm/<token>")
"""Buttons behind links from our mails: pressing one signs the device in."""


def test_visitors_get_no_cookie(app: Any, world: World) -> None:
    """PRODUCT 6.6: nothing before sign-in, hence no banner."""
    given = []
    for method, rule in routes(app):
        if rule.rule.startswith("/recruiter") or rule.rule == "/language/<code>":
            continue
        browser = app.test_client()
        headers = {} if method == "GET" else {"X-CSRFToken": browser.csrf()}
        answer = browser.open(world.address(app.url_map, rule), method=method, headers=headers)
        forgotten = "Max-Age=0" in answer.headers.get("Set-Cookie", "")
        if "Set-Cookie" in answer.headers and not forgotten and rule.rule not in SIGN_IN:
            given.append((name_of(method, rule), answer.headers["Set-Cookie"]))
    assert given == []
