"""Every page there is, in a real browser: readable for everyone, light and dark, and whole on a phone."""

import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.browser.conftest import AXE, CONTRAST, DESKTOP, FINISHED, PHONE, Site, axe, dress, put_away
from tests.machine import chromium_path

pytestmark = [
    pytest.mark.no_app,
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="Chromium is not installed"),
]

MEASURE = "() => {(" + FINISHED + """)()
    const wide = document.documentElement.scrollWidth - innerWidth, dark = matchMedia('(prefers-color-scheme: dark)').matches
    const past = e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('[tabindex="0"], .table-scroll, .board')
    const guilty = wide <= 1 ? [] : [...document.querySelectorAll('main *')].filter(past)
    const over = wide + ' px: ' + guilty.slice(0, 3).map(e => e.outerHTML.slice(0, 90)).join(' | ')
    return {
        width: innerWidth, scheme: dark ? 'dark' : 'light', overflow: wide <= 1 ? '' : over,
        named: Boolean(document.title) && document.querySelectorAll('h1').length === 1,
    }
}"""


class Staying(urllib.request.HTTPRedirectHandler):
    """Goes nowhere: the link of a newsletter leads to other people's pages."""

    def redirect_request(self, *_args: Any) -> None:
        return None


STAYING = urllib.request.build_opener(Staying)


def whole_pages(site: Site, who: str) -> list[str]:
    """The addresses that answer this person with a page; downloads, parts of pages and previews in a sandbox are left out."""
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in site.cookies[who])
    found = []
    for path in site.pages[who]:
        try:
            with STAYING.open(urllib.request.Request(site.address + path, headers={"Cookie": cookie})) as answer:
                here = answer.url == site.address + path and "sandbox" not in answer.headers["Content-Security-Policy"]
                if here and answer.headers.get_content_type() == "text/html" and b"<html" in answer.read(2000):
                    found.append(path)
        except urllib.error.HTTPError as error:
            assert error.code in (301, 302, 303, 403, 404, 410), f"{path}: {error.code}"
    return found


def on_a_desk(page: Any, measured: dict[str, Any], fine: set[str]) -> list[str]:
    return axe(page, fine=fine) + ([] if measured["named"] else ["has no title, or not one h1"])


def on_a_dark_phone(page: Any, measured: dict[str, Any], fine: set[str]) -> list[str]:
    wrong = [f"dark: {one}" for one in axe(page, CONTRAST, fine=fine)]
    return wrong + ([f"runs over the edge of a phone by {measured['overflow']}"] if measured["overflow"] else [])


@pytest.mark.parametrize(("who", "least"), [("root", 100), ("ines", 1), ("carla", 5), ("visitor", 9)])
def test_every_page_is_readable_for_everyone(who: str, least: int, site: Site, browse: Any) -> None:
    """Each is loaded the way the one before was left, and changes once: from a desk to a phone at night, or back."""
    pages = whole_pages(site, who)
    assert len(pages) >= least, pages
    page = browse(who, "/", size=None)
    put_away(page)
    page.add_init_script(AXE)  # once, not with each page
    looks = [(on_a_desk, DESKTOP, "light", set[str]()), (on_a_dark_phone, PHONE, "dark", set[str]())]
    found = {}
    for path in pages:
        page.goto(site.address + path)
        wrong = []
        for look, size, scheme, fine in looks:
            dress(page, size, scheme)
            measured = page.evaluate(MEASURE)
            assert (measured["width"], measured["scheme"]) == (size["width"], scheme), path
            wrong += look(page, measured, fine)
        looks.reverse()
        if wrong:
            found[path] = wrong
    assert found == {}
    dress(page, DESKTOP, "dark")
    page.goto(site.address + ("/recruiter/" if who in ("root", "ines") else "/jobs"))
    assert axe(page, CONTRAST) == [], "the frame of a desk in the dark"
