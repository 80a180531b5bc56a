"""What can happen to a referral."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.models import Candidate
from app.core.activity import Happening, kind
from app.jobs.models import Job


@kind
@dataclass(frozen=True, kw_only=True)
class CandidateReferred(Happening):
    """The person agreed to being referred by an employee; `referral` is the row."""

    candidate: Candidate
    job: Job | int | None
    referral: int
    sentence = _("agreed to being referred by an employee")
