"""What became of the rows of an import: rows for the page and for a CSV that no spreadsheet runs."""

import csv
import io
from typing import Any

from sqlalchemy import Select, select

from app.candidates.duplicates import MatchReason
from app.candidates.importing.rows import CELL_PROBLEMS, REASONS
from app.candidates.models import ImportBatch, ImportRow, RowOutcome
from app.extensions import db


def import_rows(batch: ImportBatch, *, show: str = "", after: int = 0, limit: int | None = 100) -> list[ImportRow]:
    """Rows behind number `after`; `show` is an outcome, `cells` (with problems) or `possible` (duplicates)."""
    found: Select[ImportRow] = (
        select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.number > after).order_by(ImportRow.number)
    )
    if show in {outcome.value for outcome in RowOutcome}:
        found = found.where(ImportRow.outcome == RowOutcome(show))
    elif show == "cells":
        found = found.where(ImportRow.problems["cells"].as_string().is_not(None))
    elif show == "possible":
        found = found.where(ImportRow.problems["reason"].as_string() == "possible")
    elif show == "kept":
        found = found.where(ImportRow.problems["kept"].as_string().is_not(None))
    return list(db.session.scalars(found.limit(limit) if limit else found))


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


def report_csv(batch: ImportBatch) -> str:
    """The whole report; every cell is text to any spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["row", "outcome", "name", "reason", "column", "value", "problem"])
    for row in import_rows(batch, limit=None):
        said = [str(row.number), str(row.outcome.label), row.name, row_reason(row)]
        for column, value, problem in cell_problems(row) or [("", "", "")]:
            writer.writerow([defused(cell) for cell in (*said, column, value, problem)])
    return "\ufeff" + out.getvalue()


def defused(cell: str) -> str:
    """A cell that a spreadsheet shows instead of running."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
