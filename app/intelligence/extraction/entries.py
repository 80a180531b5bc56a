"""The lines of a section cut into entries: one position or one school each, with its dates, places and highlights."""

import re
from collections import Counter
from dataclasses import dataclass, field

from app.intelligence.extraction.dates import DURATION, DateRange, find_date, find_range
from app.intelligence.extraction.lines import Cell, Line, is_bullet, join_wrapped, without_bullet
from app.intelligence.extraction.vocabulary import is_place, title_score

SEPARATOR = re.compile(r"(\s+[|·•–—⋅●@]\s+|\s+-\s+|\s{2,}|\t+|;\s+|\s*\|\s*)")
AT = re.compile(r"(\s+(?:at|bei|beim|bei der)\s+)(?=[A-ZÀ-Þ])")
SENTENCE_WORDS = re.compile(r"\d|\b(?:eines|einer|von|der|des|the|a|an|for|to|with)\b")
CUT_RANGE = re.compile(r"(?i)(?:\d{4}|\d)\s*(?:[-–—]|bis|to)\s*(?:[^\W\d_]{3,9}\.?)?$")
EDGES = " \t,;:|·•–—-()⋅●"
MAX_HIGHLIGHT = 600


@dataclass(slots=True)
class Part:
    """A piece of an entry's heading between separators."""

    text: str
    bold: bool
    row: int
    joint: str  # what stood between this and the part before it in the same cell, else ""


@dataclass(slots=True)
class Row:
    """One line of the section: heading, or text below it."""

    line: Line
    cells: list[Cell]
    dates: DateRange | None = None
    places: list[str] = field(default_factory=list)
    is_header: bool = True
    highlight: str | None = None
    begins: bool = True  # a highlight of its own, not the continuation of the one above
    indented: bool = False  # a highlight by its place on the page alone, without a bullet sign


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
    lines = _whole_dates(lines)
    bullets_head = _bullets_head(lines)
    right = max((line.cells[0].x1 for line in lines), default=0.0)
    rows: list[Row] = []
    for line in lines:
        rows.append(_row(line, rows, bullets_head, single_dates, right))
    entries = _grouped(rows)
    for entry in entries:
        entry.parts = _parts(entry)
    return [entry for entry in entries if entry.parts or entry.dates]


def _bullets_head(lines: list[Line]) -> bool:
    """Whether entries themselves are written as bullets: only their text carries spans of time."""
    in_bullets = any(line.is_bullet and find_range(line.cells[0].text) for line in lines)
    return in_bullets and not any(
        find_range(cell.text)
        for line in lines
        for index, cell in enumerate(line.cells)
        if index or not line.is_bullet
    )


def _whole_dates(lines: list[Line]) -> list[Line]:
    """Joins a span of time that a narrow column broke in two: "Sept. 2013 – Sept." above "2014"."""
    whole: list[Line] = []
    for line in lines:
        above = whole[-1].cells[0] if whole else None
        if above and CUT_RANGE.search(above.text) and abs(above.x0 - line.cells[0].x0) < 3 and len(above.text) < 30:
            both = f"{above.text} {line.cells[0].text}"
            if (found := find_range(both)) and found.span[1] >= len(both) - 1:
                joined = Cell(both, above.x0, above.x1, above.size, above.bold_until)
                whole[-1] = _with_cells(whole[-1], (joined, *whole[-1].cells[1:]))
                if len(line.cells) == 1:
                    continue
                line = _with_cells(line, line.cells[1:])
        whole.append(line)
    return whole


def _with_cells(line: Line, cells: tuple[Cell, ...]) -> Line:
    return Line(cells, line.page, line.y, line.gap, line.is_heading, line.number)


def _row(line: Line, rows: list[Row], bullets_head: bool, single_dates: bool, right: float) -> Row:
    row = Row(line, [])
    above = rows[-1] if rows else None
    heads = not line.is_bullet or (bullets_head and find_range(line.cells[0].text) is not None)
    for index, cell in enumerate(line.cells):
        if DURATION.match(cell.text) and re.search(r"\d", cell.text):
            continue
        if index == 0 and not heads:
            row.cells.append(cell)
            continue
        _take_cell(row, cell, single_dates, alone=len(line.cells) == 1)
    if not row.cells:
        return row
    text = " ".join(cell.text for cell in row.cells).strip()
    if not heads:
        row.is_header, row.highlight = False, without_bullet(text)
    elif _continues(row, above, text):
        row.is_header, row.highlight, row.begins = False, text, False
        row.indented = above is not None and above.indented
    elif _is_indented(row, rows, text):
        wraps = above is not None and above.highlight is not None and above.line.cells[-1].x1 > right - 40
        row.is_header, row.highlight, row.begins = False, text, not (wraps or text[:1].islower())
        row.indented = True
    elif bullets_head and is_bullet(row.cells[0].text):
        row.cells[0] = _cut(row.cells[0], len(row.cells[0].text) - len(without_bullet(row.cells[0].text)))
    return row


def _take_cell(row: Row, cell: Cell, single_dates: bool, *, alone: bool) -> None:
    """Takes the dates and the place out of a cell; what is left stays as text, at the same offsets."""
    if row.dates is None:
        found = find_range(cell.text)
        single = find_date(cell.text) if found is None and len(cell.text) < 90 else None
        if single and (single_dates or not cell.text.strip(EDGES)[: single.span[0]].strip(EDGES)):
            found = single
        if found:
            row.dates = found
            start, end = found.span
            blanked = cell.text[:start] + " " * (end - start) + cell.text[end:]
            cell = Cell(blanked, cell.x0, cell.x1, cell.size, cell.bold_until)
    rest = cell.text.strip(EDGES)
    if DURATION.match(rest) and re.search(r"\d", rest) or not rest:
        return
    if is_place(rest) and not (alone and row.dates is None and cell.bold):
        row.places.append(rest)
        return
    row.cells.append(cell)


def _cut(cell: Cell, start: int) -> Cell:
    return Cell(cell.text[start:], cell.x0, cell.x1, cell.size, max(cell.bold_until - start, 0))


def _continues(row: Row, above: Row | None, text: str) -> bool:
    """Whether this line without a bullet belongs to the text above it, or is a paragraph."""
    if row.dates is not None:
        return False
    if row.line.bold and not text[:1].islower():
        return False
    near = row.line.gap < 1.75
    if above is not None and above.indented:
        return text[:1].islower()
    if above is not None and above.highlight is not None and near:
        placed = row.line.x0 > 0 and above.line.x0 > 0
        if placed and above.line.is_bullet:
            return row.line.x0 > above.line.x0 + 2
        if text[:1].islower() or (placed and not above.line.is_bullet) or len(above.line.text) > 60:
            return True
    words = len(text.split())
    return words > 14 or (words > 6 and text.endswith(".")) or (text[:1].islower() and words > 2)


def _is_indented(row: Row, rows: list[Row], text: str) -> bool:
    """Whether the line stands further right than the heading of its entry: a bullet whose sign is only drawn."""
    heading = next((each for each in reversed(rows) if each.is_header and each.cells), None)
    if heading is None or row.dates is not None or row.line.bold or row.cells[0].x0 <= 0:
        return False
    if row.cells[0].x0 <= heading.cells[0].x0 + 6:
        return False
    second_heading = rows[-1] is heading and title_score(text) >= 2 and len(text.split()) <= 6
    return not second_heading or SENTENCE_WORDS.search(text) is not None


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
    for previous, index in zip(dated, dated[1:], strict=False):
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
    return text, None


def _balanced(text: str) -> str:
    return text.strip("() ") if text.count("(") != text.count(")") else text
