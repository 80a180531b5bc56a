"""The board and the screening in a real Chromium: by mouse, by keyboard, and when somebody was faster."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from app import create_app
from app.accounts.sessions import start_session
from app.core.actors import user_actor
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.commands import ensure_reject_reasons, move_application
from app.hiring.models import Application
from app.jobs.models import Stage
from app.mailing.commands import ensure_templates
from app.web.identify import STAFF, cookie_name
from tests.conftest import settings_for
from tests.databases import TestDatabase
from tests.machine import chromium_path
from tests.make import Make

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}).then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage"]


@dataclass
class Served:
    app: Any
    address: str
    cookie: dict[str, str]
    job: int
    hugo: int
    stages: dict[str, int]
    applications: list[int]


@pytest.fixture
def served(database: TestDatabase, tmp_path: Path) -> Iterator[Served]:
    url = database.fresh_copy()
    app = create_app(settings_for(url, tmp_path))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://localhost:{server.server_port}"
    with app.app_context():
        with transaction():
            make = Make()
            cast = make.cast()
            ensure_templates()
            ensure_reject_reasons()
            people = [make.candidate(f"Person {n}", current_title="Gardener") for n in range(4)]
            applications = [make.application(one, cast.job, board_rank=n).id for n, one in enumerate(people)]
            stages = {name: make.stage(cast.job, name).id for name in ("Applied", "Screening", "Interview", "Offer")}
            token = start_session(cast.ada, address="127.0.0.1", agent="tests")
        with app.test_request_context():
            name = cookie_name(STAFF)
        cookie = {"name": name, "value": token, "url": address}
        yield Served(app, address, cookie, cast.job.id, cast.hugo.id, stages, applications)
        db.session.remove()
        server.shutdown()
        db.engine.dispose()
    database.drop(url)


def opened(chromium: Any, served: Served, path: str, **options: Any) -> Any:
    context = chromium.new_context(viewport={"width": 1500, "height": 900}, reduced_motion="reduce", **options)
    context.add_cookies([served.cookie])
    page = context.new_page()
    page.goto(served.address + path)
    page.wait_for_load_state("networkidle")
    return page


def counts(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all(".board-column > header .count", "all => all.map(one => one.textContent)")
    return found


def stage_of(served: Served, application: int) -> int:
    with transaction():
        stage = db.session.get(Application, application, populate_existing=True).stage_id  # type: ignore[union-attr]
    return int(stage)


def drag(page: Any, served: Served, application: int, stage: str) -> None:
    card = page.locator(f"#application_{application} > p").bounding_box()
    column = page.locator(f"#cards_{served.stages[stage]}").bounding_box()
    page.mouse.move(card["x"] + 20, card["y"] + 5)
    page.mouse.down()
    page.mouse.move(card["x"] + 60, card["y"] + 15, steps=5)
    page.mouse.move(column["x"] + 90, column["y"] + 60, steps=12)
    page.mouse.up()
    page.wait_for_selector("#toasts [data-toast]")


def test_a_card_is_dragged_to_another_column(served: Served, chromium: Any) -> None:
    page = opened(chromium, served, f"/recruiter/jobs/{served.job}/board")
    page.wait_for_selector(".board.is-live")
    drag(page, served, served.applications[0], "Interview")
    assert page.locator(f"#cards_{served.stages['Interview']} #application_{served.applications[0]}").count() == 1
    assert counts(page) == ["3", "0", "1", "0", "0"]
    assert stage_of(served, served.applications[0]) == served.stages["Interview"]


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_dragging_breaks_no_rule_of_the_page_and_logs_nothing(served: Served, chromium: Any, motion: str) -> None:
    page = opened(chromium, served, f"/recruiter/jobs/{served.job}/board")
    page.emulate_media(reduced_motion=motion)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.reload()
    page.evaluate("""() => {
        window.refused = [];
        addEventListener("securitypolicyviolation", (event) => refused.push(`${event.violatedDirective} ${event.sourceFile}`), true);
    }""")
    page.wait_for_selector(".board.is-live")
    drag(page, served, served.applications[0], "Interview")
    drag(page, served, served.applications[1], "Screening")
    page.wait_for_selector(f"#cards_{served.stages['Screening']} #application_{served.applications[1]}")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("refused") == []
    assert said == []


def test_the_same_move_by_keyboard(served: Served, chromium: Any) -> None:
    page = opened(chromium, served, f"/recruiter/jobs/{served.job}/board")
    card = page.locator(f"#application_{served.applications[0]}")
    page.keyboard.press("j")
    card.locator("select[name=to]").select_option(label="Screening")
    card.locator("form[data-move-form] button").press("Enter")
    page.wait_for_selector(f"#cards_{served.stages['Screening']} #application_{served.applications[0]}")
    assert counts(page) == ["3", "1", "0", "0", "0"]
    assert "Screening" in page.locator("#toasts").inner_text()


def test_when_somebody_was_faster_the_card_goes_where_they_put_it(served: Served, chromium: Any) -> None:
    page = opened(chromium, served, f"/recruiter/jobs/{served.job}/board")
    moved = served.applications[1]
    with transaction():
        application = db.session.get_one(Application, moved)
        to = db.session.get_one(Stage, served.stages["Offer"])
        move_application(application, to=to, by=user_actor(served.hugo), from_stage=application.stage_id)
    card = page.locator(f"#application_{moved}")
    card.locator("select[name=to]").select_option(label="Screening")
    card.locator("form[data-move-form] button").press("Enter")
    page.wait_for_selector(f"#cards_{served.stages['Offer']} #application_{moved}")
    assert "Hugo Manager moved this application to Offer" in page.locator("#toasts").inner_text()
    assert page.locator(f"#application_{moved}").count() == 1
    assert counts(page) == ["3", "0", "0", "1", "0"]


def test_screening_by_keyboard_alone(served: Served, chromium: Any) -> None:
    page = opened(chromium, served, f"/recruiter/jobs/{served.job}/screen")

    def press(key: str) -> str:
        with page.expect_navigation():
            page.keyboard.press(key)
        page.wait_for_load_state("networkidle")
        place = page.locator("#screening")
        return str(place.get_attribute("aria-label")) if place.count() else ""

    assert press("j") == "2 of 4"
    assert press("k") == "1 of 4"
    assert press("m") == "1 of 3"
    assert press("a") == "1 of 2"
    assert press("r") == ""
    assert "/rejection" in page.url
    assert stage_of(served, served.applications[1]) == served.stages["Screening"]


def test_the_pages_are_readable_for_everyone_light_and_dark(served: Served, chromium: Any) -> None:
    application = f"/recruiter/applications/{served.applications[0]}"
    job = f"/recruiter/jobs/{served.job}"
    paths = (
        f"{job}/board", f"{job}/applications", f"{job}/screen", application, f"{application}/rejection",
        f"{application}/offers/new", "/recruiter/offers", "/recruiter/", f"/recruiter/insights/jobs/{served.job}",
    )  # fmt: skip
    page = opened(chromium, served, paths[0], bypass_csp=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for path in paths:
            page.goto(served.address + path)
            page.add_script_tag(path=str(AXE))
            assert page.evaluate(RULES) == [], (path, scheme)


def test_nothing_overflows_on_a_phone(served: Served, chromium: Any) -> None:
    page = opened(chromium, served, "/recruiter/")
    page.set_viewport_size({"width": 375, "height": 760})
    for path in ("board", "applications", "screen"):
        page.goto(f"{served.address}/recruiter/jobs/{served.job}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), path
