"""The forms of a record that come when they are opened, by script and without, and what an opened one leaves in sight."""

import re

import pytest

from tests.browser.conftest import PHONE, axe, leading_on
from tests.machine import chromium_path

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]

FORMS = {
    "new_todo": "Add a to-do", "new_pool": "Add to pool", "new_consent": "Record a consent", "new_document": "Add a document",
    "new_relationship": "Note whom they know",
}  # fmt: skip


def link_in(page, name):
    return page.locator(f"#{name} > a[hx-get]", has_text="Open the form")


def is_there(page, name):
    """A form, or the sentence that there is nothing to choose from."""
    return page.locator(f"#{name}").is_visible() and link_in(page, name).count() == 0 and page.locator(f"#{name}").inner_text() != ""


def test_each_form_is_fetched_once_when_it_is_opened_and_is_readable(browse, site):
    page = browse("ada", f"/recruiter/candidates/{site.ids['candidate_id']}")
    for name, label in FORMS.items():
        summary = page.locator("summary", has=page.get_by_text(label, exact=True))
        assert link_in(page, name).count() == 1, name
        with leading_on(page):
            summary.click()
        assert is_there(page, name), name
        asked = page.asked
        summary.click()
        summary.click()
        assert is_there(page, name) and page.asked == asked, f"{name} is fetched again"
    assert axe(page) == []


def test_what_is_written_in_a_form_that_came_later_is_kept(browse, site):
    page = browse("ada", f"/recruiter/candidates/{site.ids['candidate_id']}")
    with leading_on(page):
        page.locator("summary", has=page.get_by_text(FORMS["new_todo"], exact=True)).click()
    page.locator("#new_todo [name=what]").fill("Ask about the roses")
    page.locator("#new_todo").get_by_role("button", name="Add to-do").click()
    page.locator("#record").get_by_text("Ask about the roses").first.wait_for()


def test_without_scripts_a_link_leads_to_the_page_with_the_form_and_its_heading_is_in_sight(browse, site):
    page = browse("ada", f"/recruiter/candidates/{site.ids['candidate_id']}", size=PHONE, java_script_enabled=False)
    for name, label in FORMS.items():
        page.goto(f"{site.address}/recruiter/candidates/{site.ids['candidate_id']}")
        summary = page.locator("summary", has=page.get_by_text(label, exact=True))
        summary.click()
        link_in(page, name).click()
        page.wait_for_url(re.compile(f"#{name}$"))
        assert is_there(page, name), name
        bar = page.locator("header").first.bounding_box()
        assert summary.bounding_box()["y"] >= bar["y"] + bar["height"], f"the heading of {name} is under the bar"
