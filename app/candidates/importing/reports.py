"""What became of the rows of an import: rows for the page and for a CSV that no spreadsheet runs."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select

from app.candidates.duplicates import MatchReason
from app.candidates.importing.cells import defused
from app.candidates.importing.rows import CELL_PROBLEMS, REASONS
from app.candidates.models import ImportRow, RowOutcome
from app.core.transaction import reading
from app.extensions import db

ROWS_PER_PIECE = 500


def import_rows(batch_id: int, *, show: str = "", after: int = 0, limit: int = 100) -> list[ImportRow]:
    """Rows behind number `after`; `show` is an outcome, `cells` (with problems) or `possible` (duplicates)."""
    found: Select[ImportRow] = (
        select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.number > after).order_by(ImportRow.number)
    )
    if show in {outcome.value for outcome in RowOutcome}:
        found = found.where(ImportRow.outcome == RowOutcome(show))
    elif show == "cells":
        found = found.where(ImportRow.problems["cells"].as_string().is_not(None))
    elif show == "possible":
        found = found.where(ImportRow.problems["reason"].as_string() == "possible")
    elif show == "kept":
        found = found.where(ImportRow.problems["kept"].as_string().is_not(None))
    return list(db.session.scalars(found.limit(limit)))


def row_reason(row: ImportRow) -> str:
    """Why the row became what it became, as a sentence."""
    code = row.problems.get("kept") or row.problems.get("reason")
    if not code:
        return ""
    detail: dict[str, Any] = dict(row.problems.get("detail") or {})
    if "why" in detail:
        detail["why"] = MatchReason(detail["why"]).label
    sentence = str(REASONS.get(code, code))
    return sentence % detail if "%(" in sentence else sentence


def cell_problems(row: ImportRow) -> list[tuple[str, str, str]]:
    """Column, value and what is wrong with it."""
    return [
        (cell["column"], cell["value"], str(CELL_PROBLEMS.get(cell["problem"], cell["problem"])))
        for cell in row.problems.get("cells", ())
    ]


def report_csv(batch_id: int) -> Iterator[str]:
    """The whole report, a piece per reading transaction of its own; every cell is text to any spreadsheet."""
    yield "\ufeff" + _csv([["row", "outcome", "name", "reason", "column", "value", "problem"]])
    after: int | None = 0
    while after is not None:
        with reading():
            rows = import_rows(batch_id, after=after, limit=ROWS_PER_PIECE)
            piece = _csv([cells for row in rows for cells in _report_lines(row)])
            after = rows[-1].number if len(rows) == ROWS_PER_PIECE else None
            db.session.expunge_all()
        yield piece


def _report_lines(row: ImportRow) -> list[list[str]]:
    said = [str(row.number), str(row.outcome.label), row.name, row_reason(row)]
    return [[defused(cell) for cell in (*said, *problem)] for problem in cell_problems(row) or [("", "", "")]]


def _csv(lines: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(lines)
    return out.getvalue()
