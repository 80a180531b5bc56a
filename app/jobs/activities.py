"""What can happen to jobs."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _

from app.core.activity import Happening, kind
from app.jobs.models import CloseReason, Job, Opening, Posting


@kind
@dataclass(frozen=True, kw_only=True)
class JobCreated(Happening):
    job: Job
    copied_from: int | None = None
    sentence = _("created the job")


@kind
@dataclass(frozen=True, kw_only=True)
class JobChanged(Happening):
    """What the job says was changed; `version` is the one the change made, so that a stale form can show it."""

    job: Job
    version: int
    sentence = _("changed the job")


@kind
@dataclass(frozen=True, kw_only=True)
class HiringTeamChanged(Happening):
    job: Job
    version: int
    sentence = _("changed the hiring team")


@kind
@dataclass(frozen=True, kw_only=True)
class StagesChanged(Happening):
    job: Job
    version: int
    sentence = _("changed the stages")


@kind
@dataclass(frozen=True, kw_only=True)
class QuestionsChanged(Happening):
    job: Job
    version: int
    sentence = _("changed the questions of the application form")


@kind
@dataclass(frozen=True, kw_only=True)
class JobOpened(Happening):
    job: Job
    sentence = _("opened the job")


@kind
@dataclass(frozen=True, kw_only=True)
class JobPublished(Happening):
    job: Job
    subject: Posting
    ends_on: date | None = None
    sentence = _("published the job on the careers site")


@kind
@dataclass(frozen=True, kw_only=True)
class JobUnpublished(Happening):
    job: Job
    sentence = _("took the job off the careers site")


@kind
@dataclass(frozen=True, kw_only=True)
class JobPostedInternally(Happening):
    job: Job
    subject: Posting
    ends_on: date | None = None
    sentence = _("showed the job to colleagues")


@kind
@dataclass(frozen=True, kw_only=True)
class JobInternalPostingWithdrawn(Happening):
    job: Job
    sentence = _("took the job back from colleagues")


@kind
@dataclass(frozen=True, kw_only=True)
class PostingEnded(Happening):
    job: Job
    subject: Posting
    sentence = _("took the job off the careers site: its last day has passed")


@kind
@dataclass(frozen=True, kw_only=True)
class JobPutOnHold(Happening):
    job: Job
    sentence = _("put the job on hold")


@kind
@dataclass(frozen=True, kw_only=True)
class JobClosed(Happening):
    job: Job
    reason: CloseReason
    sentence = _("closed the job")


@kind
@dataclass(frozen=True, kw_only=True)
class JobReopened(Happening):
    job: Job
    sentence = _("re-opened the job")


@kind
@dataclass(frozen=True, kw_only=True)
class OpeningAdded(Happening):
    job: Job
    subject: Opening
    sentence = _("added an opening")


@kind
@dataclass(frozen=True, kw_only=True)
class OpeningClosed(Happening):
    job: Job
    subject: Opening
    reason: CloseReason
    application: int | None = None
    sentence = _("closed an opening")


@kind
@dataclass(frozen=True, kw_only=True)
class OpeningReopened(Happening):
    job: Job
    subject: Opening
    sentence = _("re-opened an opening")


@kind
@dataclass(frozen=True, kw_only=True)
class CompanyChanged(Happening):
    sentence = _("changed what the installation says about the company")


@kind
@dataclass(frozen=True, kw_only=True)
class SiteWordingChanged(Happening):
    name: str
    locale: str
    sentence = _("changed a text of the careers site")
