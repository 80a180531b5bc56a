"""What comes in by file."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.activities.audiences import AUDIT
from app.candidates.models import Candidate, ImportBatch, ResumeBatch
from app.core.activity import Happening, kind


@kind
@dataclass(frozen=True, kw_only=True)
class CandidateImported(Happening):
    """A row of an import made or changed this record; `fields` is empty when it made it."""

    candidate: Candidate | int
    subject: ImportBatch
    fields: tuple[str, ...] = ()
    sentence = _("brought this person in by import")


@kind
@dataclass(frozen=True, kw_only=True)
class ImportStarted(Happening):
    subject: ImportBatch
    dry_run: bool
    audience = AUDIT
    sentence = _("started an import")


@kind
@dataclass(frozen=True, kw_only=True)
class ResumesSent(Happening):
    """Many résumés were handed in to be read; nobody is on record before somebody accepts them."""

    subject: ResumeBatch
    number: int
    audience = AUDIT
    sentence = _("handed in résumés to be read")


@kind
@dataclass(frozen=True, kw_only=True)
class ImportUndone(Happening):
    subject: ImportBatch
    audience = AUDIT
    sentence = _("undid an import")


@kind
@dataclass(frozen=True, kw_only=True)
class ImportTakenBack(Happening):
    """What an import changed on this record was put back."""

    candidate: int
    subject: ImportBatch
    sentence = _("took back what an import had changed")
