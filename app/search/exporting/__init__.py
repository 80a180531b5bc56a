"""Taking the list of candidates away as a file: what is seen, under the permissions it is seen with."""

from app.search.exporting.activities import CandidatesExported, ProfileExported
from app.search.exporting.commands import begin_export, forget_export, note_profile_export
from app.search.exporting.lines import MadeFile, count_for, make_file
from app.search.exporting.models import Export, ExportFormat, ExportState
from app.search.exporting.queries import Asked, asked_by, visible_exports
from app.search.exporting.working import advance_exports, forget_old_exports

__all__ = [
    "Asked", "CandidatesExported", "Export", "ExportFormat", "ExportState", "MadeFile", "ProfileExported",
    "advance_exports", "asked_by", "begin_export", "count_for", "forget_export", "forget_old_exports", "make_file",
    "note_profile_export", "visible_exports",
]  # fmt: skip
