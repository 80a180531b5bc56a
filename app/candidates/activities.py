"""What can happen to a candidate's record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from app.candidates.models import (
    Candidate,
    Consent,
    ConsentAction,
    ConsentRenewal,
    ConsentValidity,
    CustomField,
    Document,
    DocumentKind,
    ImportBatch,
    MagicLink,
    Note,
    NoteKind,
    NoticeDuty,
    Purpose,
    RefreshRequest,
    ResumeBatch,
    Todo,
    Touchpoint,
)
from app.core.activity import Audience, Happening, kind

STAFF = frozenset({Audience.STAFF})
BOTH = frozenset({Audience.STAFF, Audience.CANDIDATE})
AUDIT = frozenset({Audience.AUDIT})


@kind
@dataclass(frozen=True, kw_only=True)
class CandidateAdded(Happening):
    """`origin` is who brought the person: `application`, `recruiter`, `referral`, `event`, `community`."""

    candidate: Candidate
    origin: str
    sentence = _("added this person")


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
class NoteWritten(Happening):
    candidate: Candidate
    subject: Note
    note_kind: NoteKind
    application: Any = None
    sentence = _("wrote a note")


@kind
@dataclass(frozen=True, kw_only=True)
class NoteRemoved(Happening):
    candidate: Candidate
    note_id: int
    audience = AUDIT
    sentence = _("removed a note")


@kind
@dataclass(frozen=True, kw_only=True)
class DocumentAdded(Happening):
    candidate: Candidate
    subject: Document
    document_kind: DocumentKind
    application: Any = None
    audience = BOTH
    sentence = _("added a document")
    candidate_sentence = _("A document was added.")


@kind
@dataclass(frozen=True, kw_only=True)
class DocumentRead(Happening):
    """The text of a document was read in the background. Search indexes it on this."""

    candidate: Candidate | int
    subject: Document
    audience = AUDIT
    sentence = _("read a document")


@kind
@dataclass(frozen=True, kw_only=True)
class DocumentViewed(Happening):
    candidate: int
    document_id: int
    download: bool
    audience = AUDIT
    sentence = _("looked at a document")


@kind
@dataclass(frozen=True, kw_only=True)
class DocumentRemoved(Happening):
    candidate: Candidate
    document_id: int
    sentence = _("removed a document")


@kind
@dataclass(frozen=True, kw_only=True)
class SuggestionsAccepted(Happening):
    candidate: Candidate
    subject: Document
    fields: tuple[str, ...]
    sentence = _("took over what a document says")


@kind
@dataclass(frozen=True, kw_only=True)
class TodoAdded(Happening):
    candidate: int | None
    subject: Todo
    owner_id: int
    application: Any = None
    audience = AUDIT
    sentence = _("added a to-do")


@kind
@dataclass(frozen=True, kw_only=True)
class TodoFinished(Happening):
    candidate: int | None
    subject: Todo
    sentence = _("finished a to-do")


@kind
@dataclass(frozen=True, kw_only=True)
class TodoReassigned(Happening):
    candidate: int | None
    subject: Todo
    owner_id: int
    audience = AUDIT
    sentence = _("reassigned a to-do")


@kind
@dataclass(frozen=True, kw_only=True)
class OwnerChanged(Happening):
    candidate: Candidate
    owner_id: int | None
    sentence = _("changed who looks after this person")


@kind
@dataclass(frozen=True, kw_only=True)
class ConsentRecorded(Happening):
    candidate: Candidate
    subject: Consent
    purpose: Purpose
    action: ConsentAction
    audience = BOTH
    sentence = _("recorded a consent")
    candidate_sentence = _("Your choice about what we may use your details for was recorded.")


@kind
@dataclass(frozen=True, kw_only=True)
class NoticeGivenToPerson(Happening):
    """The person was told that we hold their data; a notice duty is closed."""

    candidate: Candidate
    subject: NoticeDuty
    sentence = _("told this person that we hold their details")


@kind
@dataclass(frozen=True, kw_only=True)
class TouchpointSeen(Happening):
    candidate: Candidate
    subject: Touchpoint
    audience = AUDIT
    sentence = _("came to us")


@kind
@dataclass(frozen=True, kw_only=True)
class MagicLinkAsked(Happening):
    """Somebody who knows the address asked for a sign-in link. Mailing (or the portal) sends it."""

    candidate: Candidate
    subject: MagicLink
    audience = AUDIT
    sentence = _("asked for a sign-in link")


@kind
@dataclass(frozen=True, kw_only=True)
class MailboxConfirmed(Happening):
    """A magic link was redeemed: whoever did it reads that mailbox. Hiring confirms waiting applications on this."""

    candidate: Candidate
    subject: MagicLink
    audience = frozenset({Audience.STAFF, Audience.AUDIT})
    sentence = _("opened a link from their mailbox")


@kind
@dataclass(frozen=True, kw_only=True)
class CandidateSignedOut(Happening):
    candidate: int
    audience = AUDIT
    sentence = _("signed out")


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


@kind
@dataclass(frozen=True, kw_only=True)
class PreferencesChanged(Happening):
    """What somebody wants to get: `fields` are `topics`, `frequency`, `remote` and the kinds of wishes."""

    candidate: Candidate
    fields: tuple[str, ...]
    audience = BOTH
    sentence = _("changed what they want to hear about")
    candidate_sentence = _("You changed what you want to hear about.")


@kind
@dataclass(frozen=True, kw_only=True)
class MailPaused(Happening):
    candidate: Candidate
    until: datetime
    audience = BOTH
    sentence = _("paused mail from us")
    candidate_sentence = _("You paused our mail.")


@kind
@dataclass(frozen=True, kw_only=True)
class MailResumed(Happening):
    candidate: Candidate
    audience = BOTH
    sentence = _("ended the pause of our mail")
    candidate_sentence = _("You ended the pause of our mail.")


@kind
@dataclass(frozen=True, kw_only=True)
class TopicsOfferedChanged(Happening):
    """An admin changed the list of topics people may choose from."""

    topic_id: int
    audience = AUDIT
    sentence = _("changed the list of topics")


@kind
@dataclass(frozen=True, kw_only=True)
class InterestWeightsChanged(Happening):
    audience = AUDIT
    sentence = _("changed how much each sign of interest counts")


@kind
@dataclass(frozen=True, kw_only=True)
class ConsentValidityChanged(Happening):
    """An admin decided how long consents of a country count; `months` None took such a decision back."""

    subject: ConsentValidity
    months: int | None
    audience = AUDIT
    sentence = _("changed how long consents count")


@kind
@dataclass(frozen=True, kw_only=True)
class RenewalAsked(Happening):
    candidate: Candidate
    subject: ConsentRenewal
    reminder: bool = False
    audience = BOTH
    sentence = _("asked whether what was agreed to goes on")
    candidate_sentence = _("We asked you whether what you agreed to goes on.")


@kind
@dataclass(frozen=True, kw_only=True)
class CustomFieldSaved(Happening):
    """A field of the employer's own was added, changed or brought back."""

    subject: CustomField
    audience = AUDIT
    sentence = _("changed the fields of the record")


@kind
@dataclass(frozen=True, kw_only=True)
class CustomFieldArchived(Happening):
    subject: CustomField
    audience = AUDIT
    sentence = _("archived a field of the record")


@kind
@dataclass(frozen=True, kw_only=True)
class SkillListChanged(Happening):
    """A skill was renamed, merged, hidden or given another name. Whoever has it is found by other words from now on."""

    skill_id: int
    audience = AUDIT
    sentence = _("changed the list of skills")


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


@kind
@dataclass(frozen=True, kw_only=True)
class BackgroundChanged(Happening):
    """An entry of experience or education came, went or was corrected. `what` is `experience` or `education`."""

    candidate: Candidate
    what: str
    sentence = _("changed experience or education")
