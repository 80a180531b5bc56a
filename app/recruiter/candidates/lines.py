"""The lines of the candidate list as they are drawn: names and details with found words marked, a cell for each column.

A page draws some four hundred cells, so what can be remembered for the life of the process is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from flask_babel import get_locale, get_timezone
from markupsafe import Markup, escape

from app.search.catalogue import Column, QueryField, column_of
from app.search.columns import ListRow, shown_text
from app.search.highlight import Marker
from app.search.sorting import ORDERS
from app.search.syntax import Query, Test, leaves
from app.web.components import avatar_tone, initials

FEW = 3
ON_A_PHONE = "city"
Text = str | Markup


@dataclass(frozen=True)
class Head:
    """The head of a column."""

    name: str
    label: object
    order: str | None
    numeric: bool
    wide_only: bool

    @property
    def attributes(self) -> Markup:
        names = ["numeric" if self.numeric else "clip", "wide-only" if self.wide_only else ""]
        return Markup(' class="{}"').format(" ".join(filter(None, names)))


@dataclass(frozen=True)
class Line:
    """One person of the list."""

    id: int
    plain_name: str
    name: Text
    detail: Text
    initials: str
    tone: int
    cells: list[tuple[Markup, Text]]


def heads_of(columns: Sequence[QueryField]) -> list[Head]:
    """On a phone one column stands beside the name."""
    names = [known.name for known in columns]
    kept = ON_A_PHONE if ON_A_PHONE in names else (names or [""])[0]
    return [
        Head(known.name, known.label, order, column.numeric, known.name != kept)
        for known in columns
        if (column := column_of(known)) is not None
        for order in [column.order if column.order in ORDERS else None]
    ]


def draw_lines(
    rows: Sequence[ListRow], columns: Sequence[QueryField], query: Query, found: dict[int, Markup]
) -> list[Line]:
    """`found` holds, for people whose match is not to be seen in the line, where it was found."""
    marks = any(True for _leaf in leaves(query.root))
    own = {leaf.field for leaf, wanted in leaves(query.root) if wanted and isinstance(leaf, Test)}
    drawn = [
        (known, column, head.attributes, Marker(query, own & {known.name}))
        for known, head in zip(columns, heads_of(columns), strict=True)
        if (column := column_of(known))
    ]
    in_name, in_detail = Marker(query, own & {"name"}), Marker(query, own & {"title"})
    locale, zone = get_locale(), get_timezone()
    lines = []
    for row in rows:
        cells = []
        for known, column, attributes, marker in drawn:
            value = row.values.get(known.name)
            if marks and isinstance(value, str | tuple):
                cells.append((attributes, _marked(shown_text(known, value) if isinstance(value, str) else value, marker)))
            else:
                cells.append((attributes, _cell(known, column, value, locale, zone)))
        detail = found.get(row.id) or (in_detail.highlight(row.detail) if marks else row.detail)
        name = in_name.highlight(row.name) if marks else row.name
        lines.append(Line(row.id, row.full_name, name, detail, *_face(row.name), cells))
    return lines


def _marked(value: str | tuple[str, ...], marker: Marker) -> Text:
    """Of several, those that were found stand first."""
    if isinstance(value, str):
        return marker.highlight(value)
    marked = [marker.highlight(text) for text in value]
    first = sorted(marked, key=lambda text: "<mark>" not in text)[:FEW]
    return _listed(Markup(", ").join(first), len(marked) - FEW) if first else ""


def _cell(known: QueryField, column: Column, value: Any, locale: Locale | None, zone: tzinfo | None) -> Text:
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, tuple):
        return _several(value[:FEW], len(value) - FEW)
    if isinstance(value, datetime):
        return _day(value.astimezone(zone).date(), locale)
    if isinstance(value, date):
        return _day(value, locale)
    text = value if type(value) is str and column.shown is None else shown_text(known, value)
    tone = column.tone(value) if column.tone else None
    return _pill(text, tone) if tone else text


@lru_cache(8192)
def _face(name: str) -> tuple[str, int]:
    return initials(name), avatar_tone(name)


@lru_cache(8192)
def _day(day: date, locale: Locale | None) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), format_date(day, locale=locale))


@lru_cache(1024)
def _pill(text: str, tone: str) -> Markup:
    return Markup('<span class="pill" data-tone="{}">{}</span>').format(tone, text)


@lru_cache(4096)
def _several(first: tuple[str, ...], more: int) -> Markup:
    return _listed(escape(", ".join(first)), more)


def _listed(said: Markup, more: int) -> Markup:
    rest = Markup("<span>+{}</span>").format(more) if more > 0 else ""
    return Markup('<span class="clip-more muted"><span class="truncate">{}</span>{}</span>').format(said, rest)
