"""Importing people from files as old trackers write them."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.candidates.importing import begin_import, check_import, read_table, run_import, set_import, undo_import
from app.candidates.models import (
    Candidate,
    ContactKind,
    ContactPoint,
    DuplicateChoice,
    ImportBatch,
    ImportRow,
    ImportState,
    NoticeDuty,
    RowOutcome,
)
from app.candidates.tasks import advance_imports
from app.core.actors import SYSTEM
from app.core.files import stage_file
from app.core.transaction import transaction
from app.extensions import db

DATA = Path(__file__).parents[1] / "data"
Sweep = Callable[..., Any]


def begin(data: bytes, filename: str = "people.csv", **options: Any) -> ImportBatch:
    batch = begin_import(read_table(data), staged=stage_file(data, "text/csv"), filename=filename, by=SYSTEM)
    chosen: dict[str, Any] = {
        "mapping": batch.mapping, "duplicates": DuplicateChoice.FILL, "source": "Old tracker", "tags": ["legacy"],
        "lawful_basis": "legitimate_interest", "evidence": "Export of the old tracker",
    }  # fmt: skip
    set_import(batch, **{**chosen, **options})
    return batch


def work(sweep: Sweep, batch: ImportBatch) -> ImportBatch:
    sweep(advance_imports)
    return db.session.get_one(ImportBatch, batch.id, populate_existing=True)


def brought_in(sweep: Sweep, data: bytes, **options: Any) -> ImportBatch:
    batch = begin(data, **options)
    check_import(batch, by=SYSTEM)
    batch = work(sweep, batch)
    assert batch.state is ImportState.CHECKED
    run_import(batch, by=SYSTEM)
    return work(sweep, batch)


def outcomes(batch: ImportBatch) -> Counter[str]:
    rows = db.session.scalars(select(ImportRow).where(ImportRow.batch_id == batch.id))
    return Counter(row.outcome.value for row in rows)


@pytest.mark.parametrize(
    ("name", "rows"),
    [("legacy-ats-export.csv", 1270), ("legacy-ats-export-cp1252.csv", 200), ("linkedin-connections.csv", 300)],
)
def test_every_row_is_imported_matched_or_refused_with_its_reason(sweep: Sweep, name: str, rows: int) -> None:
    batch = brought_in(sweep, (DATA / name).read_bytes())
    assert batch.state is ImportState.DONE
    told = outcomes(batch)
    assert sum(told.values()) == rows == batch.next_row
    people = db.session.scalar(select(func.count()).select_from(Candidate))
    assert people == told["imported"]
    assert db.session.scalar(select(func.count()).select_from(NoticeDuty)) == told["imported"]
    print(told, batch.counts)
    assert batch.file_id is None, "the file is full of people and not needed any more"
