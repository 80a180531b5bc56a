"""What people do, by hand, in a real browser, on a desk and on a phone; whatever the browser complains about fails."""

import re
import time
from email.message import Message as Mail
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Site, leading_on, settled
from tests.faults.house import wait_for
from tests.intelligence.documents import text_pdf
from tests.machine import chromium_path

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
PEOPLE = "name;email;title;city;country\nAlma {n};alma.{n}@example.org;Engineer;Dublin;IE\nBruno {n};bruno.{n}@example.org;Gardener;Cork;IE\n"


def mail_to(site: Site, address: str, number: int) -> Mail:
    """The n-th mail to somebody; the worker has half a minute to send it."""

    def found() -> list[Mail]:
        return [mail for mail in site.house.delivered() if address in mail["To"]]

    wait_for(lambda: len(found()) >= number, f"mail {number} to {address}", 30)
    return found()[number - 1]


def link_in(mail: Mail, path: str = r"/m/[\w-]+") -> str:
    words = next(part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "text/plain")
    found = re.search(path, words.decode())
    assert found
    return found.group()


def save(page: Any, name: str | re.Pattern[str]) -> None:
    """Press a button of the page's own content and wait for where it leads."""
    with leading_on(page):
        page.locator("main").get_by_role("button", name=name).first.click()


@SIZES
def test_a_file_of_contacts_becomes_people(size: dict[str, int], site: Site, browse: Any, tmp_path: Path) -> None:
    number = str(size["width"])
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE.format(n=number))
    page = browse("ada", "/recruiter/imports", size=size)
    page.locator("input[type=file]").set_input_files(file)
    save(page, "Continue")
    page.wait_for_url(re.compile(r"/imports/\d+"))
    page.locator("select[name=lawful_basis]").select_option(index=1)
    page.locator("[name=evidence]").fill("Met at a fair, they asked to be kept.")
    save(page, "Check all rows")
    wait_for_report(page, "Import now")
    save(page, "Import now")
    wait_for_report(page, "Undo import")
    page.goto(f"{site.address}/recruiter/candidates?q=%22Alma+{number}%22")
    assert page.get_by_role("link", name=f"Alma {number}").first.is_visible()


def unhurried(page: Any, shown: float) -> None:
    """A form that is sent within the second was read by nobody, and is treated so."""
    page.wait_for_timeout(max(0, 1000 * (shown + 1.05 - time.monotonic())))


def wait_for_report(page: Any, then: str) -> None:
    """The page looks again each second; when the worker is done it offers the report."""
    done, report = page.locator("main").get_by_text(then), page.get_by_role("link", name="See the report")
    done.or_(report).first.wait_for()
    if report.count():
        report.click()
    done.first.wait_for()


@SIZES
def test_from_a_new_job_to_a_hire(size: dict[str, int], site: Site, browse: Any, tmp_path: Path) -> None:
    number = str(size["width"])
    title = f"Head Gardener {number}"
    slug = publish(browse("ada", "/recruiter/jobs/new", size=size), title)
    ada = browse("ada", "/recruiter/jobs", size=size)

    home = apply(site, browse("visitor", f"/jobs/{slug}", size=PHONE), number, tmp_path)
    candidate = home["page"]
    assert "You will hear from us" in candidate.locator("main").inner_text()

    ada.goto(f"{site.address}/recruiter/jobs?q={title.replace(' ', '+')}")
    ada.get_by_role("link", name=title).first.click()
    job = re.sub(r"(/jobs/\d+).*", r"\1", ada.url)
    ada.goto(f"{job}/board")
    card = ada.locator("[id^=application_]", has_text=f"Nora {number}").first
    application = str(card.get_attribute("id")).removeprefix("application_")
    card.locator("select[name=to]").select_option(label="Team interview")
    card.locator("form[data-move-form] button").press("Enter")
    ada.wait_for_selector("#toasts [data-toast]")

    candidate.reload()
    assert "Your application is at: Conversations" in candidate.locator("main").inner_text()
    before = candidate.locator("main").inner_text()

    reject_and_undo(site, ada, application)
    candidate.reload()
    assert candidate.locator("main").inner_text() == before

    ada.goto(f"{site.address}/recruiter/applications/{application}/offers/new")
    ada.locator("[name=pay]").fill("52000")
    ada.locator("[name=starts_on]").fill("2031-01-07")
    save(ada, "Keep as draft")
    ada.locator("details:has(form[action$='/sending']) > summary").first.click()
    with leading_on(ada):
        ada.locator("form[action$='/sending'] button").first.click()

    candidate.reload()
    candidate.locator("a[href*='/me/offers/']").first.click()
    candidate.locator("[name=signed_name]").fill(f"Nora {number}")
    with leading_on(candidate):
        candidate.locator("form[action$='/acceptance'] button[type=submit]").first.click()
    ada.goto(f"{site.address}/recruiter/applications/{application}")
    assert "Hired" in ada.locator("main").inner_text()


def publish(page: Any, title: str) -> str:
    page.locator("[name=title]").fill(title)
    page.locator("[name=city]").fill("Dublin")
    page.locator("[name=country]").select_option("IE")
    save(page, "Make the draft")
    page.wait_for_url(re.compile(r"/jobs/\d+/description"))
    page.locator("[name=summary]").fill("Roses, mostly.")
    page.locator("[name=description]").fill("## The work\n\nA garden that lasts.")
    save(page, "Save")
    job = re.sub(r"(/jobs/\d+).*", r"\1", page.url)
    page.goto(f"{job}/edit")
    page.locator("[name=pay_from]").fill("48000")
    page.locator("[name=pay_to]").fill("56000")
    save(page, "Save")
    page.goto(f"{job}/posting")
    page.locator("main form[action$='/posting'] button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/jobs/\d+$"))
    found = re.search(r"/jobs/(head-gardener[\w-]*)", page.content())
    assert found, "the page of a published job does not lead to the careers site"
    return found.group(1)


def apply(site: Site, page: Any, number: str, folder: Path) -> dict[str, Any]:
    """By phone: the résumé first, which fills the form; then the mail, its button, and one's own page."""
    resume = folder / "cv.pdf"
    resume.write_bytes(text_pdf(f"Nora {number}\nnora.{number}@example.org\n+353 1 234 5678\nDublin\n\nGardener at Rose Ltd, 2019 - 2023\n" * 2))
    page.get_by_role("link", name=re.compile("Apply")).first.click()
    page.locator("#apply_form").wait_for()
    shown = time.monotonic()
    for _try in range(4):  # reading has five seconds, and says so when a busy machine needs longer
        with page.expect_response(re.compile("/apply/resume")):
            page.locator("input[type=file]").set_input_files(resume)
        page.locator("#apply_form .attached-file").wait_for()
        if page.locator("[name=email]").input_value():
            break
    assert page.locator("[name=email]").input_value() == f"nora.{number}@example.org", page.locator("#apply_form").inner_text()
    page.locator("[name=name]").fill(f"Nora {number}")
    unhurried(page, shown)
    page.locator("form[action*='/apply'] button[type=submit]").last.click()
    page.wait_for_url(re.compile("/applied"))
    page.goto(site.address + link_in(mail_to(site, f"nora.{number}@", 1)))
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/me"))
    return {"page": page}


def test_a_resume_chosen_before_the_scripts_arrived_is_read(site: Site, browse: Any, tmp_path: Path) -> None:
    """On a slow line somebody is quicker than the scripts; a second file, chosen meanwhile, is the one that counts."""
    files = [tmp_path / "first.pdf", tmp_path / "second.pdf"]
    for file in files:
        file.write_bytes(text_pdf(f"Early Bird\n{file.stem}@example.org\nDublin\n\nGardener at Rose Ltd, 2019 - 2023\n" * 2))
    page = browse("visitor", "/jobs", size=PHONE)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route(re.compile(r"htmx\.min"), hold)
    page.goto(f"{site.address}/jobs/{site.ids['slug']}/apply", wait_until="commit")
    page.locator("input[type=file]").set_input_files(files[0])
    for _look in range(1_000):
        if held:
            break
        page.wait_for_timeout(20)
    assert len(held) == 1, "the script arrived before the file"
    with page.expect_request(re.compile("/apply/resume")):
        held.pop().continue_()
    page.locator("input[type=file]").set_input_files(files[1])
    page.get_by_text("second.pdf").wait_for()
    assert page.get_by_text("first.pdf").count() == 0


def reject_and_undo(site: Site, page: Any, application: str) -> None:
    page.goto(f"{site.address}/recruiter/applications/{application}/rejection")
    page.locator("main form[action$='/rejection'] button[type=submit]").first.click()
    undo = page.locator("#toasts").get_by_role("button", name=re.compile("Undo"))
    undo.wait_for()
    with leading_on(page):
        undo.click()


def test_back_shows_whole_pages(site: Site, browse: Any) -> None:
    """A filter, a record, and Back twice: never a fragment without its frame."""
    page = browse("ada", "/recruiter/candidates")
    box = page.locator("main [name=q], header [name=q]").first
    box.fill("gardener")
    box.press("Enter")
    page.wait_for_url(re.compile("q=gardener"))
    page.locator("tbody a[href^='/recruiter/candidates/']").first.click()
    page.wait_for_url(re.compile(r"/candidates/\d+"))
    for expected in ("q=gardener", "/recruiter/candidates"):
        page.go_back()
        settled(page)
        assert expected in page.url
        assert page.locator("nav.sidebar").count() == 1 and page.locator("h1").count() == 1
    page.go_forward()
    settled(page)
    assert page.locator("h1").count() == 1 and page.locator("link[rel=stylesheet]").count() > 0


def test_everything_is_reached_by_keyboard(site: Site, browse: Any) -> None:
    page = browse("ada", "/recruiter/candidates")
    settled(page)
    page.keyboard.press("Control+k")
    page.locator("dialog[open] input").first.fill("backend")
    page.locator("dialog[open] a", has_text="Backend Engineer").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("tbody input[type=checkbox]:checked").count() == 1
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(1)


def test_without_javascript_somebody_can_still_apply(site: Site, browse: Any, tmp_path: Path) -> None:
    page = browse("visitor", f"/jobs/{site.ids['slug']}", size=PHONE, java_script_enabled=False)
    page.get_by_role("link", name=re.compile("Apply")).first.click()
    page.locator("[name=name]").fill("Paul Plain")
    page.locator("[name=email]").fill("paul.plain@example.org")
    page.locator("[name=link]").fill("https://example.org/paul")
    page.locator(f"[name=question-{site.ids['question_id']}]").fill("All of them")
    page.locator("form[action*='/apply'] button[type=submit]").last.click()
    page.wait_for_url(re.compile("/applied"))
    assert "Paul Plain" not in page.content()
