"""The order in which a person reads a page: across when it is one column, down each column when there are two."""

import itertools
import re
from collections import Counter

from app.intelligence.extraction.headings import section_of
from app.intelligence.extraction.lines import Line

PAGE_MARK = re.compile(
    r"(?i)^(?:.{0,60}\D)?(?:page|seite|p\.)?\s*\d{1,3}\s*(?:/|of|von)\s*\d{1,3}$|^(?:page|seite)\s*\d{1,3}$"
    r"|^(?:last updated|stand|updated|zuletzt aktualisiert)\b.{0,40}$"
)
MIN_ROWS = 5


def in_reading_order(pages: list[list[Line]]) -> list[Line]:
    """All lines of all pages, one column after the other where the page has two; page marks left out."""
    ordered: list[Line] = []
    for page in pages:
        rows = [row for row in page if not PAGE_MARK.match(row.text)]
        gutter = find_gutter(rows)
        ordered += rows if gutter is None else _down_the_columns(rows, gutter)
    _measure_gaps(ordered)
    return ordered


def find_gutter(rows: list[Line]) -> float | None:
    """Where the right column begins, or None for a page of one column.

    A date or place set beside an entry is no column of its own: both sides must have headings, or enough text.
    """
    starts = Counter(round(cell.x0) for row in rows for cell in row.cells)
    best, best_score = None, 0
    left_edge = min((cell.x0 for row in rows for cell in row.cells), default=0.0)
    for start, count in starts.items():
        if count < MIN_ROWS or start < left_edge + 60:
            continue
        left, right, crossing = _sides(rows, float(start) - 2)
        if min(left, right) >= MIN_ROWS and crossing <= 0.35 * (left + right):
            score = min(left, right) - 2 * crossing + count
            if score > best_score and _both_stand_alone(rows, float(start) - 2):
                best, best_score = float(start) - 2, score
    return best


def _sides(rows: list[Line], x: float) -> tuple[int, int, int]:
    left = right = crossing = 0
    for row in rows:
        if any(cell.x0 < x - 1 and cell.x1 > x + 4 for cell in row.cells):
            crossing += 1
            continue
        left += any(cell.x1 <= x + 4 for cell in row.cells)
        right += any(cell.x0 >= x - 1 for cell in row.cells)
    return left, right, crossing


def _both_stand_alone(rows: list[Line], x: float) -> bool:
    """Both sides carry a known heading of their own."""
    left = right = False
    for row in rows:
        for cell in row.cells:
            if section_of(cell.text) is not None and not (cell.x0 < x - 1 and cell.x1 > x + 4):
                left, right = left or cell.x0 < x - 1, right or cell.x0 >= x - 1
    return left and right


def _down_the_columns(rows: list[Line], x: float) -> list[Line]:
    """Lines above both columns, then the narrower column, then the wider one, which a next page may continue."""
    across: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    below: list[Line] = []
    for row in rows:
        if any(cell.x0 < x - 1 and cell.x1 > x + 4 for cell in row.cells):
            (below if left and right else across).append(row)
            continue
        for side, cells in (
            (left, tuple(cell for cell in row.cells if cell.x0 < x - 1)),
            (right, tuple(cell for cell in row.cells if cell.x0 >= x - 1)),
        ):
            if cells:
                side.append(Line(cells, page=row.page, y=row.y))
    width_left = x - min((line.x0 for line in left), default=x)
    width_right = max((line.cells[-1].x1 for line in right), default=x) - x
    narrow, wide = (left, right) if width_left <= width_right else (right, left)
    return across + narrow + wide + below


def _measure_gaps(lines: list[Line]) -> None:
    for above, line in itertools.pairwise(lines):
        same = above.page == line.page and above.y > line.y
        line.gap = (above.y - line.y) / max(line.size, 1.0) if same else 1.2
