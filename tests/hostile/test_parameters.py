"""Everything in an address, on every route that reads it: an answer in words, never a failure, never somebody else's rows."""

import inspect
import re
from typing import Any
from urllib.parse import quote

from app.extensions import db
from tests.hostile.corpora import (
    DATES,
    NUMBERS,
    PATHS,
    PRODUCT_OF_TEMPLATE,
    QUERIES,
    REDIRECTS,
    SQL,
    TEMPLATES,
    UNICODE,
    XSS,
)
from tests.hostile.pages import read_page, runs_nothing
from tests.world import World, routes

ASKED = re.compile(r"(?:args|values)\.get(?:list)?\(\s*[\"'](\w+)[\"']")
ALSO = {
    "portal.careers.jobs.show_jobs": {"q", "location", "department", "type", "remote", "page", "src"},
    "recruiter.hiring.applications.show_applications": {"state", "stage", "source", "words", "q", "sort", "order", "after", "before", "last"},
}
"""Parameters a view reads through another module."""

TELLING = re.compile(r"Traceback|sqlite3?\.|psycopg|SQLAlchemy|syntax error at|fts5:|no such column|OperationalError|ProgrammingError", re.IGNORECASE)


def parameters(app: Any, endpoint: str) -> set[str]:
    module = inspect.getmodule(inspect.unwrap(app.view_functions[endpoint]))
    assert module is not None
    return set(ASKED.findall(inspect.getsource(module))) | ALSO.get(endpoint, set())


def addresses(app: Any, world: World) -> list[tuple[str, str]]:
    """Address and parameter of everything that can be asked by GET."""
    db.session.begin()
    found = [
        (world.address(app.url_map, rule, user=world.cast.root), name)
        for method, rule in routes(app)
        if method == "GET"
        for name in sorted(parameters(app, rule.endpoint))
    ]
    db.session.commit()
    assert len(found) > 40
    return found


def asked(browser: Any, address: str, name: str, text: str) -> Any:
    answer = browser.get(f"{address}?{name}={quote(text.encode('utf-8', 'surrogatepass'))}")
    what = f"{address} {name}={text[:60]!r}"
    assert answer.status_code < 500, f"{what}: {answer.status_code}"
    if answer.mimetype == "text/html":
        assert not TELLING.search(answer.get_data(as_text=True).replace(text, "")), what
    return answer


def browser_for(address: str, browsers: dict[str, Any]) -> Any:
    if address.startswith("/recruiter"):
        return browsers["root"]
    return browsers["carla"] if address.startswith("/me") else browsers["visitor"]


EVERY_PARAMETER = ("\x00", "9223372036854775808")
"""What an engine minds most."""


def test_no_parameter_breaks_a_page(app: Any, world: World, browsers: dict[str, Any]) -> None:
    texts = (*SQL, *QUERIES, *UNICODE, *NUMBERS, *DATES)
    for address, name in addresses(app, world):
        for text in (*EVERY_PARAMETER, *chosen_for(address, name, texts)):
            asked(browser_for(address, browsers), address, name, text)


def chosen_for(address: str, name: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    """The box people are asked for in gets the whole list, other boxes a third, the rest a few, each others."""
    turn = sum((re.split(r"\d", address)[0] + name).encode())  # the same whatever numbers its records have
    if name == "q" and address == "/recruiter/candidates":
        return texts
    step = 3 if name == "q" and address in ("/jobs", "/recruiter/palette") else min(48, len(texts))
    return texts[turn % step :: step]


def test_what_is_asked_never_becomes_markup(app: Any, world: World, browsers: dict[str, Any]) -> None:
    """Nor does a template engine read it: each text carries one of those along."""
    for address, name in addresses(app, world):
        for place, text in enumerate(chosen_for(address, name, XSS)):
            both = text + TEMPLATES[(len(address) + place) % len(TEMPLATES)]
            answer = asked(browser_for(address, browsers), address, name, both)
            if answer.mimetype != "text/html" or runs_nothing(answer):
                continue
            page = answer.get_data(as_text=True)
            assert read_page(page).problems == [], f"{address} {name}={both}"
            assert PRODUCT_OF_TEMPLATE not in page, f"{address} {name}={both}"


def test_no_query_widens_what_somebody_sees(app: Any, world: World, browsers: dict[str, Any]) -> None:
    """Otto belongs to another team: whatever he types, Ada's job and its applications stay out of sight."""
    db.session.begin()
    title = world.cast.job.title
    db.session.commit()
    for address, name in addresses(app, world):
        if not address.startswith("/recruiter") or address.startswith("/recruiter/settings"):
            continue
        for text in chosen_for(address, name, SQL[4::9]):
            answer = asked(browsers["otto"], address, name, text)
            assert title not in answer.get_data(as_text=True), f"{address} {name}={text}"


def test_odd_addresses_are_not_found(browsers: dict[str, Any]) -> None:
    for path in PATHS:
        for name in ("root", "visitor", "carla"):
            answer = browsers[name].get(path)
            assert answer.status_code in (200, 303, 308, 400, 404, 410, 414), f"{path}: {answer.status_code}"
            assert b"SECRET" not in answer.data and b"root:x" not in answer.data, path


ODD_QUERIES = (
    "q=a&q=b&q=c", "q[]=a", "q[x][y]=a", "page=1&page=2", "sort=name&sort=", "&&&&", "=", "%", "%zz", "q=%ff%fe", "q=%ed%a0%80", "a" * 9000, "&".join(["x=1"] * 3000),
)  # fmt: skip


def test_odd_queries_are_answered(browsers: dict[str, Any]) -> None:
    for name, path in (("root", "/recruiter/candidates"), ("root", "/recruiter/jobs"), ("visitor", "/jobs"), ("visitor", "/jobs/backend-engineer-4")):
        for query in ODD_QUERIES:
            assert browsers[name].get(f"{path}?{query}").status_code < 500, (path, query[:60])


def test_where_to_go_next_is_always_here(app: Any, world: World, browsers: dict[str, Any]) -> None:
    """Every GET that knows `next`, tried with every way of naming another site."""
    for address, name in addresses(app, world):
        if name not in ("next", "from"):
            continue
        for browser in {browser_for(address, browsers), browsers["ada"]}:
            leads = asked(browser, address, name, "/jobs").headers.get("Location") == "/jobs"
            for text in REDIRECTS if leads else REDIRECTS[:3]:  # the rest of an address that leads nowhere is the same
                answer = asked(browser, address, name, text)
                assert is_here(answer.headers.get("Location", "/")), f"{address} {name}={text!r}: {answer.headers['Location']}"


def is_here(location: str) -> bool:
    """As a browser reads it: backslashes are slashes, control characters and blanks around it are nothing."""
    read = re.sub(r"[\x00-\x20]", "", location).replace("\\", "/")
    return read.startswith("/") and not read.startswith("//")
