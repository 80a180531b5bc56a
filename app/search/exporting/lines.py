"""The lines of an export, read a page at a time, and the file they are written into. Opens its own reading transactions."""

import csv
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from flask_babel import gettext as _
from flask_babel import to_user_timezone

from app.accounts.models import User
from app.candidates.importing.cells import defused, is_formula
from app.candidates.policy import visible_candidates
from app.core.transaction import reading
from app.extensions import db
from app.search.catalogue import QueryField, column_of, find_field
from app.search.columns import ListRow, columns_for, read_rows, shown_text
from app.search.exporting.models import ExportFormat
from app.search.exporting.queries import Asked
from app.search.queries import count_candidates, search_candidates

PAGE = 500
WIDTHS = (28, 30, 24)
"""Of the first columns of a workbook, in characters; the others are as wide as the last one."""
LEAD = ("name", "email", "title")
"""What stands in the first columns whatever was chosen."""

Cell: TypeAlias = str | int | float | date | None
Line: TypeAlias = Sequence[Cell]


@dataclass(frozen=True)
class MadeFile:
    data: bytes
    people: int


def count_for(viewer: User, asked: Asked) -> int:
    """How many people the export is about, exactly."""
    if asked.ids:
        return len(_visible_of(viewer, asked.ids))
    return count_candidates(viewer, asked.query, cap=None).number


def make_file(
    viewer: User, asked: Asked, file_format: ExportFormat, tell: Callable[[int], object] = lambda _done: None
) -> MadeFile:
    """The whole file. `tell` hears how many people are written and may stop it by raising."""
    write = _write_csv if file_format is ExportFormat.CSV else _write_xlsx
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / f"candidates.{file_format.value}"
        people = write(path, _header(viewer, asked), _pages(viewer, asked), tell)
        return MadeFile(path.read_bytes(), people)


def _chosen(viewer: User, asked: Asked) -> list[QueryField]:
    return [known for known in columns_for(viewer, asked.columns) if known.name not in LEAD]


def _header(viewer: User, asked: Asked) -> list[str]:
    with reading():
        return [_("Name"), _("E-mail"), _("Current title"), *(str(known.label) for known in _chosen(viewer, asked))]


def _pages(viewer: User, asked: Asked) -> Iterator[list[Line]]:
    """The lines, a page per reading transaction: nobody who writes waits for an export."""
    for start in range(0, len(asked.ids), PAGE):
        with reading():
            yield _lines(viewer, asked, _visible_of(viewer, asked.ids[start : start + PAGE]))
    after: str | None = None
    while not asked.ids:
        with reading():
            page = search_candidates(viewer, asked.query, sort=_sort(viewer, asked), after=after, limit=PAGE)
            lines = _lines(viewer, asked, page.ids)
            db.session.expunge_all()
        yield lines
        after = page.last
        if not page.has_next:
            return


def _sort(viewer: User, asked: Asked) -> str | None:
    """An order by what the viewer may not see would tell it all the same."""
    known = find_field(asked.sort.removeprefix("-"))
    column = column_of(known) if known else None
    return (asked.sort or None) if column is None or column.seen_by(viewer) else None


def _visible_of(viewer: User, ids: Sequence[int]) -> list[int]:
    """Those of the ticked people whom the viewer may see, in the order they were ticked."""
    people = visible_candidates(viewer)
    model = people.column_descriptions[0]["entity"]
    seen = set(db.session.scalars(people.with_only_columns(model.id).where(model.id.in_(ids))))
    return [identity for identity in ids if identity in seen]


def _lines(viewer: User, asked: Asked, ids: Sequence[int]) -> list[Line]:
    columns = _chosen(viewer, asked)
    return [_line(row, columns) for row in read_rows(viewer, ids, columns)]


def _line(row: ListRow, columns: Sequence[QueryField]) -> Line:
    return [row.full_name, row.email, row.title, *(_cell(known, row.values.get(known.name)) for known in columns)]


def _cell(known: QueryField, value: Any) -> Cell:
    """Days and numbers stay what they are, everything else becomes the words the list shows."""
    column = column_of(known)
    plain = column is None or column.shown is None
    if plain and isinstance(value, datetime):
        return to_user_timezone(value).date()
    if plain and isinstance(value, (date, int, float)) and not isinstance(value, bool):
        return value
    return shown_text(known, value)


def _write_csv(path: Path, header: Line, pages: Iterator[list[Line]], tell: Callable[[int], object]) -> int:
    people = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, quoting=csv.QUOTE_ALL)
        out.writerow(header)
        for lines in pages:
            out.writerows([defused("" if cell is None else str(cell)) for cell in line] for line in lines)
            people += len(lines)
            tell(people)
    return people


def _write_xlsx(path: Path, header: Line, pages: Iterator[list[Line]], tell: Callable[[int], object]) -> int:
    """Text is always written as text; what a spreadsheet might still take for a formula also carries Excel's own quote."""
    import xlsxwriter  # few processes ever write a workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    people = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(_("Candidates")[:31])
        bold, day, quoted = (book.add_format(said) for said in ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {"quote_prefix": True}))
        for position in range(len(header)):
            sheet.set_column(position, position, WIDTHS[min(position, len(WIDTHS) - 1)])
        sheet.write_row(0, 0, header, bold)
        sheet.freeze_panes(1, 1)
        for lines in pages:
            for line in lines:
                people += 1
                for position, cell in enumerate(line):
                    _write_cell(sheet, (people, position), cell, day, quoted)
            tell(people)
    return people


def _write_cell(sheet: Any, place: tuple[int, int], cell: Cell, day: Any, quoted: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(*place, cell, day)
    elif isinstance(cell, (int, float)):
        sheet.write_number(*place, cell)
    elif cell:
        sheet.write_string(*place, cell[:32_767], quoted if is_formula(cell) else None)
