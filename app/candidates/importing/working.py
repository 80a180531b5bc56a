"""Doing an import's work: chunk after chunk while the claim holds, each a short transaction, with a pause between."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.candidates.commands.people import installation_country
from app.candidates.importing.batches import begin_import, check_import, forget_file, run_import, set_import
from app.candidates.importing.chunks import (
    FIRST_CHUNK,
    LARGEST_CHUNK,
    SMALLEST_CHUNK,
    Known,
    import_chunk,
    look_up,
    read_chunk,
    table_of,
)
from app.candidates.importing.rows import ReadRow, month_first_columns, read_row
from app.candidates.importing.tables import Table, read_table
from app.candidates.importing.undoing import undo_chunk
from app.candidates.models import DuplicateChoice, ImportBatch, ImportState
from app.candidates.refusals import ImportRefused
from app.candidates.values import email_key
from app.core.actors import SYSTEM
from app.core.claims import Claim, finish, give_back, holds, retry_later
from app.core.clock import now
from app.core.files import stage_file
from app.core.transaction import reading, transaction
from app.extensions import db

PAUSE_SECONDS = 0.02
"""SQLite's lock is not fair: without a pause people's writes would starve."""
TARGET_SECONDS = 0.08
TURN_SECONDS = 15.0
"""After this long the batch is given back, so that another one gets a turn and a stop is graceful."""


def work_on(claim: Claim) -> int:
    """Work on a claimed batch until it is done, the claim is lost or the turn is over; answers rows worked on."""
    began, size, done = time.monotonic(), FIRST_CHUNK, 0
    memory = Memory()
    try:
        while True:
            worked, seconds, finished = _one_chunk(claim, size, memory)
            done += worked
            if finished:
                return done
            if time.monotonic() - began > TURN_SECONDS:
                with transaction():
                    give_back(ImportBatch, claim)
                return done
            size = _next_size(size, seconds)
            time.sleep(PAUSE_SECONDS)
    except Exception as error:
        with transaction():
            retry_later(ImportBatch, claim, type(error).__name__, most_attempts=5)
            _fail_when_parked(claim)
        raise


def _next_size(size: int, seconds: float) -> int:
    """So many rows as, by the last chunk, keep a write transaction short."""
    return max(SMALLEST_CHUNK, min(LARGEST_CHUNK, int(size * TARGET_SECONDS / max(seconds, 0.001)), size * 2))


@dataclass
class Memory:
    """What is worked out once for a turn on a batch."""

    seen: dict[str, Known] = field(default_factory=dict)
    month_first: frozenset[str] | None = None

    def rows(self, batch: ImportBatch, table: Table, size: int, country: str) -> list[ReadRow]:
        """The next rows, understood; a dry run that was interrupted reads again whom it has seen."""
        if self.month_first is None:
            self.month_first = month_first_columns(table, batch.mapping)
        if batch.dry_run and batch.next_row and not self.seen:
            self.seen.update(seen_before(batch, table))
        return read_chunk(batch, table, size, country, self.month_first)


def _one_chunk(claim: Claim, size: int, memory: Memory) -> tuple[int, float, bool]:
    """One chunk: understood before the transaction, written in it. Answers rows, seconds of the transaction, the end."""
    with reading():
        batch = _batch(claim.id)
        country = installation_country()
        undoing = batch.state is ImportState.UNDOING
        table = None if undoing else table_of(batch)
        db.session.expunge_all()
    rows = [] if table is None else memory.rows(batch, table, size, country)
    with reading():
        hits = look_up(rows)
    before = batch.next_row
    began = time.monotonic()
    with transaction():
        if not holds(ImportBatch, claim):
            return 0, 0.0, True
        batch = _batch(claim.id)
        if batch.next_row != before:
            return 0, 0.0, True
        if undoing:
            finished = undo_chunk(batch)
        else:
            import_chunk(batch, rows, memory.seen, country, hits)
            finished = batch.next_row >= batch.total_rows
        if finished:
            close(batch)
            db.session.flush()
            finish(ImportBatch, claim)
    return batch.next_row - before, time.monotonic() - began, finished


def close(batch: ImportBatch) -> None:
    """The last row is done."""
    after = {
        ImportState.CHECKING: ImportState.CHECKED,
        ImportState.RUNNING: ImportState.DONE,
        ImportState.UNDOING: ImportState.UNDONE,
    }
    batch.state, batch.finished_at = after[batch.state], now()
    if batch.state is not ImportState.CHECKED:
        forget_file(batch)


def seen_before(batch: ImportBatch, table: Table) -> dict[str, Known]:
    """The addresses of the rows a dry run has passed: after a restart they are read again."""
    seen: dict[str, Known] = {}
    for number, cells in enumerate(table.rows[: batch.next_row], start=1):
        row = read_row(number, cells, table, batch.mapping, country="DE")
        for address in row.facts.emails:
            seen.setdefault(email_key(address), Known(number, row.facts.name))
    return seen


def import_file(path: Path, *, dry_run: bool = False, tell: Callable[[str], object] = print) -> ImportBatch:
    """Import a file from the command line, start to end, and say what became of its rows."""
    data = path.read_bytes()
    try:
        table = read_table(data)
    except ImportRefused as refused:
        tell(str(refused))
        raise SystemExit(1) from None
    staged = stage_file(data, "text/csv")
    with transaction():
        batch = begin_import(table, staged=staged, filename=path.name, by=SYSTEM)
        set_import(
            batch,
            mapping=batch.mapping,
            duplicates=DuplicateChoice.FILL,
            source="",
            tags=[],
            lawful_basis="legitimate_interest",
            evidence=f"Imported on the command line from {path.name}",
        )
        check_import(batch, by=SYSTEM)
        batch.due_at = None
        batch_id = batch.id
    _run_through(batch_id)
    if not dry_run:
        with transaction():
            run_import(_batch(batch_id), by=SYSTEM)
            _batch(batch_id).due_at = None
        _run_through(batch_id)
    with reading():
        batch = _batch(batch_id)
        db.session.expunge(batch)
    for outcome, number in sorted((batch.counts or {}).items()):
        tell(f"{number:>7} {outcome}")
    return batch


def _run_through(batch_id: int) -> None:
    """Every chunk of a batch nobody else works on (it is not due)."""
    memory, size = Memory(), FIRST_CHUNK
    while True:
        with reading():
            batch, country = _batch(batch_id), installation_country()
            table = table_of(batch)
            db.session.expunge_all()
        rows = memory.rows(batch, table, size, country)
        with reading():
            hits = look_up(rows)
        began = time.monotonic()
        with transaction():
            batch = _batch(batch_id)
            import_chunk(batch, rows, memory.seen, country, hits)
            if batch.next_row >= batch.total_rows:
                close(batch)
                return
        size = _next_size(size, time.monotonic() - began)
        time.sleep(PAUSE_SECONDS)


def _batch(batch_id: int) -> ImportBatch:
    found = select(ImportBatch).where(ImportBatch.id == batch_id).options(joinedload(ImportBatch.file))
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def _fail_when_parked(claim: Claim) -> None:
    batch = _batch(claim.id)
    if batch.parked_at is not None:
        batch.state = ImportState.FAILED
