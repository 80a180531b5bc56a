"""The lines of a section cut into entries: one position or one school each, with its dates, places and highlights."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from app.intelligence.extraction.dates import DateRange
from app.intelligence.extraction.lines import Cell, Line, join_wrapped
from app.intelligence.extraction.rows import EDGES, Row, rows_of
from app.intelligence.extraction.vocabulary import EMPLOYER, SCHOOL, is_place, looks_like_town, title_score

SEPARATOR = re.compile(r"(\s+[|·•–—⋅●@]\s+|\s+-\s+|\s{2,}|\t+|;\s+|\s*\|\s*)")
AT = re.compile(r"(\s+(?:at|bei|beim|bei der)\s+)(?=[A-ZÀ-Þ])")
MAX_HIGHLIGHT = 600


@dataclass(slots=True)
class Part:
    """A piece of an entry's heading between separators."""

    text: str
    bold: bool
    row: int
    joint: str  # what stood between this and the part before it in the same cell, else ""


@dataclass(slots=True)
class Entry:
    """One entry of a section."""

    rows: list[Row]
    dates: DateRange | None
    places: list[str]
    highlights: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.rows[0].line.number

    @property
    def source(self) -> str:
        return " / ".join(row.line.text for row in self.rows)[:400]


def entries_of(lines: list[Line], *, single_dates: bool) -> list[Entry]:
    """The entries of a section, in the order of the page. `single_dates`: one year alone also dates an entry."""
    entries = _grouped(rows_of(lines, single_dates=single_dates))
    for entry in entries:
        entry.parts = _parts(entry)
    return [entry for entry in entries if entry.parts or entry.dates]


def _grouped(rows: list[Row]) -> list[Entry]:
    groups: list[tuple[list[Row], list[Row]]] = []  # heading rows, then the rows of text below them
    for row in rows:
        if row.is_header and (row.cells or row.dates or row.places):
            if not groups or groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(row)
        elif groups:
            groups[-1][1].append(row)
    offset = _usual_offset([heads for heads, _ in groups])
    entries: list[Entry] = []
    for heads, below in groups:
        _add_group(entries, heads, below, offset)
    return entries


def _usual_offset(groups: list[list[Row]]) -> int:
    """In which row of a heading the dates usually stand, counted from 0."""
    found = Counter(
        next(index for index, row in enumerate(heads) if row.dates)
        for heads in groups
        if sum(row.dates is not None for row in heads) == 1
    )
    if found:
        return found.most_common(1)[0][0]
    many = [next(i for i, row in enumerate(heads) if row.dates) for heads in groups if any(row.dates for row in heads)]
    return many[0] if many else 0


def _add_group(entries: list[Entry], heads: list[Row], below: list[Row], offset: int) -> None:
    dated = [index for index, row in enumerate(heads) if row.dates]
    side_dates = next((row.dates for row in below[:3] if row.dates), None)
    if not dated and side_dates is None and entries and len(heads) == 1 and not heads[0].line.bold:
        entries[-1].highlights += [heads[0].line.text, *_highlights(below)]
        return
    starts = [0]
    for previous, index in itertools.pairwise(dated):
        starts.append(max(index - offset, previous + 1))
    for position, start in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else len(heads)
        rows = heads[start:end]
        dates = next((row.dates for row in rows if row.dates), None)
        entries.append(Entry(rows, dates, [place for row in rows for place in row.places]))
    last = entries[-1]
    last.dates = last.dates or side_dates
    last.places += [place for row in below for place in row.places]
    last.highlights = _highlights(below)


def _highlights(rows: list[Row]) -> list[str]:
    joined: list[str] = []
    for row in rows:
        if not row.highlight:
            continue
        if joined and not row.begins:
            joined[-1] = join_wrapped(joined[-1], row.highlight)[:MAX_HIGHLIGHT]
        else:
            joined.append(row.highlight[:MAX_HIGHLIGHT])
    return joined


def _parts(entry: Entry) -> list[Part]:
    parts: list[Part] = []
    for index, row in enumerate(entry.rows):
        for cell in row.cells:
            for text, bold in _by_weight(cell):
                parts += _split(text, bold, index, entry.places)
    return parts[:8]


def _by_weight(cell: Cell) -> list[tuple[str, bool]]:
    at = cell.bold_until
    if 1 < at < len(cell.text) - 1 and cell.text[:at].strip(EDGES) and cell.text[at:].strip(EDGES):
        return [(cell.text[:at], True), (cell.text[at:], False)]
    return [(cell.text, cell.bold)]


def _split(text: str, bold: bool, row: int, places: list[str]) -> list[Part]:
    pieces = [piece for part in SEPARATOR.split(text) for piece in _at(part)]
    found: list[Part] = []
    for index in range(0, len(pieces), 2):
        piece, place = without_place(pieces[index].strip(EDGES.replace(")", "").replace("(", "")))
        if place:
            places.append(place)
        piece = _balanced(piece.strip(" ,;:|·•–—-"))
        if piece:
            found.append(Part(piece, bold, row, pieces[index - 1] if index and found else ""))
    return found


def _at(text: str) -> list[str]:
    """Cuts "Nurse at Mercy Hospital" but not "University of Texas at Austin"."""
    pieces = AT.split(text, maxsplit=1)
    return pieces if len(pieces) == 3 and title_score(pieces[0]) else [text]


def without_place(text: str) -> tuple[str, str | None]:
    """The text without the place at its end: "Acme GmbH, Berlin, Germany" → "Acme GmbH", "Berlin, Germany"."""
    if is_place(text):
        return "", text
    in_brackets = re.search(r"\s*\(([^()]{2,40})\)$", text)
    if in_brackets and is_place(in_brackets[1]):
        return text[: in_brackets.start()], in_brackets[1]
    pieces = text.split(", ")
    for count in (3, 2, 1):
        tail = ", ".join(pieces[-count:])
        if len(pieces) > count and is_place(tail):
            return ", ".join(pieces[:-count]), tail
    names_company = len(pieces) == 2 and EMPLOYER.search(pieces[0].split(" ")[-1])
    if names_company and looks_like_town(pieces[1]) and not SCHOOL.search(text):
        return pieces[0], pieces[1]
    return text, None


def _balanced(text: str) -> str:
    return text.strip("() ") if text.count("(") != text.count(")") else text
