"""Reading a file of rows: encoding, delimiter, preamble and headers are found, not asked for."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from app.candidates.importing.columns import guessed_field
from app.candidates.refusals import ImportRefused
from app.core.text import clean_text, one_line
from app.intelligence.documents import archive_refusal

DELIMITERS = ",;\t|"
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_SHEETS = 50
LONGEST_CELL = 20_000
HEADER_WITHIN = 20
"""A preamble before the header may be this many rows long."""


@dataclass(frozen=True)
class Table:
    """Headers (unique) and rows of text; `shape` says how the file was understood."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shape: dict[str, Any]


def read_table(data: bytes, sheet: str = "") -> Table:
    """The rows of a CSV or XLSX file; of a workbook those of `sheet`, else of the first sheet that has any.

    Raises ImportRefused when there are none.
    """
    shape: dict[str, Any]
    if data[:4] == b"PK\x03\x04":
        shape, raw = _workbook(data, sheet)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ImportRefused(_("This is an old Excel file (.xls). Save it as .xlsx or CSV and try again."))
    else:
        text, encoding = decoded(data)
        delimiter = _delimiter(text)
        shape, raw = {"kind": "csv", "encoding": encoding, "delimiter": delimiter}, list(_csv_rows(text, delimiter))
    filled = [row for row in raw if any(row)]
    if not filled:
        raise ImportRefused(_("There are no rows in this file."))
    header = _header_row(filled)
    headers = _unique(filled[header])
    rows = tuple(filled[header + 1 :])
    if not rows:
        raise ImportRefused(_("There is a header in this file, but no row below it."))
    if len(rows) > MOST_ROWS:
        raise TooManyRows()
    return Table(headers, rows, {**shape, "preamble": header, "headers": list(headers)})


class TooManyRows(ImportRefused):
    sentence = _("This file has more than 200,000 rows. Split it and import the parts.")


def read_table_once(sha256: str, read: Callable[[], bytes], sheet: str = "") -> Table:
    """The table of a stored content, kept while its chunks are worked through."""
    table = _last_read.get((sha256, sheet))
    if table is None:
        table = read_table(read(), sheet)
        _last_read.clear()
        _last_read[sha256, sheet] = table
    return table


_last_read: dict[tuple[str, str], Table] = {}


def decoded(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: by byte order mark, by the zeros of UTF-16, else UTF-8, else cp1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    head = data[:2000]
    if len(head) > 20:
        for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if head[offset::2].count(0) > len(head) // 2 * 0.6:
                return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def _delimiter(text: str) -> str:
    """The delimiter that cuts the beginning into the most columns, the same number in most rows."""
    sample = text[:60_000].splitlines()[:60]

    def regularity(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in _parsed("\n".join(sample), delimiter) if any(cell.strip() for cell in row))
        width, rows = max(((w, n) for w, n in widths.items() if w > 1), key=lambda one: one[1], default=(1, 0))
        return rows / max(1, sum(widths.values())) * min(width, 4), width

    return max(DELIMITERS, key=regularity)


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[str, ...]]:
    for row in _parsed(text, delimiter):
        yield tuple(_cell(value) for value in row[:MOST_COLUMNS])


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(50_000_000)
    return csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)


def _workbook(data: bytes, wanted: str) -> tuple[dict[str, Any], list[tuple[str, ...]]]:
    """How the workbook was understood, and the rows of one of its sheets."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refused = archive_refusal(archive.infolist(), len(data))
        if refused is not None:
            raise ImportRefused(_("This workbook grows far too large when it is unpacked, so it was not opened."))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = book.sheet_names[:MOST_SHEETS]
        rows: list[tuple[str, ...]] = []
        chosen = wanted if wanted in sheets else ""
        for name in [chosen] if chosen else sheets:
            chosen, rows = name, _sheet_rows(book, name)
            if any(map(any, rows)):
                break
    except (CalamineError, zipfile.BadZipFile, ValueError, IndexError, OverflowError):
        raise ImportRefused(_("This workbook cannot be read. Save it again as .xlsx or CSV.")) from None
    return {"kind": "xlsx", "sheet": chosen, "sheets": sheets}, rows


def _sheet_rows(book: CalamineWorkbook, name: str) -> list[tuple[str, ...]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.height > MOST_ROWS + HEADER_WITHIN:
        raise TooManyRows()
    return [tuple(_cell(_shown(value)) for value in row[:MOST_COLUMNS]) for row in sheet.to_python()]


def _shown(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _cell(value: str) -> str:
    if len(value) <= LONGEST_CELL and value.isascii() and value.isprintable():
        return value.strip()
    return clean_text(value[: LONGEST_CELL + 1]).strip()


def _header_row(rows: list[tuple[str, ...]]) -> int:
    """The row of the header: the first one with the most headers we know, else the first of the usual width."""
    known = [sum(guessed_field(cell) != "" for cell in row) for row in rows[:HEADER_WITHIN]]
    if max(known) >= 1:
        return known.index(max(known))
    usual = Counter(len(row) for row in rows[:200]).most_common(1)[0][0]
    return next(index for index, row in enumerate(rows) if len(row) == usual)


def _unique(headers: tuple[str, ...]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    named = []
    for position, header in enumerate(headers, start=1):
        name = one_line(header)[:100] or f"#{position}"
        seen[name] += 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(named)
