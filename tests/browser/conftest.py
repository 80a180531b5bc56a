"""A running installation with a worker, a real Chromium, and an eye on everything it complains about."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from app.accounts.sessions import start_session
from app.candidates.models import CandidateSession
from app.candidates.notices import ensure_notices
from app.core.clock import now
from app.core.tokens import new_token, token_hash
from app.core.transaction import transaction
from app.extensions import db
from app.jobs.commands import ensure_pipeline_templates
from app.jobs.models import Job, TeamRole
from tests.conftest import settings_for
from tests.databases import TestDatabase
from tests.faults.house import House, closing
from tests.machine import chromium_path
from tests.make import Make
from tests.world import World, has_records, make_world, routes

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--js-flags=--max-opt=1",
    "--enable-features=CDPScreenshotNewSurface,SkipListAccountsWithoutGaiaCookies,RenderDocument:level/crashed-frame",
]  # fmt: skip
"""Scripts are compiled without optimising: axe runs twice in each page, and a quarter of the renderer's time went into making it
quick for a third time.

The last: what Playwright enables, and a page that follows another one of the same site keeps its frame; a new one for
each page is a fifth of what loading it costs."""
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 812}
EXPECTED = re.compile(r"the server responded with a status of (?:404|409|410|422)|htmx:(?:sendAbort|afterRequest)\b")
"""The second: htmx says it of a request that a newer one took the place of; of one that failed it says more."""
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
FRAME = """
    const main = document.querySelector('main'), frame = []
    for (let one = main; one && one !== document.body; one = one.parentElement)
        frame.push(...[...one.parentElement.children].filter(beside => beside !== one))
"""
"""What stands around `main`, as a list of elements."""
LOOK = "async ([options, fine]) => {" + FRAME + """
    if (typeof axe === 'undefined') return null
    const text = frame.map(one => one.outerHTML).join('').replace(/(name="csrf_token" value="|-suggestions-|[?]next=)[^"]*/g, '$1')
    const digest = fine && await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
    const name = digest ? btoa(String.fromCharCode(...new Uint8Array(digest))) : ''
    const result = await axe.run(fine?.includes(name) ? {exclude: frame} : document, options)
    return [name, result.violations.map(v => v.id + ' ' + v.nodes.map(n => n.html.slice(0, 160)).join(' | '))]
}"""
"""Runs axe. A frame it found nothing in before is not asked again; what it holds anew for each page and nobody reads is no
change.
"""
CONTRAST = ["color-contrast", "link-in-text-block"]
"""What another theme may change."""

SETTLED = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    document.getAnimations().forEach(one => one.finish())
    requestAnimationFrame(done)
})))"""
"""A colour on its way to another one is neither."""
FINISHED = """() => {
    for (let turn = 0; turn < 9; turn++) {
        const moving = document.getAnimations().filter(one => one.playState !== 'finished')
        if (!moving.length) return
        moving.forEach(one => one.finish())
    }
}"""
"""The same for a page nobody touched: nothing has to be painted for it."""


PATIENCE = 60.0
QUIET = 0.1
"""Seconds without a request, after which none is expected to follow the last one's answer."""


class Site:
    """The installation and what the tests know about it: sign-in cookies, and the addresses of its pages."""

    def __init__(self, house: House, app: Any) -> None:
        self.house = house
        self.app = app
        self.address = f"http://127.0.0.1:{house.port}"
        self.make = Make()
        self.cookies: dict[str, list[dict[str, str]]] = {"visitor": []}
        self.pages: dict[str, list[str]] = {}
        self.ids: dict[str, Any] = {}

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction beside those of the served pages."""
        with self.app.app_context():
            db.session.remove()
            db.session.configure(join_transaction_mode="conditional_savepoint")
            with transaction():
                yield
            db.session.remove()
            db.engine.dispose()

    def sign_in(self, who: str, face: str, token: str) -> None:
        self.cookies[who] = [{"name": f"perennial_{face}", "value": token, "url": self.address}]


KEPT = pytest.StashKey[ExitStack]()
SITE = pytest.StashKey[Site]()


@pytest.fixture
def site(request: pytest.FixtureRequest, database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One of every record and a board with people on it, served by gunicorn with a worker beside it.

    All tests of this folder that one process runs in a row share it: each leaves alone what another one looks at.
    """
    stash = request.config.stash
    if SITE not in stash:
        kept = stash[KEPT] = ExitStack()
        request.config.add_cleanup(kept.close)  # when the tests are stopped in the middle
        url = database.fresh_copy()
        kept.callback(database.drop, url)
        house = kept.enter_context(closing(House(tmp_path_factory.mktemp("site"), url)))
        stash[SITE] = opened(house)
    return stash[SITE]


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Nothing is served to tests that have no browser."""
    stash, leaving = item.config.stash, nextitem is None or nextitem.path.parent != item.path.parent
    if leaving and KEPT in stash:
        stash[KEPT].close()
        for key in (KEPT, SITE):
            if key in stash:
                del stash[key]


def opened(house: House) -> Site:
    address = f"http://127.0.0.1:{house.port}"
    settings = settings_for(house.database_url, house.folder / "data", secret_key=house.environment["SECRET_KEY"], base_url=address)
    site = Site(house, create_app(settings))
    with site.writing():
        furnish(site)
    house.start_sink()
    house.start_web()
    house.start_worker()
    return site


def furnish(site: Site) -> None:
    make = site.make
    world = make_world(make, make.cast())
    ensure_notices()
    ensure_pipeline_templates()
    for number in range(8):
        person = make.candidate(f"Person {number}", current_title="Gardener", city="Berlin")
        make.application(person, world.cast.job, stage=("Applied", "Screening", "Interview")[number % 3], source="direct")
    for number in range(12):
        make.candidate(f"Skilled {number}", skills=("Python", "SQL"), city="Berlin", country="DE", current_title="Data Engineer")
    for skill in ("Python", "SQL", "Git"):
        make.job_skill(world.cast.job, skill)
    for size in (DESKTOP, PHONE):
        site.ids[f"roses_{size['width']}"] = roses(make, world, size["width"]).id
    for name in ("ada", "hugo", "ines", "root"):
        site.ids[name] = getattr(world.cast, name).id
        site.sign_in(name, "staff", start_session(getattr(world.cast, name), address="127.0.0.1", agent="tests"))
    token = new_token()
    make.add(CandidateSession(candidate_id=world.cast.carla.id, token_hash=token_hash(token), expires_at=now().replace(year=2099)))
    site.sign_in("carla", "me", token)
    site.ids |= world.own.values
    site.pages = {"root": [], "ines": [], "carla": [], "visitor": []}
    for method, rule in routes(site.app):
        if method == "GET":
            gather(world, rule, site)


def roses(make: Make, world: World, number: int) -> Job:
    """A job of Ada's that is public already."""
    job = make.job(f"Head Gardener of roses {number}", slug=f"head-gardener-{number}", team_id=world.cast.team.id)
    make.member(job, world.cast.ada, TeamRole.RECRUITER, lead=True)
    return job


def gather(world: World, rule: Any, site: Site) -> None:
    address = world.address(site.app.url_map, rule, user=world.cast.root)
    if rule.rule.startswith("/recruiter"):
        site.pages["root"].append(address)
        if has_records(rule) and ("application" in rule.rule or "review" in rule.rule):
            site.pages["ines"].append(address)
    elif not rule.rule.startswith("/dev"):
        site.pages["carla" if rule.rule.startswith("/me") else "visitor"].append(address)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """One browser for all of these tests: two of Playwright in one process refuse each other."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browse(site: Site, chromium: Any) -> Iterator[Callable[..., Any]]:
    """`browse("ada", "/recruiter/")`: a page in a browser of hers. Whatever it complained about fails the test.

    `size=None`: one for `dress`.
    """
    opened = []

    def open_page(who: str, path: str, *, size: dict[str, int] | None = DESKTOP, **options: Any) -> Any:
        phone = size is not None and size["width"] < 500
        if size is None:
            options |= {"no_viewport": True, "color_scheme": "null", "reduced_motion": "null"}
        else:
            options |= {"viewport": size, "has_touch": phone, "is_mobile": phone, "reduced_motion": "reduce"}
        context = chromium.new_context(locale="en-GB", **options)
        context.set_default_timeout(120_000)
        context.add_cookies(site.cookies[who])
        page = context.new_page()
        page.problems = []
        listen(page)
        page.goto(site.address + path)
        opened.append((context, page))
        return page

    yield open_page
    problems = [problem for _context, page in opened for problem in page.problems]
    for context, _page in opened:
        context.close()
    assert problems == []


def listen(page: Any) -> None:
    page.under_way, page.asked = {}, 0

    def asks(request: Any) -> None:
        page.under_way[request] = request.url
        page.asked += 1

    def has_ended(request: Any) -> None:
        page.under_way.pop(request, None)

    def said(line: Any) -> None:
        if line.type in ("error", "warning") and not EXPECTED.search(line.text):
            page.problems.append(f"{page.url}: {line.text}")

    def failed(request: Any) -> None:
        has_ended(request)
        if request.failure != "net::ERR_ABORTED":  # a navigation that overtook another one
            page.problems.append(f"{page.url}: {request.url} {request.failure}")

    def answered(answer: Any) -> None:
        if answer.status >= 500:
            page.problems.append(f"{answer.url}: {answer.status}")

    page.on("request", asks)
    page.on("requestfinished", has_ended)
    page.on("console", said)
    page.on("pageerror", lambda error: page.problems.append(f"{page.url}: {error}"))
    page.on("requestfailed", failed)
    page.on("response", answered)


def settled(page: Any) -> None:
    """What the page asked for has come, and nothing follows. Playwright's `networkidle` lets half a second pass each time."""
    calm, until = time.monotonic(), time.monotonic() + PATIENCE
    while time.monotonic() - calm < QUIET:
        before = page.asked
        page.wait_for_load_state("load")
        page.wait_for_timeout(20)
        if page.under_way or page.asked != before:
            calm = time.monotonic()
            assert calm < until, f"{page.url} still waits for {list(page.under_way.values())}"


@contextmanager
def leading_on(page: Any) -> Iterator[None]:
    """What is pressed within the block asks for something; behind it the answer is shown."""
    before, until = page.asked, time.monotonic() + PATIENCE
    yield
    while page.asked == before:
        assert time.monotonic() < until, f"{page.url}: nothing was asked for"
        page.wait_for_timeout(10)
    settled(page)


def axe(page: Any, rules: list[str] | None = None, *, fine: set[str] | None = None) -> list[str]:
    """What axe finds. The script comes by the debugging protocol: the page's own policy would not let it in.

    `fine` holds the frames in which the same rules found nothing before, at the same width and in the same theme. One that
    comes again letter for letter is not asked again, only what is in it.
    """
    options = {
        "runOnly": {"type": "rule", "values": rules} if rules else AXE_RULES, "iframes": False, "resultTypes": ["violations"], "selectors": False,
    }  # fmt: skip
    ask = [options, None if fine is None else list(fine)]
    answer = page.evaluate(LOOK, ask)
    if answer is None:
        debugging(page).send("Runtime.evaluate", {"expression": AXE})
        answer = page.evaluate(LOOK, ask)
    frame, found = answer
    if fine is not None and not found:
        fine.add(frame)
    return list(found)


def debugging(page: Any) -> Any:
    """The debugging protocol, for what Playwright has no word for."""
    if not hasattr(page, "debugging"):
        page.debugging = page.context.new_cdp_session(page)
    return page.debugging


def put_away(page: Any) -> None:
    """Its window is minimised: a page that is asked and not looked at needs not be painted. It believes that it is seen."""
    window = debugging(page).send("Browser.getWindowForTarget")["windowId"]
    debugging(page).send("Browser.setWindowBounds", {"windowId": window, "bounds": {"windowState": "minimized"}})


def dress(page: Any, size: dict[str, int], scheme: str) -> None:
    """Width and theme of a page opened with `size=None`; Playwright's own way would bring its window back and paint."""
    features = [{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}]
    debugging(page).send("Emulation.setEmulatedMedia", {"features": features})
    debugging(page).send("Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": 1, "mobile": False})
