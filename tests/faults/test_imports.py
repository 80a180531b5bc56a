"""An import whose worker is killed again and again: every row exactly once."""

import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from app.candidates.importing import begin_import, read_table, run_import, set_import
from app.candidates.models import Candidate, ContactPoint, DuplicateChoice, ImportBatch, ImportRow, ImportState
from app.core.actors import SYSTEM
from app.core.files import stage_file
from app.extensions import db
from tests.faults.house import House, kill, wait_for
from tests.faults.sizes import size

pytestmark = [pytest.mark.no_app, pytest.mark.faults]

ROWS, KILLS = size(1_000, 100_000), size(4, 10)
HASTE = 1 / 30
PATIENCE = 90.0 + ROWS / 60

Inside = Callable[[Callable[[Any], Any]], Any]


def begun(_make: Any) -> int:
    """Every tenth row is the person of the row before once more."""
    people = [row if row % 10 else row - 1 for row in range(1, ROWS + 1)]
    data = "\n".join(["Name,Email,Tags", *(f"Person {one},p{one}@example.org,fair" for one in people)]).encode()
    batch = begin_import(read_table(data), staged=stage_file(data, "text/csv"), filename="people.csv", by=SYSTEM)
    set_import(batch, mapping=batch.mapping, duplicates=DuplicateChoice.FILL, source="Old tracker", tags=[],
               lawful_basis="legitimate_interest", evidence="Export of the old tracker")  # fmt: skip
    run_import(batch, by=SYSTEM, unseen=True)
    return int(batch.id)


def place(_make: Any) -> tuple[int, bool]:
    """How far it is, and whether it is at its end."""
    next_row, state = db.session.execute(select(ImportBatch.next_row, ImportBatch.state)).one()
    return next_row, state is ImportState.DONE


def told(_make: Any) -> dict[str, int]:
    def count(column: Any) -> int:
        return db.session.scalar(select(func.count(column.distinct()))) or 0

    rows = db.session.scalar(select(func.count()).select_from(ImportRow)) or 0
    people = db.session.scalar(select(func.count()).select_from(Candidate)) or 0
    return {
        "rows": rows, "numbers": count(ImportRow.number), "people": people,
        "addresses": count(ContactPoint.value_key), "linked": count(ImportRow.candidate_id),
    }  # fmt: skip


def test_an_import_killed_again_and_again_brings_every_row_in_once(house: House, inside: Inside, company: str, figure: Any) -> None:
    del company
    before = inside(told)
    inside(begun)
    rng, began, killed = random.Random(7), time.monotonic(), 0
    house.start_phoenix(haste=HASTE)
    while killed < KILLS and not inside(place)[1]:
        seen = inside(place)[0]
        wait_for(lambda seen=seen: inside(place)[0] > seen or inside(place)[1], "the import going on", PATIENCE)
        time.sleep(rng.random() * 0.1)
        if not inside(place)[1]:
            killed += kill(house.worker_pid())
    wait_for(lambda: inside(place)[1], "the end of the import", PATIENCE)
    after = inside(told)
    distinct = ROWS - ROWS // 10
    assert after["rows"] == after["numbers"] == ROWS
    assert after["linked"] == distinct
    assert after["people"] - before["people"] == after["addresses"] - before["addresses"] == distinct
    assert killed >= min(KILLS, 3), f"only {killed} kills met the import at work"
    figure(f"import of {ROWS:,} rows, its worker killed {killed} times: every row once, {time.monotonic() - began:.0f} s")
