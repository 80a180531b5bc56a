"""The board and the screening in a real Chromium: by mouse, by keyboard, and when somebody was faster."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.serving import make_server

from app import create_app
from app.accounts.models import User
from app.accounts.sessions import start_session
from app.core.actors import user_actor
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.commands import ensure_reject_reasons, move_application
from app.hiring.models import Application
from app.jobs.models import Stage, TeamRole
from app.mailing.commands import ensure_templates
from app.web.identify import STAFF, cookie_name
from tests.conftest import settings_for
from tests.databases import TestDatabase
from tests.machine import chromium_path
from tests.make import Cast, Make
from tests.world import identity

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]


@dataclass
class Served:
    app: Any
    address: str
    cookie: dict[str, str]
    job: int
    hugo: int
    stages: dict[str, int]
    applications: list[int]


@dataclass
class House:
    app: Any
    address: str
    cookie: dict[str, str]
    make: Make
    cast: Cast


@pytest.fixture(scope="module")
def house(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    url = database.fresh_copy()
    app = create_app(settings_for(url, tmp_path_factory.mktemp("board")))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://localhost:{server.server_port}"
    with app.app_context():
        with transaction():
            make = Make()
            cast = make.cast()
            ensure_templates()
            ensure_reject_reasons()
            token = start_session(cast.ada, address="127.0.0.1", agent="tests")
        with app.test_request_context():
            name = cookie_name(STAFF)
        yield House(app, address, {"name": name, "value": token, "url": address}, make, cast)
        db.session.remove()
        server.shutdown()
        db.engine.dispose()
    database.drop(url)


@pytest.fixture
def served(house: House) -> Served:
    """A job of its own with four applicants."""
    make = house.make
    with transaction():
        ada, hugo = (db.session.get_one(User, identity(one)) for one in (house.cast.ada, house.cast.hugo))
        job = make.job("Backend Engineer", team_id=ada.team_id)
        make.member(job, ada, TeamRole.RECRUITER, lead=True)
        make.member(job, hugo, TeamRole.HIRING_MANAGER)
        people = [make.candidate(f"Person {n}", current_title="Gardener") for n in range(4)]
        applications = [make.application(one, job, board_rank=n).id for n, one in enumerate(people)]
        stages = {name: make.stage(job, name).id for name in ("Applied", "Screening", "Interview", "Offer")}
        return Served(house.app, house.address, house.cookie, job.id, hugo.id, stages, applications)


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
