"""Bringing people in from a file."""

from app.candidates.importing.batches import (
    LAWFUL_BASES,
    begin_import,
    blocked_addresses,
    check_import,
    choose_sheet,
    discard_import,
    mapped_like,
    run_import,
    set_import,
    undo_import,
)
from app.candidates.importing.cells import defused
from app.candidates.importing.columns import FIELDS, guessed_mapping, import_fields
from app.candidates.importing.reports import cell_problems, import_rows, report_csv, row_reason
from app.candidates.importing.tables import Table, read_table
from app.candidates.importing.working import import_file, work_on

__all__ = [
    "FIELDS", "LAWFUL_BASES", "Table", "begin_import", "blocked_addresses", "cell_problems", "check_import", "choose_sheet", "defused",
    "discard_import", "guessed_mapping", "import_fields", "import_file", "import_rows", "mapped_like", "read_table", "report_csv", "row_reason",
    "run_import", "set_import", "undo_import", "work_on",
]  # fmt: skip
