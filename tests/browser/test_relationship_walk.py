"""The relationship road by hand, on a desk and on a phone: joining, a newsletter, applying, an interview, two scorecards,
an offer, the hire. The pages on the way hold nothing that axe, the console or the content policy complains about."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import Message as Mail
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from app.config import database_url
from tests.browser.conftest import DESKTOP, PHONE, SETTLED, Site, axe, leading_on, settled
from tests.browser.test_walks import SIZES, link_in, mail_to, save, unhurried
from tests.faults.house import wait_for
from tests.machine import chromium_path

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]


@SIZES
def test_from_a_community_to_a_hire(size: dict[str, int], site: Site, browse: Any) -> None:
    """Up to the interview on a desk and on a phone; from there once, by people of whom some hold a phone."""
    number = str(size["width"])
    name, address = f"Frida {number}", f"frida.{number}@example.org"
    slug, job = f"head-gardener-{number}", f"{site.address}/recruiter/jobs/{site.ids[f'roses_{number}']}"
    frida = join(site, browse("visitor", f"/communities/{site.ids['community_slug']}", size=size), name, address)

    ada = browse("ada", "/recruiter/campaigns/new", size=size)
    campaign = send_newsletter(site, ada, f"Letter {number}", name, slug)
    letter = mail_that(site, address, lambda mail: "roses" in mail["Subject"])
    frida.goto(site.address + link_in(letter, r"/c/(?:[\w-]+\.)*[\w-]+"))
    assert f"/jobs/{slug}?src=newsletter" in frida.url
    apply(frida, name)

    application = found_on_board(site, ada, job, name)
    arrange(ada, application, "14:00" if size == PHONE else "10:00")  # Hugo and Ines cannot sit in both at once
    interview = ada.url
    mail_that(site, address, lambda mail: "text/calendar" in [part.get_content_type() for part in mail.walk()])
    frida.goto(f"{site.address}/me")
    assert "Interview on" in frida.locator("main").inner_text()
    if size == PHONE:
        ada = browse("ada", "/recruiter/", size=DESKTOP)
        decide(site, browse, ada, frida, name, interview, application)
        ada.goto(application)
        assert "Hired" in ada.locator("main").inner_text() and f"Letter {number}" in ada.locator("main").inner_text()
        ada.goto(campaign)
        row = ada.locator("tr", has_text="Last touch").locator("td").all_inner_texts()
        assert row == ["1", "1", "1", "1"]
        fine(ada)


def decide(site: Site, browse: Any, ada: Any, frida: Any, name: str, interview: str, application: str) -> None:
    """Hugo judges on his phone and Ines at her desk, where Ada writes the offer; Frida accepts it on her phone."""
    time_passes(site)
    hugo, ines = browse("hugo", "/recruiter/", size=PHONE), browse("ines", "/recruiter/", size=DESKTOP)
    for colleague, verdict, words in ((hugo, "Yes", "Hugo would."), (ines, "No", "Ines would not.")):
        give_card(colleague, interview, application, verdict, words)
    assert "Hugo would." in ines.locator("main").inner_text()
    fine(ines)
    hugo.goto(f"{application}/debrief")
    fine(hugo)
    offer_and_accept(site, ada, frida, application, name)


def mail_that(site: Site, address: str, fits: Callable[[Mail], bool]) -> Mail:
    """The mail to somebody that `fits`, whatever else came before it."""

    def found() -> list[Mail]:
        return [mail for mail in site.house.delivered() if address in mail["To"] and fits(mail)]

    wait_for(lambda: bool(found()), f"the mail to {address}", 40)
    return found()[0]


def fine(page: Any, *, only_here: bool = False) -> None:
    """What axe finds is found on the desk, or where the page is opened at all; a phone has to be wide enough."""
    page.evaluate("window.scrollTo(0, 0)")  # what a bar covers at the moment is no smaller for it
    page.evaluate(SETTLED)
    if only_here or page.viewport_size == DESKTOP:
        assert axe(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} scrolls sideways"


def join(site: Site, page: Any, name: str, address: str) -> Any:
    shown = time.monotonic()
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(address)
    page.locator("[name=consent_newsletter]").check()
    for question in page.locator("#join input[name^=answer]").all():
        question.fill("All of them")
    fine(page)
    unhurried(page, shown)
    page.locator("form[action$='/join'] button[type=submit]").click()
    page.wait_for_url(re.compile("/joined"))
    confirmation = link_in(mail_to(site, address, 1), r"/communities/[\w-]+/confirm/[\w-]+")
    page.goto(site.address + confirmation)
    fine(page)
    page.get_by_role("button", name="Yes, I want to join").click()
    page.get_by_text("You are a member").first.wait_for()
    page.goto(f"{site.address}/me/preferences")
    assert page.locator("input[value=newsletter]:checked, input[name*=newsletter]:checked").count()
    fine(page)
    return page


def send_newsletter(site: Site, ada: Any, name: str, reader: str, slug: str) -> str:
    ada.locator("main [name=name]").fill(name)
    save(ada, re.compile("Write|Create|Make|Continue|Next"))
    ada.wait_for_url(re.compile(r"/campaigns/\d+/text/en"))
    campaign = ada.url.partition("/text")[0]
    ada.locator("[name=subject]").fill("Somebody for the roses")
    ada.locator("#body").fill(f"Hello {{{{first_name|there}}}},\n\nsee [the job]({site.address}/jobs/{slug}).\n\nAda")
    ada.locator("#saved [data-saved]").wait_for(state="attached")
    fine(ada)
    save(ada, re.compile("Next: who gets it"))
    ada.locator("[name=query]").fill(f'consent:newsletter name:"{reader}"')
    ada.locator("main").get_by_role("button", name="Next: check and send").press("Enter")  # what the box suggests lies over it
    ada.locator("form[action$='/sending']").wait_for()
    fine(ada)
    ada.locator("form[action$='/sending'] button[type=submit]").first.click()
    ada.wait_for_url(re.compile(r"/campaigns/\d+$"))
    return campaign


def apply(frida: Any, name: str) -> None:
    frida.get_by_role("link", name=re.compile("Apply")).first.click()
    frida.locator("[name=name]").fill(name)
    shown = time.monotonic()
    frida.locator("[name=link]").fill("https://profile.example.org/frida")
    unhurried(frida, shown)
    frida.locator("form[action*='/apply'] button[type=submit]").last.click()
    frida.wait_for_url(re.compile("/applied"))


def found_on_board(site: Site, ada: Any, job: str, name: str) -> str:
    ada.goto(f"{job}/board")
    card = ada.locator("[id^=application_]", has_text=name).first
    return f"{site.address}/recruiter/applications/{str(card.get_attribute('id')).removeprefix('application_')}"


def arrange(ada: Any, application: str, clock: str) -> None:
    ada.goto(f"{application}/interviews/new")
    ada.locator("[name=day]").fill((datetime.now(UTC) + timedelta(days=2)).date().isoformat())
    ada.locator("[name=clock]").fill(clock)
    ada.locator("[name=link]").fill("https://meet.example.org/roses")
    for other in ada.locator("details:not([open]) > summary", has_text="Other colleagues").all():
        other.click()
    for colleague in ("Hugo Manager", "Ines Interviewer"):
        ada.get_by_label(colleague).select_option("interviewer")
    settled(ada)
    fine(ada)
    ada.get_by_role("button", name="Schedule and invite").click()
    ada.wait_for_url(re.compile(r"/recruiter/interviews/\d+$"))
    fine(ada)


def time_passes(site: Site) -> None:
    """Every interview began two hours ago and is over."""
    engine = create_engine(database_url(site.house.database_url))
    over = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=1)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA busy_timeout = 10000"))
        connection.execute(
            text("UPDATE interviews SET starts_at = :begun, ends_at = :over"), {"begun": over - timedelta(hours=1), "over": over}
        )
    engine.dispose()


def give_card(colleague: Any, interview: str, application: str, verdict: str, words: str) -> None:
    colleague.goto(f"{application}/debrief")
    assert "would" not in colleague.locator("main").inner_text()
    colleague.goto(f"{interview}/scorecard")
    fine(colleague)
    colleague.locator("#overall").get_by_text(verdict, exact=True).click()
    colleague.locator("[name=takeaway]").fill(words)
    save(colleague, "Hand in")
    colleague.wait_for_url(re.compile("/debrief$"))


def offer_and_accept(site: Site, ada: Any, frida: Any, application: str, name: str) -> None:
    ada.goto(f"{application}/offers/new")
    ada.locator("[name=pay]").fill("52000")
    ada.locator("[name=starts_on]").fill("2031-01-07")
    fine(ada)
    save(ada, "Keep as draft")
    ada.locator("details:has(form[action$='/sending']) > summary").first.click()
    with leading_on(ada):
        ada.locator("form[action$='/sending'] button").first.click()
    frida.goto(f"{site.address}/me")
    frida.locator("a[href*='/me/offers/']").first.click()
    fine(frida, only_here=True)
    frida.locator("[name=signed_name]").fill(name)
    frida.locator("form[action$='/acceptance'] button[type=submit]").first.click()
    frida.get_by_text("You are hired").or_(frida.get_by_text("You accepted")).first.wait_for()
