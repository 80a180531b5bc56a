"""Who gets what: every route, for every role, on records of their own and on somebody else's.

`table.csv` says what is expected; a route that is missing there fails. A cell reads `own/foreign`:
`ok` the act was let through (whatever the empty form then said) · `in` led to signing in · `403` may not · `404` does
not exist for them. Change a cell by hand, and on purpose: `WRITE_ACCESS_TABLE=1 pytest tests/access` writes what is.
"""

import csv
import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from jinja2 import FunctionLoader

from app.accounts.permissions import GRANTS
from app.extensions import db
from app.mailing.letter import compile_letter
from app.recruiter.candidates import profile_pdf
from app.web.access import Door, declared_access
from tests.world import Half, World, has_records, make_world, name_of, routes, taken_back

TABLE = Path(__file__).parent / "table.csv"
ROLES = ("visitor", "carla", "stranger", "ada", "otto", "cora", "hugo", "ines", "cleo", "root")
STAFF = ROLES[3:]
WRITES = bool(os.environ.get("WRITE_ACCESS_TABLE"))


def table() -> dict[str, dict[str, str]]:
    if not TABLE.exists():
        return {}
    with TABLE.open(newline="") as file:
        return {row["route"]: {role: row[role] for role in ROLES} for row in csv.DictReader(file)}


def write_table(found: dict[str, dict[str, str]]) -> None:
    with TABLE.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["route", *ROLES], lineterminator="\n")
        writer.writeheader()
        writer.writerows({"route": route, **found[route]} for route in sorted(found))


@pytest.fixture
def world(cast: Any, make: Any) -> World:
    return make_world(make, cast)


@pytest.fixture
def visit(app: Any, world: World, make: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Any:
    """`visit(role, method, rule, half)`: the answer to an empty request, whose effects are taken back at once.

    Its page says nothing: who gets in is decided before one is written, and other walks read them all.
    """
    clients: dict[str, Any] = {"visitor": app.test_client()}
    clients["carla"] = make.signed_in_candidate(app, world.cast.carla)
    clients["stranger"] = make.signed_in_candidate(app, world.stranger)
    for name in STAFF:
        clients[name] = make.signed_in(app, getattr(world.cast, name))
    db.session.commit()  # the request's savepoints must not lie inside one of the test's own
    tokens = {name: client.csrf() for name, client in clients.items()}
    monkeypatch.setattr(app.jinja_env, "loader", FunctionLoader(lambda _name: ""))
    request.addfinalizer(compile_letter.cache_clear)  # mails made meanwhile say as little as the pages
    monkeypatch.setattr(profile_pdf, "profile_pdf", lambda *_args, **_kwargs: b"")

    def go(role: str, method: str, rule: Any, half: Half) -> str:
        client = clients[role]
        asks = db.session.begin() if "session_id" in rule.arguments else nullcontext()
        with asks:
            address = world.address(app.url_map, rule, half=half, user=getattr(world.cast, role, None))
        headers = {} if method == "GET" else {"X-CSRFToken": tokens[role]}
        cookies = dict(client._cookies)  # signing in or out leaves the browser as it was
        with taken_back():
            answer = client.open(address, method=method, headers=headers)
        client._cookies = cookies
        return outcome(answer)

    return go


def outcome(answer: Any) -> str:
    where = answer.headers.get("Location", "")
    if answer.status_code == 303 and where.partition("?")[0].endswith("/sign-in"):
        return "in"
    if answer.status_code in (403, 404):
        return str(answer.status_code)
    return "ok" if answer.status_code < 500 else f"!{answer.status_code}"


def test_everybody_gets_what_the_table_says(app: Any, world: World, visit: Any) -> None:
    found: dict[str, dict[str, str]] = {}
    for method, rule in routes(app):
        cells = found[name_of(method, rule)] = {}
        for role in ROLES:
            own = visit(role, method, rule, world.own)
            cells[role] = f"{own}/{visit(role, method, rule, world.foreign)}" if has_records(rule) else own
    if WRITES:
        write_table(found)
        return
    expected = table()
    assert set(found) - set(expected) == set(), "routes that table.csv does not know"
    assert set(expected) - set(found) == set(), "routes of table.csv that are no more"
    wrong = [
        f"{role} gets {cell} of {route}, not {expected[route][role]}"
        for route, cells in found.items()
        for role, cell in cells.items()
        if cell != expected[route][role]
    ]
    assert wrong == []


def test_no_answer_to_an_empty_form_is_a_failure() -> None:
    assert [(route, cells) for route, cells in table().items() if any("!" in cell for cell in cells.values())] == []


@pytest.mark.parametrize("role", STAFF)
def test_nobody_passes_without_the_permission_the_view_names(role: str, app: Any, cast: Any) -> None:
    """The table itself obeys the permissions: an `ok` is granted to the role, whatever a hand wrote into it."""
    expected = table()
    granted = GRANTS[getattr(cast, role).role]
    wrong = []
    for method, rule in routes(app):
        access = declared_access(app.view_functions[rule.endpoint])
        cell = expected.get(name_of(method, rule), {}).get(role, "")
        if access.door is Door.STAFF and access.permission not in granted and "ok" in cell:
            wrong.append(name_of(method, rule))
    assert wrong == []


def test_signing_in_is_asked_for_at_every_door_that_is_not_public(app: Any) -> None:
    expected = table()
    for method, rule in routes(app):
        access = declared_access(app.view_functions[rule.endpoint])
        cells = expected[name_of(method, rule)]
        if access.door is not Door.PUBLIC:
            assert set(cells["visitor"].split("/")) == {"in"}, name_of(method, rule)
        if access.door is Door.STAFF:
            assert set(cells["carla"].split("/")) == {"in"}, name_of(method, rule)
        if access.door is Door.CANDIDATE:
            assert {cells[role] for role in STAFF} <= {"in", "in/in"}, name_of(method, rule)


def test_hiring_managers_and_interviewers_reach_nothing_of_other_teams() -> None:
    """On addresses that name somebody else's person, job or application nothing answers them but 403 and 404."""
    leaks = [
        (route, role, cells[role])
        for route, cells in table().items()
        if "/recruiter/" in route and "<token>" not in route
        for role in ("hugo", "ines")
        if cells[role].endswith("/ok")
    ]
    assert leaks == []


def test_recruiters_of_other_teams_reach_no_job_and_no_application() -> None:
    leaks = [
        (route, cells["ada"])
        for route, cells in table().items()
        if ("<int:job_id>" in route or "<int:application_id>" in route or "<int:offer_id>" in route or "<int:act_id>" in route)
        and cells["ada"].endswith("/ok")
    ]
    assert leaks == []


def test_a_candidate_never_reaches_another_candidates_records() -> None:
    leaks = [
        (route, role)
        for route, cells in table().items()
        if "/me/" in route
        for role, own in (("carla", 0), ("stranger", 1))
        if "/" in cells[role] and cells[role].split("/")[1 - own] == "ok"
    ]
    assert leaks == []
