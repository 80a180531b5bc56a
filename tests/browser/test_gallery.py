"""The gallery in a real Chromium: readable for everyone, in both themes, on a phone, and by keyboard."""

from typing import Any

import pytest

from tests.browser.conftest import CONTRAST, FINISHED, PHONE, axe
from tests.machine import chromium_path

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]

GALLERY = "/dev/components"


def test_nothing_is_hard_to_read_or_runs_over_the_edge(browse: Any) -> None:
    page = browse("visitor", GALLERY, color_scheme="light")
    for width in (1280, 375, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, width
        for scheme, rules in (("light", None), ("dark", CONTRAST)):
            if width > 320:  # what is narrower reads as on a phone
                page.emulate_media(color_scheme=scheme)
                page.evaluate(FINISHED)
                assert axe(page, rules) == [], (width, scheme)


def test_rows_are_walked_and_ticked_by_keys_until_they_are_switched_off(browse: Any) -> None:
    page = browse("visitor", GALLERY)
    for key in ("j", "j", "x"):
        page.keyboard.press(key)
    assert page.locator("[data-selected-count]").text_content() == "1 selected"
    page.keyboard.press("?")
    page.locator("[data-shortcuts-switch]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    assert page.locator("[data-row] input:checked").count() == 1


def test_a_dialog_and_a_menu_close_with_escape_and_give_the_focus_back(browse: Any) -> None:
    page = browse("visitor", GALLERY)
    page.get_by_role("button", name="Open dialog").click()
    assert page.locator("dialog#example[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Open dialog"
    page.locator("summary", has_text="Delete").click()
    page.keyboard.press("Escape")
    assert page.locator("details.confirm[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_chosen_theme_is_there_on_the_next_page(browse: Any) -> None:
    page = browse("visitor", GALLERY, color_scheme="light")
    page.locator(".avatar-button").click()
    page.locator(".account-panel input[value=dark]").check(force=True)
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_the_menu_of_a_phone_opens_without_javascript(browse: Any) -> None:
    page = browse("visitor", GALLERY, size=PHONE, java_script_enabled=False)
    page.locator(".nav-drawer summary").click()
    assert page.locator(".nav-drawer nav").is_visible()
