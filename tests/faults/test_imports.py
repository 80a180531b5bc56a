"""An import whose worker is killed again and again: every row exactly once, and all of it can be taken back."""

import random
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select, text

from app.candidates.importing import begin_import, read_table, run_import, set_import, undo_import
from app.candidates.importing.chunks import LARGEST_CHUNK
from app.candidates.models import (
    Candidate,
    ContactPoint,
    DuplicateCheck,
    DuplicateChoice,
    ImportBatch,
    ImportRow,
    ImportState,
)
from app.candidates.notices import ensure_notices
from app.core.actors import SYSTEM
from app.core.files import stage_file
from app.extensions import Base, db
from app.search.index import check_integrity, mark_dirty
from app.search.models import SearchDirty
from tests.faults.conftest import Inside
from tests.faults.house import House, wait_for
from tests.faults.sizes import size

pytestmark = [pytest.mark.no_app, pytest.mark.faults]

ROWS, KILLS = size(1_000, 100_000), size(3, 10)
STRIDE = ROWS // (KILLS + 2)
"""So many rows a worker brings in before it is killed: the kills spread over the file."""
HASTE = 1 / 60
MOST_IMPORTS = 10
PATIENCE = 600.0 + ROWS / 30
REMEMBERED = {"import_batches", "import_rows", "activities", "audit_seals"}
"""What an import and its undoing leave behind."""


@dataclass(frozen=True)
class Place:
    """Where the latest import stands: rows done, how often a worker took it up, whether it is at its end."""

    row: int
    claims: int
    ended: bool


def place(_make: Any) -> Place:
    latest = select(ImportBatch.next_row, ImportBatch.fence, ImportBatch.state).order_by(ImportBatch.id.desc()).limit(1)
    row, claims, state = db.session.execute(latest).one()
    assert state is not ImportState.FAILED
    return Place(row, claims, state in (ImportState.DONE, ImportState.UNDONE))


def count_rows(_make: Any) -> None:
    """PostgreSQL plans by statistics, which a server gathers by itself; the one of these tests is told not to.

    Table by table, as the server would: the worker counts too, and two who held one table and waited for another would be stuck.
    """
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


class Imports:
    """Imports one after the other, each twice as long as the one before."""

    def __init__(self, inside: Inside, first: int) -> None:
        self._inside, self._first = inside, first
        self.sizes: list[int] = []
        self.ids: list[int] = []
        self._counted = STRIDE // 50

    def begin(self) -> None:
        assert len(self.ids) < MOST_IMPORTS, "no import was long enough for a kill to meet it"
        self.sizes.append(self._first * 2 ** len(self.ids))
        self.ids.append(self._inside(self._begun))

    def _begun(self, _make: Any) -> int:
        """Every tenth row is the person of the row before once more."""
        number = len(self.sizes)
        people = [row if row % 10 else row - 1 for row in range(1, self.sizes[-1] + 1)]
        data = "\n".join(["Name,Email,Tags", *(f"Person {one},p{one}@{number}.example.org,fair" for one in people)]).encode()
        batch = begin_import(read_table(data), staged=stage_file(data, "text/csv"), filename="people.csv", by=SYSTEM)
        set_import(batch, mapping=batch.mapping, duplicates=DuplicateChoice.FILL, source="Old tracker", tags=[],
                   lawful_basis="legitimate_interest", evidence="Export of the old tracker")  # fmt: skip
        run_import(batch, by=SYSTEM, unseen=True)
        return int(batch.id)

    def place(self) -> Place:
        found: Place = self._inside.look(place)
        if found.row >= 2 * self._counted:
            self._inside(count_rows)
            self._counted = found.row
        return found

    def take_back(self, batch_id: int) -> None:
        self._inside(lambda _make: undo_import(db.session.get_one(ImportBatch, batch_id), by=SYSTEM))

    def ended(self) -> bool:
        return not self._inside.look(lambda _make: db.session.scalar(select(func.count()).where(ImportBatch.due_at.is_not(None))))


def first_size(house: House) -> int:
    """PostgreSQL brings in several hundred rows at a time, and no kill comes sooner than the next of those."""
    return ROWS if house.database_url.startswith("sqlite") else max(ROWS, (KILLS + 2) * LARGEST_CHUNK // 2)


def kill_at_work(house: House, imports: Imports, chance: random.Random) -> bool:
    """Kill the worker some rows further on; answers whether another one had to take the work up again."""
    before = imports.place()
    wait_for(lambda: (now := imports.place()).ended or now.row >= before.row + STRIDE, "the work going on", PATIENCE, every=0.02)
    time.sleep(chance.random() * 0.05)
    claims = imports.place().claims
    house.kill_worker()
    if imports.place().ended:
        return False
    wait_for(lambda: (now := imports.place()).ended or now.claims > claims, "somebody to take it up again", PATIENCE)
    return imports.place().claims > claims


def idle(_make: Any) -> bool:
    """Nobody waits to be indexed or compared."""
    return not any(db.session.scalar(select(func.count()).select_from(marks)) for marks in (SearchDirty, DuplicateCheck))


def told(_make: Any) -> dict[str, int]:
    def count(column: Any) -> int:
        return db.session.scalar(select(func.count(column.distinct()))) or 0

    rows = db.session.scalar(select(func.count()).select_from(ImportRow)) or 0
    people = db.session.scalar(select(func.count()).select_from(Candidate)) or 0
    numbers = select(ImportRow.batch_id, ImportRow.number).distinct().subquery()
    return {
        "rows": rows, "numbers": db.session.scalar(select(func.count()).select_from(numbers)) or 0, "people": people,
        "addresses": count(ContactPoint.value_key), "linked": count(ImportRow.candidate_id),
    }  # fmt: skip


def everything(_make: Any) -> dict[str, Counter[str]]:
    """Every row of every table."""
    return {table.name: Counter(map(str, db.session.execute(select(table)))) for table in Base.metadata.sorted_tables}


def test_an_import_killed_again_and_again_brings_every_row_in_once_and_is_undone_whole(
    house: House, inside: Inside, company: str, figure: Any
) -> None:
    del company
    inside(lambda make: (ensure_notices(), mark_dirty(list(db.session.scalars(select(Candidate.id))))))
    house.start_phoenix(haste=HASTE)
    wait_for(lambda: inside.look(idle), "the cast in the index")
    before, there_before = inside.look(told), inside.look(everything)
    imports, chance, began, killed = Imports(inside, first_size(house)), random.Random(7), time.monotonic(), 0
    imports.begin()
    while killed < KILLS:
        killed += kill_at_work(house, imports, chance)
        if killed < KILLS and imports.place().ended:  # faster than the kills: the next one takes longer
            imports.begin()
    wait_for(imports.ended, "the end of the import", PATIENCE)
    after = inside.look(told)
    rows = sum(imports.sizes)
    distinct = rows - rows // 10
    assert after["rows"] == after["numbers"] == rows
    assert after["linked"] == distinct
    assert after["people"] - before["people"] == after["addresses"] - before["addresses"] == distinct
    imported = time.monotonic()

    for batch_id in reversed(imports.ids):
        imports.take_back(batch_id)
        if batch_id == imports.ids[-1]:
            killed_undoing = kill_at_work(house, imports, chance)
        wait_for(imports.ended, "the end of taking back", PATIENCE)
    undone = time.monotonic()
    wait_for(lambda: inside.look(idle), "the index", PATIENCE)
    left = changes(there_before, inside.look(everything))
    figure(
        f"{len(imports.ids)} import of {rows:,} rows, its worker killed {killed} times: every row once, {imported - began:.0f} s; taken back, "
        f"killed {'once' if killed_undoing else 'too late'}: {undone - imported:.0f} s, left {({table: new for table, (_gone, new) in left.items()})}"
    )
    assert set(left) <= REMEMBERED, {table: left[table] for table in set(left) - REMEMBERED}
    assert not any(gone for gone, _new in left.values())
    assert inside.look(told) == {**before, "rows": rows, "numbers": rows}
    assert inside(lambda _make: check_integrity()) == []


def changes(before: dict[str, Counter[str]], after: dict[str, Counter[str]]) -> dict[str, tuple[int, int]]:
    """Of every table that is not as it was: how many rows are gone and how many are new."""
    return {
        table: ((before[table] - after[table]).total(), (after[table] - before[table]).total())
        for table in after
        if after[table] != before[table]
    }
