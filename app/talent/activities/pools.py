"""What can happen to pools, their members, segments and invitations to apply."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.models import Candidate
from app.core.activity import Audience, Happening, kind
from app.hiring.models import Application
from app.jobs.models import Job
from app.talent.models import JobInvitation, JoinedHow, KeepInTouch, LeftWhy, Pool, Segment, Sharing

AUDIT = frozenset({Audience.AUDIT})


@kind
@dataclass(frozen=True, kw_only=True)
class PoolMade(Happening):
    subject: Pool
    sharing: Sharing
    audience = AUDIT
    sentence = _("made a pool")


@kind
@dataclass(frozen=True, kw_only=True)
class PoolChanged(Happening):
    subject: Pool
    sharing: Sharing
    audience = AUDIT
    sentence = _("changed a pool")


@kind
@dataclass(frozen=True, kw_only=True)
class PoolArchived(Happening):
    subject: Pool
    audience = AUDIT
    sentence = _("archived a pool")


@kind
@dataclass(frozen=True, kw_only=True)
class PoolReopened(Happening):
    subject: Pool
    audience = AUDIT
    sentence = _("brought a pool back")


@kind
@dataclass(frozen=True, kw_only=True)
class AddedToPool(Happening):
    candidate: Candidate | int
    subject: Pool
    how: JoinedHow
    sentence = _("added this person to the pool %(subject)s")


@kind
@dataclass(frozen=True, kw_only=True)
class MovedInPool(Happening):
    candidate: Candidate | int
    subject: Pool
    from_stage: int
    to_stage: int
    sentence = _("moved this person on in the pool %(subject)s")


@kind
@dataclass(frozen=True, kw_only=True)
class LeftPool(Happening):
    candidate: Candidate | int
    subject: Pool
    why: LeftWhy
    sentence = _("took this person out of the pool %(subject)s")


@kind
@dataclass(frozen=True, kw_only=True)
class SegmentSaved(Happening):
    subject: Segment
    sharing: Sharing
    audience = AUDIT
    sentence = _("saved a segment")


@kind
@dataclass(frozen=True, kw_only=True)
class SegmentDeleted(Happening):
    subject: Segment
    audience = AUDIT
    sentence = _("deleted a segment")


@kind
@dataclass(frozen=True, kw_only=True)
class InvitedToApply(Happening):
    """`pool` is where the person was chosen from."""

    candidate: Candidate | int
    job: Job | int
    subject: JobInvitation
    pool_id: int | None = None
    sentence = _("invited this person to apply for %(job)s")


@kind
@dataclass(frozen=True, kw_only=True)
class JobInvitationWithdrawn(Happening):
    candidate: Candidate | int
    job: Job | int
    subject: JobInvitation
    sentence = _("took back the invitation to apply for %(job)s")


@kind
@dataclass(frozen=True, kw_only=True)
class InvitationAnswered(Happening):
    """The invited person applied."""

    candidate: Candidate | int
    job: Job | int
    application: Application | int
    subject: JobInvitation
    sentence = _("applied for %(job)s on our invitation")


@kind
@dataclass(frozen=True, kw_only=True)
class KeepInTouchOffered(Happening):
    candidate: Candidate | int
    job: Job | int
    application: Application | int
    subject: KeepInTouch
    sentence = _("offered to keep in touch after %(job)s")


@kind
@dataclass(frozen=True, kw_only=True)
class KeepInTouchAccepted(Happening):
    candidate: Candidate | int
    job: Job | int
    application: Application | int
    subject: KeepInTouch
    sentence = _("agreed to keep in touch after %(job)s")
