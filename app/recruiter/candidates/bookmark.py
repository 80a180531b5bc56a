"""The bookmark that opens quick add from any web page, and reading what it brings along."""

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from app.candidates.values import BadValue, web_link
from app.core.text import one_line

MOST_MARKED = 3_000
"""Characters of the marked text that travel in the address."""
_COUNT = re.compile(r"^\(\d+\+?\)\s*")
_PARTS = re.compile(r"\s+[|·•–—-]\s+")
_SOURCES = {"linkedin.com": "linkedin", "xing.com": "xing", "github.com": "github"}


def bookmarklet(address: str) -> str:
    """A `javascript:` address to keep among the bookmarks; it opens quick add in a new tab and submits nothing."""
    script = (
        "(()=>{const s=String(getSelection()).slice(0," + str(MOST_MARKED) + ");"
        "open('" + address.replace("'", "%27") + "?'+new URLSearchParams({page:document.title,link:location.href,text:s}))})()"
    )
    return "javascript:" + quote(script, safe="(){}=>;,'.:/?+$!*")


def found_on_page(said: Mapping[str, str]) -> dict[str, str]:
    """Fields of quick add from the title and address of a page: the name is a guess, to be looked over."""
    name = one_line(said.get("name", ""))[:200] or name_in_title(said.get("page", ""))
    found = {"name": name, "link": "", "source": ""}
    try:
        found["link"] = web_link(said["link"]) if said.get("link") else ""
    except BadValue:
        return found
    if said.get("page"):
        host = (urlsplit(found["link"]).hostname or "").removeprefix("www.")
        found["source"] = next((source for site, source in _SOURCES.items() if f".{host}".endswith(f".{site}")), host)
    return found


def name_in_title(title: str) -> str:
    """`(3) Grete Finder – Audiologist | LinkedIn` → `Grete Finder`; empty when the first part looks like no name."""
    first = _PARTS.split(_COUNT.sub("", one_line(title)[:300]))[0].strip()
    words = first.split()
    return first if 2 <= len(words) <= 5 and not re.search(r"[\d:/@!?()]", first) else ""
