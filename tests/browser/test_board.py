"""The board and the screening in a real Chromium: by mouse, by keyboard, and when somebody was faster."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.accounts.models import User
from app.core.actors import user_actor
from app.extensions import db
from app.hiring.commands import move_application
from app.hiring.models import Application
from app.jobs.models import Stage, TeamRole
from tests.browser.conftest import SETTLED, Site, settled
from tests.machine import chromium_path

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]


WIDE = {"width": 1500, "height": 900}


@dataclass
class Served:
    site: Site
    job: int
    hugo: int
    stages: dict[str, int]
    applications: list[int]


@pytest.fixture
def served(site: Site) -> Served:
    """A job of its own with four applicants."""
    make = site.make
    with site.writing():
        ada, hugo = (db.session.get_one(User, site.ids[name]) for name in ("ada", "hugo"))
        job = make.job("Apprentice", team_id=ada.team_id)
        make.member(job, ada, TeamRole.RECRUITER, lead=True)
        make.member(job, hugo, TeamRole.HIRING_MANAGER)
        people = [make.candidate(f"Somebody {n}", current_title="Gardener") for n in range(4)]
        applications = [make.application(one, job, board_rank=n).id for n, one in enumerate(people)]
        stages = {name: make.stage(job, name).id for name in ("Applied", "Screening", "Interview", "Offer")}
        return Served(site, job.id, hugo.id, stages, applications)


def counts(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all(".board-column > header .count", "all => all.map(one => one.textContent)")
    return found


def stage_of(served: Served, application: int) -> int:
    with served.site.writing():
        return int(db.session.get_one(Application, application).stage_id)


def drag(page: Any, served: Served, application: int, stage: str) -> None:
    card = page.locator(f"#application_{application} > p").bounding_box()
    column = page.locator(f"#cards_{served.stages[stage]}").bounding_box()
    page.mouse.move(card["x"] + 20, card["y"] + 5)
    page.mouse.down()
    page.mouse.move(card["x"] + 60, card["y"] + 15, steps=5)
    page.mouse.move(column["x"] + 90, column["y"] + 60, steps=12)
    page.mouse.up()
    page.wait_for_selector("#toasts [data-toast]")
    page.wait_for_selector(f"#cards_{served.stages[stage]} #application_{application}")
    settled(page)
    page.evaluate(SETTLED)  # the next one is taken where it lies, not where it was on its way


def test_a_card_is_dragged_to_another_column(served: Served, browse: Any) -> None:
    page = browse("ada", f"/recruiter/jobs/{served.job}/board", size=WIDE)
    settled(page)
    page.wait_for_selector(".board.is-live")
    drag(page, served, served.applications[0], "Interview")
    assert page.locator(f"#cards_{served.stages['Interview']} #application_{served.applications[0]}").count() == 1
    assert counts(page) == ["3", "0", "1", "0", "0"]
    assert stage_of(served, served.applications[0]) == served.stages["Interview"]


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_dragging_breaks_no_rule_of_the_page_and_logs_nothing(served: Served, browse: Any, motion: str) -> None:
    page = browse("ada", f"/recruiter/jobs/{served.job}/board", size=WIDE)
    settled(page)
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
    assert page.evaluate("refused") == []
    assert said == []


def test_the_same_move_by_keyboard(served: Served, browse: Any) -> None:
    page = browse("ada", f"/recruiter/jobs/{served.job}/board", size=WIDE)
    settled(page)
    card = page.locator(f"#application_{served.applications[0]}")
    page.keyboard.press("j")
    card.locator("select[name=to]").select_option(label="Screening")
    card.locator("form[data-move-form] button").press("Enter")
    page.wait_for_selector(f"#cards_{served.stages['Screening']} #application_{served.applications[0]}")
    assert counts(page) == ["3", "1", "0", "0", "0"]
    assert "Screening" in page.locator("#toasts").inner_text()


def test_when_somebody_was_faster_the_card_goes_where_they_put_it(served: Served, browse: Any) -> None:
    page = browse("ada", f"/recruiter/jobs/{served.job}/board", size=WIDE)
    settled(page)
    moved = served.applications[1]
    with served.site.writing():
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


def test_screening_by_keyboard_alone(served: Served, browse: Any) -> None:
    page = browse("ada", f"/recruiter/jobs/{served.job}/screen", size=WIDE)
    settled(page)

    def press(key: str) -> str:
        with page.expect_navigation():
            page.keyboard.press(key)
        settled(page)
        place = page.locator("#screening")
        return str(place.get_attribute("aria-label")) if place.count() else ""

    assert press("j") == "2 of 4"
    assert press("k") == "1 of 4"
    assert press("m") == "1 of 3"
    assert press("a") == "1 of 2"
    assert press("r") == ""
    assert "/rejection" in page.url
    assert stage_of(served, served.applications[1]) == served.stages["Screening"]
