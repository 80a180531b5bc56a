"""Every form of every page, filled with what strangers type: refused in words or taken, never a failure, nothing half-written."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from werkzeug.datastructures import MultiDict

from app.extensions import db
from tests.hostile.corpora import (
    ADDRESSES,
    CELLS,
    DATES,
    HEADERS,
    NUMBERS,
    SQL,
    TEMPLATES,
    UNICODE,
    every_text,
)
from tests.hostile.pages import Form, read_page
from tests.world import World, routes, taken_back

LEFT_ALONE = {"csrf_token", "form_key"}
ROUNDS = {"sqlite": 4, "postgresql": 2}
"""How often each form is filled with hostile texts altogether: PostgreSQL gets fewer texts, and each as often."""


def forms_of_all_pages(app: Any, world: World, browsers: dict[str, Any]) -> list[tuple[str, Form]]:
    """Every POST form somebody is shown, once per route and set of fields."""
    db.session.begin()
    pages = [world.address(app.url_map, rule, user=world.cast.root) for method, rule in routes(app) if method == "GET"]
    db.session.commit()
    urls = app.url_map.bind("localhost")
    found: dict[tuple[str, tuple[str, ...]], tuple[str, Form]] = {}
    for address in pages:
        for who in ("root", "ada") if address.startswith("/recruiter/") else ("carla", "visitor"):
            answer = browsers[who].get(address)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                for form in read_page(answer.get_data(as_text=True)).forms:
                    form.action = form.action or address
                    if form.method == "post" and form.action.startswith("/"):
                        endpoint, _values = urls.match(form.action.partition("?")[0], method="POST")
                        found.setdefault((endpoint, tuple(sorted(form.values))), (who, form))
    assert len(found) > 150
    return list(found.values())


def send(browser: Any, form: Form, values: dict[str, list[str]], token: str) -> Any:
    data = MultiDict((name, value) for name, texts in {**values, "csrf_token": [token]}.items() for value in texts)
    with taken_back():
        return browser.post(form.action, data=data)


def surviving(text: str) -> str:
    """What a browser can send at all: no lone surrogates."""
    return text.encode("utf-8", "replace").decode()


def texts_for_every_field() -> tuple[str, ...]:
    """Some of each kind; what no database reads is left to SQLite."""
    mixed = tuple(text for pair in zip(SQL[9::12], TEMPLATES[6::12], HEADERS[2::9], strict=False) for text in pair)
    odd = (UNICODE[1], UNICODE[17], "x" * 100_000, "\r\n", "")
    shapes = (*NUMBERS[5::12], DATES[0], *ADDRESSES[::12], CELLS[1])
    return (*odd, *shapes, *(mixed if db.engine.dialect.name == "sqlite" else ()))


def fillings(form: Form) -> Iterator[dict[str, list[str]]]:
    """All fields hostile, each in another way, then one by one, the others as the page sent them: so it comes as far as it can."""
    together, alone = texts_for_every_field(), every_text()
    names = [name for name in form.values if name not in LEFT_ALONE]
    turn = sum("".join(names).encode())  # which texts it gets depends on the form alone
    if not names:
        yield {}
        return
    for number in range(ROUNDS[db.engine.dialect.name]):
        first = turn + number * len(names)
        yield {name: [surviving(together[(first + place) % len(together)])] for place, name in enumerate(names)}
    for place, name in enumerate(names):
        yield {**form.values, name: [surviving(alone[(turn + place) * 7 % len(alone)])]}


def test_no_form_breaks(app: Any, world: World, browsers: dict[str, Any]) -> None:
    tokens = {who: browser.csrf() for who, browser in browsers.items()}
    failed = []
    for who, form in forms_of_all_pages(app, world, browsers):
        for values in fillings(form):
            status = send(browsers[who], form, values, tokens[who]).status_code
            if status >= 500:
                failed.append(
                    (form.action, {name: [text[:40] for text in texts] for name, texts in values.items()}, status)
                )
    assert failed == []


def test_fields_nobody_offered_are_ignored(app: Any, world: World, browsers: dict[str, Any]) -> None:
    """Mass assignment: columns of the record sent along with an ordinary form."""
    from app.accounts.models import User
    from app.accounts.permissions import Role

    ada = world.cast.ada.id
    more = {
        "role": ["admin"],
        "is_admin": ["1"],
        "team_id": ["2"],
        "id": ["1"],
        "password_hash": ["x"],
        "deactivated_at": [""],
    }
    token = browsers["ada"].csrf()
    form = Form(
        "/recruiter/account",
        "post",
        {"name": ["Ada Recruiter"], "locale": ["en"], "time_zone": ["Europe/Berlin"], **more},
    )
    data = MultiDict(
        (name, value) for name, values in {**form.values, "csrf_token": [token]}.items() for value in values
    )
    assert browsers["ada"].post(form.action, data=data).status_code < 500
    db.session.begin()
    user = db.session.get_one(User, ada, populate_existing=True)
    assert user.role is Role.RECRUITER and user.team_id == world.cast.team.id
    db.session.commit()


BODIES = (
    b"",
    b"\x00" * 50,
    b"{}",
    b"[1]",
    b'{"name": [[1]]}',
    b"<a/>",
    b"a=1&" * 3000,
    b"--x\r\n\r\n",
    b"csrf_token=%ff",
)
KINDS = (
    "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "", "x",
)  # fmt: skip


def test_odd_bodies_are_answered(world: World, browsers: dict[str, Any]) -> None:
    headers = {"X-CSRFToken": browsers["visitor"].csrf()}
    slug = world.own.values["slug"]
    failed = []
    for body in BODIES:
        for kind in KINDS:
            for path in (f"/jobs/{slug}/apply", "/recruiter/sign-in"):
                with taken_back():
                    status = browsers["visitor"].post(path, data=body, content_type=kind, headers=headers).status_code
                if status >= 500:
                    failed.append((path, kind, body[:20], status))
    assert failed == []


def test_a_thousand_and_one_parts_are_too_many(world: World, browsers: dict[str, Any]) -> None:
    data = {f"field-{number}": (BytesIO(b"x"), "x.txt") for number in range(1001)}
    headers = {"X-CSRFToken": browsers["visitor"].csrf()}
    answer = browsers["visitor"].post(f"/jobs/{world.own.values['slug']}/apply", data=data, headers=headers)
    assert answer.status_code == 413


def test_an_enormous_upload_is_refused_before_it_is_read(world: World, browsers: dict[str, Any]) -> None:
    headers = {"X-CSRFToken": browsers["visitor"].csrf()}
    data = {"resume": (BytesIO(b"%PDF" + b"0" * 11_000_000), "cv.pdf")}
    answer = browsers["visitor"].post(f"/jobs/{world.own.values['slug']}/apply", data=data, headers=headers)
    assert answer.status_code == 413
    assert b"<h1" in answer.data
