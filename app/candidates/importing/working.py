"""Doing an import's work: chunk after chunk while the claim holds, each a short transaction, with a pause between."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.candidates.commands.people import installation_country
from app.candidates.custom_fields import custom_fields
from app.candidates.importing.batches import begin_import, check_import, forget_file, run_import, set_import
from app.candidates.importing.chunks import (
    FIRST_CHUNK,
    LARGEST_CHUNK,
    SMALLEST_CHUNK,
    Chunk,
    Hits,
    Known,
    look_up,
    read_chunk,
    table_of,
)
from app.candidates.importing.rows import Reader, ReadRow, month_first_columns, read_row
from app.candidates.importing.tables import Table, read_table
from app.candidates.importing.undoing import forget_made_names, undo_chunk
from app.candidates.importing.writing import bring_in
from app.candidates.models import (
    Candidate,
    CandidateLink,
    CandidateSkill,
    ContactPoint,
    DuplicateChoice,
    ImportBatch,
    ImportState,
)
from app.candidates.refusals import ImportRefused
from app.candidates.values import email_key
from app.core.actors import SYSTEM
from app.core.claims import Claim, finish, give_back, holds, retry_later
from app.core.clock import now
from app.core.files import stage_file
from app.core.planning import tell_of_growth
from app.core.transaction import reading, transaction
from app.extensions import db

PAUSE_SECONDS = 0.02
"""So long at least nothing is locked between two transactions, the next chunk's preparation included. SQLite's lock is
not fair: without it people's writes would starve."""
TARGET_SECONDS = 0.08
TOLD_AT = (400, 2_000, 10_000, 50_000, 250_000)
"""Rows after which the planner is told of those added: the tables a row's person is looked up in may have been empty."""
LOOKED_UP = (Candidate, ContactPoint, CandidateLink, CandidateSkill)
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
    except Exception as error:
        with transaction():
            retry_later(ImportBatch, claim, type(error).__name__, most_attempts=5)
            _fail_when_parked(claim)
        raise


def _next_size(size: int, seconds: float) -> int:
    """So many rows as, by the last chunk, keep a write transaction short. On PostgreSQL nobody waits for it."""
    smallest = SMALLEST_CHUNK if db.engine.dialect.name == "sqlite" else LARGEST_CHUNK // 2
    return max(smallest, min(LARGEST_CHUNK, int(size * TARGET_SECONDS / max(seconds, 0.001)), size * 2))


@dataclass
class Memory:
    """What is worked out once for a turn on a batch."""

    seen: dict[str, Known] = field(default_factory=dict)
    reader: Reader | None = None


@dataclass(frozen=True)
class Prepared:
    """The next rows, understood and looked up before anything is locked."""

    rows: list[ReadRow]
    hits: Hits
    reader: Reader
    begins_at: int


def _prepare(batch_id: int, size: int, memory: Memory) -> Prepared | None:
    """None when there is nothing to be read because the batch is being undone."""
    began = time.monotonic()
    prepared = _read(batch_id, size, memory)
    time.sleep(max(0.0, PAUSE_SECONDS - (time.monotonic() - began)))
    return prepared


def _read(batch_id: int, size: int, memory: Memory) -> Prepared | None:
    with reading():
        batch = _batch(batch_id)
        if batch.state is ImportState.UNDOING:
            return None
        if memory.reader is None:
            memory.reader = _reader(batch, table_of(batch))
        table, reader = table_of(batch), memory.reader
        db.session.expunge_all()
    if batch.dry_run and batch.next_row and not memory.seen:
        memory.seen.update(seen_before(batch, table, reader))
    rows = read_chunk(batch, table, size, reader)
    with reading():
        return Prepared(rows, look_up(rows), reader, batch.next_row)


def _reader(batch: ImportBatch, table: Table) -> Reader:
    wanted = set(batch.mapping.values())
    return Reader(
        table.headers,
        batch.mapping,
        installation_country(),
        month_first_columns(table, batch.mapping),
        {own.full_key: own for own in custom_fields() if own.full_key in wanted},
    )


def _one_chunk(claim: Claim, size: int, memory: Memory) -> tuple[int, float, bool]:
    """One chunk: understood before the transaction, written in it. Answers rows, seconds of the transaction, the end."""
    prepared = _prepare(claim.id, size, memory)
    began = time.monotonic()
    with transaction():
        if not holds(ImportBatch, claim):
            return 0, 0.0, True
        batch = _batch(claim.id)
        before = batch.next_row
        if prepared is not None and before != prepared.begins_at:
            return 0, 0.0, True
        if _do_chunk(batch, prepared, memory):
            finish(ImportBatch, claim)
            return batch.next_row - before, time.monotonic() - began, True
    return batch.next_row - before, time.monotonic() - began, False


def _do_chunk(batch: ImportBatch, prepared: Prepared | None, memory: Memory) -> bool:
    """Write it; answers whether it was the last one."""
    if prepared is None:
        finished = undo_chunk(batch)
    else:
        bring_in(Chunk(batch, prepared.rows, memory.seen, prepared.reader), prepared.hits)
        if not batch.dry_run and any(prepared.begins_at < number <= batch.next_row for number in TOLD_AT):
            tell_of_growth(batch.next_row, *LOOKED_UP)
        finished = batch.next_row >= batch.total_rows
    if finished:
        close(batch)
        db.session.flush()
    return finished


def close(batch: ImportBatch) -> None:
    """The last row is done."""
    after = {
        ImportState.CHECKING: ImportState.CHECKED,
        ImportState.RUNNING: ImportState.DONE,
        ImportState.UNDOING: ImportState.UNDONE,
    }
    batch.state, batch.finished_at = after[batch.state], now()
    if batch.state is ImportState.UNDONE:
        forget_made_names(batch)
    if batch.state is not ImportState.CHECKED:
        forget_file(batch)


def seen_before(batch: ImportBatch, table: Table, reader: Reader) -> dict[str, Known]:
    """The addresses of the rows a dry run has passed: after a restart they are read again."""
    seen: dict[str, Known] = {}
    for number, cells in enumerate(table.rows[: batch.next_row], start=1):
        row = read_row(number, cells, reader)
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
        if dry_run:
            check_import(batch, by=SYSTEM)
        else:
            run_import(batch, by=SYSTEM, unseen=True)
        batch.due_at = None  # it is worked on here and nowhere else
        batch_id = batch.id
    with collecting_seldom():
        _run_through(batch_id)
    with reading():
        batch = _batch(batch_id)
        db.session.expunge(batch)
    for outcome, number in sorted((batch.counts or {}).items()):
        tell(f"{number:>7} {outcome}")
    return batch


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """In a process that does nothing else: looking for cycles among rows that have none takes a quarter of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _run_through(batch_id: int) -> None:
    """Every chunk of a batch nobody else works on (it is not due)."""
    memory, size = Memory(), FIRST_CHUNK
    while True:
        prepared = _prepare(batch_id, size, memory)
        began = time.monotonic()
        with transaction():
            if _do_chunk(_batch(batch_id), prepared, memory):
                return
        size = _next_size(size, time.monotonic() - began)


def _batch(batch_id: int) -> ImportBatch:
    found = select(ImportBatch).where(ImportBatch.id == batch_id).options(joinedload(ImportBatch.file))
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def _fail_when_parked(claim: Claim) -> None:
    batch = _batch(claim.id)
    if batch.parked_at is not None:
        batch.state = ImportState.FAILED
