"""What happens to what a record says: it is made, changed, looked over, and who looks after it."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.activities.audiences import BOTH
from app.candidates.models import Candidate, Document, RefreshRequest
from app.core.activity import Happening, kind


@kind
@dataclass(frozen=True, kw_only=True)
class CandidateAdded(Happening):
    """`origin` is who brought the person: `application`, `recruiter`, `referral`, `event`, `community`."""

    candidate: Candidate
    origin: str
    sentence = _("added this person")


@kind
@dataclass(frozen=True, kw_only=True)
class CandidateChanged(Happening):
    candidate: Candidate
    fields: tuple[str, ...]
    audience = BOTH
    sentence = _("changed the record")
    candidate_sentence = _("Your details were changed.")


@kind
@dataclass(frozen=True, kw_only=True)
class ContactPointsChanged(Happening):
    """An e-mail address, phone number or link came, went or became the primary one."""

    candidate: Candidate
    what: str
    sentence = _("changed how this person can be reached")


@kind
@dataclass(frozen=True, kw_only=True)
class SkillsChanged(Happening):
    candidate: Candidate
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    sentence = _("changed the skills")


@kind
@dataclass(frozen=True, kw_only=True)
class TagsChanged(Happening):
    candidate: Candidate
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    sentence = _("changed the tags")


@kind
@dataclass(frozen=True, kw_only=True)
class BackgroundChanged(Happening):
    """An entry of experience or education came, went or was corrected. `what` is `experience` or `education`."""

    candidate: Candidate
    what: str
    sentence = _("changed experience or education")


@kind
@dataclass(frozen=True, kw_only=True)
class OwnerChanged(Happening):
    candidate: Candidate
    owner_id: int | None
    sentence = _("changed who looks after this person")


@kind
@dataclass(frozen=True, kw_only=True)
class SuggestionsAccepted(Happening):
    candidate: Candidate
    subject: Document
    fields: tuple[str, ...]
    sentence = _("took over what a document says")


@kind
@dataclass(frozen=True, kw_only=True)
class RefreshAsked(Happening):
    """Somebody was asked whether what we hold is still right. Mailing writes to them on this."""

    candidate: Candidate
    subject: RefreshRequest
    sentence = _("asked whether the details are still right")


@kind
@dataclass(frozen=True, kw_only=True)
class DetailsConfirmed(Happening):
    """The candidate looked over what we hold and said that it is right."""

    candidate: Candidate
    subject: RefreshRequest | None = None
    audience = BOTH
    sentence = _("confirmed that the details are right")
    candidate_sentence = _("You confirmed your details.")
