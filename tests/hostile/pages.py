"""Reading pages the way a browser does: which forms they hold, and whether what somebody typed became markup."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from app.recruiter.candidates.bookmark import bookmarklet
from tests.hostile.corpora import MARK

HARMLESS = {"http", "https", "mailto", "tel", ""}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "background", "xlink:href", "srcset"}
BOOKMARK = bookmarklet("http://localhost/recruiter/candidates/new")
"""The one address that runs: the house's own, to be dragged to the bookmarks, nothing typed in it."""
NOT_OURS = {"base", "object", "embed", "applet", "marquee", "math", "template", "noscript", "style", "animate", "set", "foreignobject"}


@dataclass
class Form:
    """A form of a page: where it posts, and what it sends when nobody touches it."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    """Names of the fields a person fills in."""


class PageReader(HTMLParser):
    """`problems` is empty for a page in which nothing typed became markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.forms: list[Form] = []
        self.loose: dict[str, Form] = {}
        self._form: Form | None = None
        self._select: str | None = None
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._judge(tag, values)
        self._gather(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "script":
            self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and MARK in data and "<" in data:
            self.problems.append(f"unescaped inside a script: {data[:80]}")

    def _judge(self, tag: str, values: dict[str, str]) -> None:
        if tag == "script" and not values.get("src", "").startswith("/static/") and values.get("type") != "application/ld+json":
            self.problems.append(f"<script {values}>")
        self._script = tag == "script"
        if tag in NOT_OURS or MARK in tag:
            self.problems.append(f"<{tag} {values}>")
        if tag == "meta" and values.get("http-equiv", "").casefold() == "refresh":
            self.problems.append(f"<meta {values}>")
        for name, value in values.items():
            if _runs_or_leads_away(name, value):
                self.problems.append(f"<{tag} {name}={value[:60]!r}>")

    def _gather(self, tag: str, values: dict[str, str]) -> None:
        if tag == "form":
            self._form = Form(values.get("action", ""), values.get("method", "get").casefold())
            self.forms.append(self._form)
        name = values.get("name", "")
        form = self._form
        if form is None or tag not in {"input", "textarea", "select", "option", "button"}:
            return
        if tag == "option":
            if self._select and ("selected" in values or not form.values.get(self._select)):
                form.values[self._select] = [values.get("value", "")]
            return
        if not name:
            return
        kind = values.get("type", "text" if tag == "input" else tag)
        self._select = name if tag == "select" else None
        if kind == "select" or (kind in {"checkbox", "radio"} and "checked" not in values):
            form.values.setdefault(name, [])
        elif kind not in {"file", "submit", "button"}:
            form.values.setdefault(name, []).append(values.get("value", ""))
        if kind not in {"hidden", "submit", "button", "file"} and name not in form.typed:
            form.typed.append(name)


def _scheme(address: str) -> str:
    squeezed = "".join(character for character in address if character > " ")
    head, colon, _rest = squeezed.partition(":")
    return head if colon and head.replace("-", "").replace("+", "").isalnum() else ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.replace("localhost", "")
    except ValueError:
        return address


def read_page(html: str) -> PageReader:
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return reader


def runs_nothing(answer: Any) -> bool:
    """Whether this is a mail shown in a frame that belongs to no origin: it may be styled, and no script may run."""
    policy = answer.headers["Content-Security-Policy"]
    return policy.startswith("sandbox") and "allow-scripts" not in policy and "script-src" not in policy


def _runs_or_leads_away(name: str, value: str) -> bool:
    """Whether this attribute can only have come from somebody's text: it would run, restyle, or lead elsewhere."""
    address = value.strip().casefold()
    if name == "href" and value == BOOKMARK:
        return False
    return (
        name.startswith("on")
        or name in {"style", "srcdoc"}
        or MARK in name
        or (name in ADDRESSES and _scheme(address) not in HARMLESS)
        or (name in {"action", "formaction", "src"} and bool(_host(address)))
        or (name in {"id", "name"} and value == MARK)
        or (name.startswith(("hx-", "data-hx-")) and f"/{MARK}" == value)
    )
