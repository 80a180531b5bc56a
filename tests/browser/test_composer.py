"""Writing to people in a real browser: a campaign beside its mail, saved by itself; ten invitations with a reason each."""

import re

import pytest

from tests.browser.conftest import leading_on
from tests.machine import chromium_path

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]


def test_a_campaign_is_written_beside_its_mail(browse, site):
    page = browse("ada", f"/recruiter/campaigns/{site.ids['campaign_id']}/text/en")
    before = page.evaluate("history.length")
    page.fill("#body", "Hello {{first_name|there}},\n\nwe have news.")
    page.evaluate("(area => area.setSelectionRange(area.value.indexOf('news'), area.value.length - 1))(document.getElementById('body'))")
    page.get_by_role("button", name="Bold").click()
    assert page.input_value("#body").endswith("we have **news**.")
    page.get_by_role("button", name="Button", exact=True).click()
    assert page.input_value("#body").endswith("**news**.\n\n[See the job](https://)\n\n")
    page.keyboard.press("Control+z")
    page.locator("#saved [data-saved]").wait_for(state="attached")
    page.frame_locator("iframe[name^='preview-']:not(.is-coming)").get_by_text("Hello Maria").wait_for()
    page.check("[name=look][value=phone]")
    assert page.locator("iframe:not(.is-coming)").bounding_box()["width"] < 400
    assert page.evaluate("history.length") == before


def test_the_choice_counts_by_itself(browse, site):
    page = browse("ada", f"/recruiter/campaigns/{site.ids['campaign_id']}/audience")
    page.fill("input[name=query]", "name:nobodyofthisname")
    page.locator("#reach li:first-child .reach-number", has_text="0").wait_for()
    page.fill("input[name=query]", "consent:newsletter")
    page.locator("#reach").get_by_text("people with consent for Newsletter").wait_for()
    assert page.url.endswith("/audience")


def test_ten_invitations_with_a_reason_each_take_six_presses(browse):
    """From home: the jobs, one job, who fits it, the ten best, the mail with their reasons, and out."""
    page = browse("ada", "/recruiter/")
    main, presses = page.locator("main"), []

    def press(what):
        presses.append(what)
        with leading_on(page):
            what.click()

    press(page.get_by_role("link", name="Jobs", exact=True).first)
    press(main.get_by_role("link", name="Backend Engineer").first)
    press(main.get_by_role("link", name="People who fit"))
    press(main.get_by_role("link", name="Tick the ten best"))
    assert "not evident: Git" in main.inner_text()
    press(main.get_by_role("button", name="Invite to apply"))
    reasons = [field.input_value() for field in page.locator("[name^=reason-]").all()]
    assert reasons == ["What you know of Python and SQL is what this work is about."] * 10
    press(main.get_by_role("button", name="Invite 10 people"))
    page.wait_for_url(re.compile(r"/jobs/\d+/invitations$"))
    assert main.locator("[id^=job_invitation_]", has_text="Skilled").count() == 10
    assert len(presses) == 6
