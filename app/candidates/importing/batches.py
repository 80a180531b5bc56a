"""The life of an import: file, mapping, dry run, run, undo. The work itself is done in chunks by the worker."""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.candidates.activities import ImportStarted, ImportUndone
from app.candidates.importing.columns import checked_mapping, guessed_mapping, header_key
from app.candidates.importing.tables import Table
from app.candidates.models import DuplicateChoice, ImportBatch, ImportRow, ImportState
from app.candidates.refusals import ImportRefused
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.files import StagedFile, StoredFile, drop_file, keep_file
from app.core.text import clean_text, one_line
from app.core.wake import Lane, wake
from app.extensions import db
from app.intelligence.documents import safe_filename

LAWFUL_BASES = {
    "legitimate_interest": _("Legitimate interest"),
    "consent": _("Consent they gave"),
    "contract_steps": _("They applied: steps towards a contract"),
}
WAYS_TO_BE_SOMEBODY = frozenset({"name", "given_name", "family_name", "email", "phone", "link"})

blocked_addresses: list[Callable[[Sequence[str]], Mapping[str, str]]] = []
"""Filled by packages above: of these address keys, which must not come back and why
(`erased`, `unsubscribed`, `suppressed`)."""


def begin_import(table: Table, *, staged: StagedFile, filename: str, by: Actor) -> ImportBatch:
    """A new import of a file already read; the mapping of the last file with these headers is proposed again."""
    file = keep_file(staged)
    db.session.flush()
    batch = ImportBatch(
        filename=safe_filename(filename)[:200] or "import", file_id=file.id, created_by_id=by.user_id, tags={"names": []}
    )
    _take_table(batch, table)
    db.session.add(batch)
    db.session.flush()
    return batch


def choose_sheet(batch: ImportBatch, table: Table) -> None:
    """Import another sheet of the workbook than the one proposed."""
    _require(batch, ImportState.MAPPING)
    _take_table(batch, table)


def _take_table(batch: ImportBatch, table: Table) -> None:
    batch.shape, batch.header_key, batch.total_rows = table.shape, header_key(table.headers), len(table.rows)
    last = _last_like(batch)
    remembered = checked_mapping(table.headers, last.mapping) if last else {}
    batch.mapped_like_id = last.id if last and remembered else None
    batch.mapping = remembered or guessed_mapping(table.headers)


def mapped_like(batch: ImportBatch) -> ImportBatch | None:
    """The import whose mapping was proposed again, with who mapped it."""
    if batch.mapped_like_id is None:
        return None
    found = select(ImportBatch).where(ImportBatch.id == batch.mapped_like_id).options(joinedload(ImportBatch.created_by))
    return db.session.scalars(found).one_or_none()


def set_import(
    batch: ImportBatch,
    *,
    mapping: Mapping[str, str],
    duplicates: DuplicateChoice,
    source: str,
    tags: Sequence[str],
    lawful_basis: str,
    evidence: str,
) -> None:
    """Say what the columns mean and what holds for the whole batch."""
    _require(batch, ImportState.MAPPING, ImportState.CHECKED)
    batch.mapping = checked_mapping(batch.shape["headers"], mapping)
    if not WAYS_TO_BE_SOMEBODY & set(batch.mapping.values()):
        raise ImportRefused(_("Choose at least a column with names or e-mail addresses."))
    if lawful_basis not in LAWFUL_BASES:
        raise ImportRefused(_("Say on what basis you may hold these people's details."), field="lawful_basis")
    if len(clean_text(evidence).strip()) < 5:
        raise ImportRefused(_("Say where these details come from, so that it can be shown later."), field="evidence")
    batch.duplicates = duplicates
    batch.source = one_line(source)[:200]
    batch.tags = {"names": [name for tag in tags if (name := one_line(tag)[:200])][:20]}
    batch.lawful_basis, batch.evidence = lawful_basis, clean_text(evidence).strip()[:1000]
    batch.state = ImportState.MAPPING


def check_import(batch: ImportBatch, *, by: Actor) -> None:
    """Begin the dry run: every row is judged, nobody is added."""
    _require(batch, ImportState.MAPPING, ImportState.CHECKED)
    if not batch.lawful_basis:
        raise ImportRefused(_("Say on what basis you may hold these people's details."), field="lawful_basis")
    _forget_rows(batch)
    _start(batch, ImportState.CHECKING, dry_run=True, by=by)


def run_import(batch: ImportBatch, *, by: Actor, unseen: bool = False) -> None:
    """Import for real. The report of the dry run is replaced row by row; `unseen` does without one, as scripts do."""
    _require(batch, ImportState.CHECKED, *([ImportState.MAPPING] if unseen and batch.lawful_basis else []))
    _forget_rows(batch)
    _start(batch, ImportState.RUNNING, dry_run=False, by=by)


def undo_import(batch: ImportBatch, *, by: Actor) -> None:
    """Take back what the batch made, as far as nobody has touched it since."""
    _require(batch, ImportState.DONE)
    batch.state, batch.next_row, batch.due_at, batch.finished_at = ImportState.UNDOING, 0, now(), None
    record(ImportUndone(subject=batch), by=by)
    wake(Lane.BULK)


def discard_import(batch: ImportBatch) -> None:
    """Forget an import that never ran, its file included."""
    _require(batch, ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED)
    _forget_rows(batch)
    forget_file(batch)
    db.session.delete(batch)


def forget_file(batch: ImportBatch) -> None:
    """The file is full of people's details and needed no more."""
    if batch.file_id is not None:
        file = db.session.get_one(StoredFile, batch.file_id)
        batch.file_id = None
        db.session.flush()
        drop_file(file)


def _start(batch: ImportBatch, state: ImportState, *, dry_run: bool, by: Actor) -> None:
    batch.state, batch.dry_run, batch.next_row, batch.counts = state, dry_run, 0, {}
    batch.due_at, batch.parked_at, batch.attempts, batch.finished_at = now(), None, 0, None
    record(ImportStarted(subject=batch, dry_run=dry_run), by=by)
    wake(Lane.BULK)


def _forget_rows(batch: ImportBatch) -> None:
    db.session.execute(delete(ImportRow).where(ImportRow.batch_id == batch.id))


def _last_like(batch: ImportBatch) -> ImportBatch | None:
    """The latest import of a file with these headers whose columns somebody chose."""
    return db.session.scalar(
        select(ImportBatch)
        .where(ImportBatch.header_key == batch.header_key, ImportBatch.lawful_basis != "", ImportBatch.id != batch.id)
        .order_by(ImportBatch.id.desc())
        .limit(1)
    )


def _require(batch: ImportBatch, *states: ImportState) -> None:
    if batch.state not in states:
        raise ImportRefused(_("This import has moved on meanwhile. Look at where it stands now."))
