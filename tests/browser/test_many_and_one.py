"""The list by keyboard and mouse, many ticked at once; the record changed in place while a colleague changes it too."""

import pytest

from tests.machine import chromium_path

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]


def test_rows_are_ticked_by_key_and_by_range_and_stay_who_is_meant(browse):
    page = browse("ada", "/recruiter/candidates?q=country:DE&sort=name")
    bar, rows = page.locator(".bulk-bar"), page.locator("[data-row] input[type=checkbox]")
    assert not bar.is_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert rows.nth(1).is_checked() and "1" in bar.locator("[data-selected-count]").inner_text()
    rows.nth(4).click(modifiers=["Shift"])
    assert [rows.nth(place).is_checked() for place in range(6)] == [False, True, True, True, True, False]
    assert "4" in bar.locator("[data-selected-count]").inner_text()
    rows.nth(2).click()
    page.keyboard.press("x")
    assert rows.nth(2).is_checked()
    bar.get_by_role("button", name="Tag").click()
    page.get_by_text("4 people chosen").wait_for()


def test_a_part_of_the_record_that_two_people_change_shows_both_values(browse, site):
    record = f"/recruiter/candidates/{site.ids['candidate_id']}"
    ada, root = browse("ada", record), browse("root", record)
    for page, city in ((ada, "Hamburg"), (root, "Lübeck")):
        page.get_by_role("link", name="Change: Place").click()
        page.locator("#part_place [name=city]").fill(city)
    root.locator("#part_place").get_by_role("button", name="Save").click()
    root.locator("#part_place dd", has_text="Lübeck").wait_for()
    ada.locator("#part_place").get_by_role("button", name="Save").click()
    ada.get_by_text("now “Lübeck”, you typed “Hamburg”").wait_for()
    assert ada.locator("#part_place [name=city]").input_value() == "Hamburg"
    ada.get_by_role("button", name="Save mine").click()
    ada.locator("#part_place dd", has_text="Hamburg").wait_for()
    assert ada.url.split("#")[0].endswith(record), "it never left the page"
