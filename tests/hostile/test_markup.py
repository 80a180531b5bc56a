"""Whatever is stored, in whatever column, every page shows it as text."""

from typing import Any

import pytest
from sqlalchemy import String, Text, select, update

from app.core.types import FoldedString
from app.extensions import db
from tests.hostile.corpora import HEADERS, MARK, PRODUCT_OF_TEMPLATE, TEMPLATES, XSS
from tests.hostile.pages import read_page, runs_nothing
from tests.world import World, routes

OURS = {
    "slug", "key", "sha256", "token_hash", "password_hash", "accent", "locale", "default_locale", "default_country", "country", "currency",
    "pay_currency", "salary_currency", "time_zone", "cause", "mail_id", "lane", "address_hash", "content_hash", "header_key", "media_type",
    "kind", "subject_kind", "signature", "content", "address_key", "email_key", "version_num", "next_path", "lawful_basis", "screening", "suspicious",
    "raw", "url", "given_link", "reading_note", "origin", "name_key", "value_key", "field", "started", "ended",
}  # fmt: skip
"""Columns no stranger writes as they like: codes, hashes and addresses that are checked when they are written."""
CODES = {"interviews": {"link"}, "mail_templates": {"name"}, "notice_texts": {"name"}, "site_wordings": {"name"}, "lane_states": {"lane"}, "duplicate_pairs": {"reason"}, "installation": {"mail_domains"}}


def fill_every_column(texts: list[str]) -> int:
    """Put hostile text into every free column of every row; the n-th column of the n-th row begins elsewhere in the list."""
    filled = 0
    for table in db.metadata.sorted_tables:
        free = [
            column
            for column in table.columns
            if isinstance(column.type, (String, Text)) and not hasattr(column.type, "enums") and column.type is not FoldedString
            and column.name not in OURS | CODES.get(table.name, set()) and not column.foreign_keys and not column.primary_key
            and not column.name.endswith("_key") and column.type.__class__.__name__ not in ("Enum", "TSVECTOR")
        ]  # fmt: skip
        if not free or table.name.startswith("search_"):
            continue
        key = next(iter(table.primary_key.columns))
        for number, row in enumerate(db.session.scalars(select(key)).all()):
            values = {column: fitting(texts, number + place + filled, column) for place, column in enumerate(free)}
            db.session.execute(update(table).where(key == row).values({column.name: text for column, text in values.items()}))
            filled += len(values)
    return filled


def fitting(texts: list[str], start: int, column: Any) -> str:
    """As many texts as fit, never half of one: half a payload proves nothing."""
    room = min(column.type.length or 1500, 1500)
    turned = texts[start % len(texts) :] + texts[: start % len(texts)]
    taken = ""
    for text in turned:
        if len(taken) + len(text) + 1 <= room and "\x00" not in text:
            taken = f"{taken} {text}" if taken else text
    return taken


@pytest.mark.parametrize("turn", range(2))
def test_no_stored_text_becomes_markup(turn: int, app: Any, world: World, browsers: dict[str, Any]) -> None:
    texts = [*XSS[turn * 30 :], *XSS[: turn * 30], *TEMPLATES]
    db.session.begin()
    assert fill_every_column(texts) > 150
    pages = [(rule, world.address(app.url_map, rule, user=world.cast.root)) for method, rule in routes(app) if method == "GET"]
    db.session.commit()
    shown = 0
    for _rule, address in pages:
        for name in ("root", "ines") if address.startswith("/recruiter/") else ("carla", "visitor"):
            answer = browsers[name].get(address)
            assert answer.status_code < 500, f"{address} as {name}"
            html = answer.get_data().decode("utf-8", "replace")
            if answer.mimetype == "text/html" and "/dev/" not in address and not runs_nothing(answer):
                problems = read_page(html).problems
                assert problems == [], f"{address} as {name}: {problems[:3]}"
            assert PRODUCT_OF_TEMPLATE not in html, f"{address} as {name}: a template engine ran"
            assert "tests-only-secret" not in html
            shown += MARK in html
    assert shown > 60


def test_feeds_stay_well_formed(app: Any, world: World, browsers: dict[str, Any]) -> None:
    import json
    import xml.etree.ElementTree as xml

    db.session.begin()
    fill_every_column([*XSS, *HEADERS[:9], "\x0b\x0c\ufffe"])
    db.session.commit()
    for path in ("/feeds/indeed.xml", "/feeds/jobs.atom", "/sitemap.xml"):
        answer = browsers["visitor"].get(path)
        assert answer.status_code == 200
        xml.fromstring(answer.data)
    assert json.loads(browsers["visitor"].get("/feeds/jobs.json").data)


def test_a_mail_shown_in_development_runs_nothing(app: Any, world: World, browsers: dict[str, Any]) -> None:
    """The one page that shows HTML as it is: in a frame that belongs to no origin."""
    address = f"/dev/mailbox/{world.own.values['message_id']}/html"
    policy = browsers["visitor"].get(address).headers["Content-Security-Policy"]
    assert policy.startswith("sandbox;") and "allow-scripts" not in policy and "script-src" not in policy
