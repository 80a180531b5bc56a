"""Senior Python people in Berlin or remote, not contacted for six months: asked by typing and by rows, in a real browser."""

import pytest

from tests.browser.conftest import leading_on
from tests.machine import chromium_path

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]

QUESTION = "seniority:senior skill:Python contacted:>6m consent:pool (city:Berlin OR remote:yes)"


def test_a_question_is_typed_with_completion_and_read_back(browse, site):
    page = browse("ada", "/recruiter/candidates")
    box = page.locator("[data-search]")
    box.press_sequentially("senio")
    field = page.get_by_role("option", name="seniority")
    field.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    assert box.input_value() == "seniority:"
    box.press_sequentially("sen")
    page.get_by_role("option", name="Senior").wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    assert box.input_value() == "seniority:senior "
    box.press_sequentially(QUESTION.removeprefix("seniority:senior "))
    page.locator(".suggestions-foot").get_by_text("at level Senior, with skill Python, contacted more than 6 months ago").wait_for()
    box.press("Escape")
    box.press("Enter")
    page.wait_for_url("**q=seniority**")
    assert page.locator("h1").inner_text() == "Candidates"


def test_rows_write_the_same_question(browse, site):
    page = browse("ada", "/recruiter/candidates/builder")
    condition(page, "g0-r0", "seniority", "senior")
    for row, field, value in (("g0-r1", "skill", "Python"), ("g0-r2", "contacted", "6m"), ("g0-r3", "consent", "pool")):
        page.get_by_role("button", name="Add a condition").first.click()
        condition(page, row, field, value, operator="beyond" if field == "contacted" else None)
    page.get_by_role("button", name="Add a group").click()
    condition(page, "g1-r0", "city", "Berlin")
    page.get_by_role("button", name="Add a condition").last.click()
    condition(page, "g1-r1", "remote", "yes")
    page.locator("#preview").get_by_text(QUESTION).wait_for()
    page.get_by_role("button", name="Show people").click()
    page.wait_for_url("**/recruiter/candidates?q=**")
    assert page.locator("[data-search]").input_value() == QUESTION


def condition(page, row, field, value, operator=None):
    page.locator(f"[name={row}-field]").wait_for()
    page.select_option(f"[name={row}-field]", field)
    page.locator(f"[name={row}-was][value={field}]").wait_for(state="attached")
    if operator:
        with leading_on(page):
            page.select_option(f"[name={row}-operator]", operator)
    place = page.locator(f"[name={row}-value]")
    if place.evaluate("element => element.tagName") == "SELECT":
        place.select_option(value)
    else:
        place.fill(value)


def test_on_a_phone_a_field_behind_a_finished_value_stands_apart_and_no_button_is_covered(browse, site):
    page = browse("ada", '/recruiter/candidates/builder?q=name:"Frida 375"', size={"width": 375, "height": 812})
    box = page.get_by_role("combobox", name="The same as text")
    box.press("End")
    box.press_sequentially("coun")
    panel, button = page.locator("main .suggestions:not([hidden])"), page.get_by_role("button", name="Show as rows")
    option = panel.get_by_role("option", name="country")
    option.wait_for()
    assert panel.bounding_box()["y"] + panel.bounding_box()["height"] <= button.bounding_box()["y"]
    option.tap()
    assert box.input_value() == 'name:"Frida 375" country:'
