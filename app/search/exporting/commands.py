"""Asking for an export, and forgetting its file."""

from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.files import drop_file
from app.core.wake import Lane, wake
from app.extensions import db
from app.search.exporting.activities import CandidatesExported, ProfileExported
from app.search.exporting.models import Export, ExportFormat, ExportState
from app.search.exporting.queries import Asked


def begin_export(asked: Asked, *, file_format: ExportFormat, total: int, by: Actor, handed_out: bool = False) -> Export:
    """Note who takes what out of the house. Unless it was `handed_out` at once, the worker makes the file."""
    moment = now()
    export = Export(
        format=file_format,
        asked_for=asked.stored,
        total=total,
        done=total if handed_out else 0,
        state=ExportState.HANDED_OUT if handed_out else ExportState.WORKING,
        finished_at=moment if handed_out else None,
        due_at=None if handed_out else moment,
        created_by_id=by.user_id,
    )
    db.session.add(export)
    db.session.flush()
    record(CandidatesExported(subject=export, format=file_format, number=total), by=by)
    if not handed_out:
        wake(Lane.BULK)
    return export


def forget_export(export: Export) -> None:
    """The file goes; that there was an export stays."""
    file = export.file
    export.state, export.file_id, export.file, export.due_at = ExportState.EXPIRED, None, None, None
    db.session.flush()
    if file is not None:
        drop_file(file)


def note_profile_export(candidate_id: int, *, pay: bool, by: Actor) -> None:
    """For the audit: a profile was downloaded. Call through `aside`."""
    record(ProfileExported(candidate=candidate_id, pay=pay), by=by)
