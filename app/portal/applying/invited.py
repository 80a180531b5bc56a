"""Coming by an invitation: its link proves the mailbox it was sent to, so the form may know the person."""

from dataclasses import dataclass

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.candidates.models import Candidate, Document, DocumentKind
from app.candidates.values import email_key
from app.core.actors import Actor, candidate_actor
from app.core.files import StagedFile
from app.core.tokens import row_of_token
from app.core.transaction import aside
from app.extensions import db
from app.jobs.models import Job
from app.portal.applying.forms import ApplyForm
from app.talent.commands.inviting import PURPOSE, open_invitation
from app.talent.models import InvitationState, JobInvitation

SOURCE = "invitation"


@dataclass(frozen=True)
class Invited:
    """An invitation to this job, the person it went to, and the résumé we have of them."""

    invitation: JobInvitation
    candidate: Candidate
    resume: Document | None

    @property
    def is_open(self) -> bool:
        return self.invitation.is_open

    @property
    def has_applied(self) -> bool:
        return self.invitation.state is InvitationState.APPLIED

    def proves(self, address: str) -> bool:
        """Whether `address` is the mailbox the link was read in."""
        return self.is_open and bool(address) and email_key(address) == email_key(self.invitation.email)

    def actor(self) -> Actor:
        return candidate_actor(self.candidate.id, request.remote_addr)

    @property
    def staged(self) -> StagedFile | None:
        """The résumé we have, to be sent along again."""
        if self.resume is None:
            return None
        file = self.resume.file
        return StagedFile(file.sha256, file.size, file.media_type)


def invited_to(job: Job, token: str) -> Invited | None:
    """The invitation a link or a form names, when it is one to this job and its person still exists."""
    invitation_id = row_of_token(PURPOSE, token[:200]) if token else None
    if invitation_id is None:
        return None
    invitation = db.session.scalars(
        select(JobInvitation)
        .where(JobInvitation.id == invitation_id, JobInvitation.job_id == job.id)
        .options(
            joinedload(JobInvitation.candidate).options(
                selectinload(Candidate.contact_points), selectinload(Candidate.links)
            )
        )
    ).one_or_none()
    if invitation is None or invitation.candidate.is_erased:
        return None
    return Invited(invitation, invitation.candidate, _resume(invitation.candidate_id) if invitation.is_open else None)


def fill_in_invited(form: ApplyForm, invited: Invited, token: str) -> None:
    """Everything typed already: what is left is one press."""
    form.invitation.data = token
    if invited.is_open:
        form.fill_in(invited.candidate)
        form.email.data = invited.invitation.email
        form.use_resume.data = invited.resume is not None


def note_looking(invited: Invited) -> None:
    """Somebody opened the link; noted after the answer."""
    invitation_id = invited.invitation.id
    if invited.invitation.state is InvitationState.SENT and request.method == "GET":
        aside(lambda: open_invitation(invitation_id))


def _resume(candidate_id: int) -> Document | None:
    """The newest résumé on the record."""
    theirs = select(Document).where(
        Document.candidate_id == candidate_id, Document.kind == DocumentKind.RESUME, Document.pending.is_(False)
    )
    return db.session.scalars(theirs.options(joinedload(Document.file)).order_by(Document.id.desc()).limit(1)).first()
