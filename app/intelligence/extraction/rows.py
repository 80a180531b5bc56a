"""The lines of a section, each told apart: part of an entry's heading, or text below it; dates and places taken out."""

import re
from dataclasses import dataclass, field

from app.intelligence.extraction.dates import DURATION, DateRange, find_date, find_range
from app.intelligence.extraction.lines import Cell, Line, is_bullet, without_bullet
from app.intelligence.extraction.vocabulary import EMPLOYER, is_place, title_score

SENTENCE_WORDS = re.compile(r"\d|\b(?:eines|einer|von|der|des|the|a|an|for|to|with)\b")
CUT_RANGE = re.compile(r"(?i)(?:\d{4}|\d)\s*(?:[-–—]|bis|to)\s*(?:[^\W\d_]{3,9}\.?)?$")
EDGES = " \t,;:|·•–—-()⋅●"


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


def rows_of(lines: list[Line], *, single_dates: bool) -> list[Row]:
    """The rows in the order of the page. `single_dates`: one year alone also dates an entry."""
    lines = _whole_dates(lines)
    bullets_head = _bullets_head(lines)
    right = max((line.cells[0].x1 for line in lines), default=0.0)
    rows: list[Row] = []
    for line in lines:
        rows.append(_row(line, rows, bullets_head, single_dates, right))
    return rows


def _bullets_head(lines: list[Line]) -> bool:
    """Whether entries themselves are written as bullets: only their text carries spans of time."""
    in_bullets = any(line.is_bullet and find_range(line.cells[0].text) for line in lines)
    return in_bullets and not any(
        find_range(cell.text) for line in lines for index, cell in enumerate(line.cells) if index or not line.is_bullet
    )


def _whole_dates(lines: list[Line]) -> list[Line]:
    """Joins a span of time that a narrow column broke in two: "Sept. 2013 – Sept." above "2014"."""
    whole: list[Line] = []
    for each in lines:
        line = each
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
        wraps = above is not None and above.highlight is not None and _fills_line(above, right)
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
    if (DURATION.match(rest) and re.search(r"\d", rest)) or not rest:
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
    return (
        words > 14
        or (words > 2 and text.endswith(".") and not EMPLOYER.fullmatch(text.rsplit(maxsplit=1)[-1]))
        or (text[:1].islower() and words > 2)
    )


def _is_indented(row: Row, rows: list[Row], text: str) -> bool:
    """Whether the line stands further right than the heading of its entry: a bullet whose sign is only drawn."""
    heading = next((each for each in reversed(rows) if each.is_header and each.cells), None)
    if heading is None or row.dates is not None or row.line.bold or row.cells[0].x0 <= 0:
        return False
    if row.cells[0].x0 <= heading.cells[0].x0 + 6:
        return False
    second_heading = rows[-1] is heading and title_score(text) >= 2 and len(text.split()) <= 6
    return not second_heading or SENTENCE_WORDS.search(text) is not None


def _fills_line(row: Row, right: float) -> bool:
    return len(row.line.text) > 60 and row.line.cells[-1].x1 > right - 40
