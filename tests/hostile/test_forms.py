"""Every form of every page, filled with what strangers type: refused in words or taken, never a failure, nothing half-written."""

from io import BytesIO
from typing import Any

import pytest
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

WHO = ("root", "ada", "carla", "visitor")
LEFT_ALONE = {"csrf_token", "form_key"}


_collected: dict[tuple[int, ...], list[tuple[str, Form]]] = {}
"""Worlds of the same numbers show the same forms: what was rolled back gives its numbers back on SQLite."""


def forms_of_all_pages(app: Any, world: World, browsers: dict[str, Any]) -> list[tuple[str, Form]]:
    """Every POST form somebody is shown, once per address and set of fields."""
    db.session.begin()
    numbers = (world.cast.root.id, world.cast.carla.id, world.cast.job.id, world.stranger.id)
    db.session.commit()
    if numbers not in _collected:
        _collected[numbers] = _forms_of_all_pages(app, world, browsers)
    return _collected[numbers]


def _forms_of_all_pages(app: Any, world: World, browsers: dict[str, Any]) -> list[tuple[str, Form]]:
    db.session.begin()
    pages = [world.address(app.url_map, rule, user=world.cast.root) for method, rule in routes(app) if method == "GET"]
    db.session.commit()
    found: dict[tuple[str, tuple[str, ...]], tuple[str, Form]] = {}
    for who in WHO:
        for address in pages:
            answer = browsers[who].get(address)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                for form in read_page(answer.get_data(as_text=True)).forms:
                    action = form.action or address
                    if form.method == "post" and action.startswith("/"):
                        form.action = action
                        found.setdefault((action, tuple(sorted(form.values))), (who, form))
    assert len(found) > 50
    return list(found.values())


def send(browser: Any, form: Form, values: dict[str, list[str]], token: str) -> Any:
    data = MultiDict((name, value) for name, texts in {**values, "csrf_token": [token]}.items() for value in texts)
    with taken_back():
        return browser.post(form.action, data=data)


def surviving(text: str) -> str:
    """What a browser can send at all: no lone surrogates."""
    return text.encode("utf-8", "replace").decode()


def slices() -> dict[str, tuple[str, ...]]:
    mixed = tuple(text for pair in zip(SQL[9::12], TEMPLATES[6::12], HEADERS[2::9], strict=False) for text in pair)
    odd = (UNICODE[1], UNICODE[17], "x" * 100_000, "\r\n", "")
    shapes = (*NUMBERS[5::12], DATES[0], *ADDRESSES[::12], CELLS[1])
    return {"mixed": mixed, "odd": odd, "shapes": shapes}


@pytest.mark.parametrize("corpus", ["mixed", "odd", "shapes"])
def test_no_form_breaks(corpus: str, app: Any, world: World, browsers: dict[str, Any]) -> None:
    forms = forms_of_all_pages(app, world, browsers)
    tokens = {who: browsers[who].csrf() for who in WHO}
    failed = []
    for who, form in forms:
        for text in slices()[corpus]:
            values = {name: [surviving(text)] for name in form.values if name not in LEFT_ALONE}
            status = send(browsers[who], form, values, tokens[who]).status_code
            if status >= 500:
                failed.append((form.action, text[:40], status))
    assert failed == []


def test_no_single_field_breaks_a_form(app: Any, world: World, browsers: dict[str, Any]) -> None:
    """The other fields as the page sent them, so that the hostile one comes as far as it can."""
    texts = every_text()
    tokens = {who: browsers[who].csrf() for who in WHO}
    failed = []
    turn = 0
    for who, form in forms_of_all_pages(app, world, browsers):
        for name in form.values:
            if name in LEFT_ALONE:
                continue
            turn += 7
            text = texts[turn % len(texts)]
            status = send(browsers[who], form, {**form.values, name: [surviving(text)]}, tokens[who]).status_code
            if status >= 500:
                failed.append((form.action, name, text[:40], status))
    assert failed == []


def test_fields_nobody_offered_are_ignored(app: Any, world: World, browsers: dict[str, Any]) -> None:
    """Mass assignment: columns of the record sent along with an ordinary form."""
    from app.accounts.models import User
    from app.accounts.permissions import Role

    ada = world.cast.ada.id
    more = {"role": ["admin"], "is_admin": ["1"], "team_id": ["2"], "id": ["1"], "password_hash": ["x"], "deactivated_at": [""]}
    token = browsers["ada"].csrf()
    form = Form("/recruiter/account", "post", {"name": ["Ada Recruiter"], "locale": ["en"], "time_zone": ["Europe/Berlin"], **more})
    data = MultiDict((name, value) for name, values in {**form.values, "csrf_token": [token]}.items() for value in values)
    assert browsers["ada"].post(form.action, data=data).status_code < 500
    db.session.begin()
    user = db.session.get_one(User, ada, populate_existing=True)
    assert user.role is Role.RECRUITER and user.team_id == world.cast.team.id
    db.session.commit()


BODIES = (b"", b"\x00" * 50, b"{}", b"[1]", b"{\"name\": [[1]]}", b"<a/>", b"a=1&" * 3000, b"--x\r\n\r\n", b"csrf_token=%ff")
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
