"""What can happen to an application. Sentences are for staff; `candidate_sentence` is what the person reads.

Sentences name only what every reading knows (`%(job)s`); stages, reasons and colleagues are ids in the data, which
readings of hiring itself (`queries.history`) turn into names.
"""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _

from app.candidates.models import Candidate
from app.core.activity import Audience, Happening, kind
from app.hiring.models import (
    Application,
    Interview,
    InterviewState,
    Kit,
    Offer,
    ReviewAnswer,
    ReviewRequest,
    Scorecard,
)
from app.jobs.models import Job

BOTH = frozenset({Audience.STAFF, Audience.CANDIDATE})


@dataclass(frozen=True, kw_only=True)
class OnApplication(Happening):
    """Base of what happens to one application."""

    candidate: Candidate | int
    job: Job | int
    application: Application | int


@kind
@dataclass(frozen=True, kw_only=True)
class ApplicationReceived(OnApplication):
    audience = BOTH
    sentence = _("applied for %(job)s")
    candidate_sentence = _("We received your application.")
    confirmed: bool = True


@kind
@dataclass(frozen=True, kw_only=True)
class ApplicationConfirmed(OnApplication):
    sentence = _("confirmed the application for %(job)s from their mailbox")


@kind
@dataclass(frozen=True, kw_only=True)
class AppliedAgain(OnApplication):
    sentence = _("applied again for %(job)s")


@kind
@dataclass(frozen=True, kw_only=True)
class NewerResumeAdded(OnApplication):
    audience = BOTH
    sentence = _("added a newer résumé to the application for %(job)s")
    candidate_sentence = _("You added a newer résumé.")


@kind
@dataclass(frozen=True, kw_only=True)
class ApplicationMoved(OnApplication):
    sentence = _("moved the application for %(job)s to another stage")
    from_stage: int
    to_stage: int


@kind
@dataclass(frozen=True, kw_only=True)
class ApplicationMarked(OnApplication):
    """A screener set or took back “maybe”."""

    sentence = _("screened the application for %(job)s")
    mark: str


@kind
@dataclass(frozen=True, kw_only=True)
class ApplicationCleared(OnApplication):
    """Somebody looked at a suspicious application and found it genuine."""

    sentence = _("took the application for %(job)s off the suspicious shelf")


@kind
@dataclass(frozen=True, kw_only=True)
class ApplicationRejected(OnApplication):
    sentence = _("rejected the application for %(job)s")
    reason: int
    told: bool


@kind
@dataclass(frozen=True, kw_only=True)
class RejectionUndone(OnApplication):
    sentence = _("took back the rejection for %(job)s")
    mail_had_left: bool


@kind
@dataclass(frozen=True, kw_only=True)
class RejectionTold(OnApplication):
    """From now on the candidate can read that it ended."""

    audience = BOTH
    sentence = _("was told the decision about %(job)s")
    candidate_sentence = _("We decided to continue with other people.")


@kind
@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(OnApplication):
    audience = BOTH
    sentence = _("withdrew the application for %(job)s")
    candidate_sentence = _("You withdrew your application.")


@kind
@dataclass(frozen=True, kw_only=True)
class CandidateHired(OnApplication):
    audience = BOTH
    sentence = _("was hired for %(job)s")
    candidate_sentence = _("You are hired. Welcome!")
    opening: int


@kind
@dataclass(frozen=True, kw_only=True)
class HireUndone(OnApplication):
    sentence = _("took back the hire for %(job)s")
    opening: int


@kind
@dataclass(frozen=True, kw_only=True)
class LastDayNoted(OnApplication):
    sentence = _("noted the last day with the company: %(last_day)s")
    last_day: date


@kind
@dataclass(frozen=True, kw_only=True)
class DepartureUndone(OnApplication):
    sentence = _("took back that the person leaves the company")


@kind
@dataclass(frozen=True, kw_only=True)
class OfferMade(OnApplication):
    sentence = _("prepared an offer for %(job)s")
    subject: Offer


@kind
@dataclass(frozen=True, kw_only=True)
class OfferSent(OnApplication):
    audience = BOTH
    sentence = _("sent an offer for %(job)s")
    candidate_sentence = _("We sent you an offer.")
    subject: Offer


@kind
@dataclass(frozen=True, kw_only=True)
class OfferViewed(OnApplication):
    sentence = _("opened the offer for %(job)s")
    subject: Offer


@kind
@dataclass(frozen=True, kw_only=True)
class OfferAnswered(OnApplication):
    audience = BOTH
    sentence = _("answered the offer for %(job)s")
    candidate_sentence = _("You answered our offer.")
    subject: Offer
    accepted: bool


@kind
@dataclass(frozen=True, kw_only=True)
class OfferEnded(OnApplication):
    """Withdrawn by us, replaced by a newer one, or expired."""

    sentence = _("an offer for %(job)s ended")
    subject: Offer | int
    why: str


@kind
@dataclass(frozen=True, kw_only=True)
class ReviewAsked(OnApplication):
    sentence = _("asked for an opinion on the application for %(job)s")
    subject: ReviewRequest
    user: int


@kind
@dataclass(frozen=True, kw_only=True)
class ReviewGiven(OnApplication):
    sentence = _("gave an opinion on the application for %(job)s")
    subject: ReviewRequest
    answer: ReviewAnswer


@kind
@dataclass(frozen=True, kw_only=True)
class ReplyDateMissed(OnApplication):
    sentence = _("the reply-by date for %(job)s passed without word")
    promised: date


@kind
@dataclass(frozen=True, kw_only=True)
class ReplyDateSet(OnApplication):
    sentence = _("set a new reply-by date for %(job)s")
    promised: date


@kind
@dataclass(frozen=True, kw_only=True)
class ApplicationViewed(OnApplication):
    audience = frozenset({Audience.AUDIT})
    sentence = _("viewed the application for %(job)s")


@kind
@dataclass(frozen=True, kw_only=True)
class InterviewScheduled(OnApplication):
    audience = BOTH
    sentence = _("scheduled an interview for %(job)s")
    candidate_sentence = _("We invited you to an interview.")
    subject: Interview
    starts_at: datetime


@kind
@dataclass(frozen=True, kw_only=True)
class InterviewChanged(OnApplication):
    """Time, place or panel changed; `starts_at` is when it takes place now."""

    audience = BOTH
    sentence = _("changed an interview for %(job)s")
    candidate_sentence = _("We changed your interview.")
    subject: Interview
    starts_at: datetime


@kind
@dataclass(frozen=True, kw_only=True)
class InterviewCancelled(OnApplication):
    audience = BOTH
    sentence = _("called off an interview for %(job)s")
    candidate_sentence = _("Your interview was called off.")
    subject: Interview
    starts_at: datetime
    why: str


@kind
@dataclass(frozen=True, kw_only=True)
class InterviewOutcomeNoted(OnApplication):
    sentence = _("noted how an interview for %(job)s went")
    subject: Interview
    outcome: InterviewState


@kind
@dataclass(frozen=True, kw_only=True)
class InterviewAnswered(OnApplication):
    """Somebody of the panel will come, or cannot."""

    sentence = _("answered the invitation to an interview for %(job)s")
    subject: Interview
    accepted: bool


@kind
@dataclass(frozen=True, kw_only=True)
class InterviewImpossible(OnApplication):
    audience = BOTH
    sentence = _("cannot make it to the interview for %(job)s")
    candidate_sentence = _("You told us that the time does not work for you.")
    subject: Interview


@kind
@dataclass(frozen=True, kw_only=True)
class ScorecardGiven(OnApplication):
    """Shown only to those who may read the scorecard: that it is there is feedback too."""

    sentence = _("gave a scorecard for %(job)s")
    subject: Scorecard


@kind
@dataclass(frozen=True, kw_only=True)
class ScorecardAmended(OnApplication):
    """Changed after it was given; what it said before is kept beside this."""

    audience = frozenset({Audience.AUDIT})
    sentence = _("changed a scorecard for %(job)s")
    subject: Scorecard


@kind
@dataclass(frozen=True, kw_only=True)
class KitChanged(Happening):
    audience = frozenset({Audience.AUDIT})
    sentence = _("changed what the interviews of a stage ask")
    job: Job | int
    subject: Kit
