"""That details left the house in a file."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.core.activity import Audience, Happening, kind
from app.search.exporting.models import Export, ExportFormat

AUDIT = frozenset({Audience.AUDIT})


@kind
@dataclass(frozen=True, kw_only=True)
class CandidatesExported(Happening):
    """`number` people were written into a file, or will be. Who they were is found again by what the export asked for."""

    subject: Export
    format: ExportFormat
    number: int
    audience = AUDIT
    sentence = _("exported candidates")


@kind
@dataclass(frozen=True, kw_only=True)
class ProfileExported(Happening):
    candidate: int
    pay: bool
    audience = AUDIT
    sentence = _("downloaded the profile")
