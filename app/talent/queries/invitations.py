"""Invitations and offers to keep in touch, as pages show them; and the words an invited person would read."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.queries import installation
from app.candidates.models import Candidate
from app.extensions import db
from app.jobs.models import Job, JobState
from app.jobs.policy import visible_jobs
from app.mailing.library import newest_version
from app.mailing.models import FAILED
from app.mailing.recipients import primary_addresses, resolve
from app.mailing.wording import compile_wording, join_line, join_text
from app.talent.commands.inviting import Words
from app.talent.models import InvitationState, JobInvitation, KeepInTouch

TEMPLATE = "invite-to-apply"


class Standing(Enum):
    """How an invitation stands, its mail included."""

    WAITING = "waiting"
    SENT = "sent"
    OPENED = "opened"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"

    @property
    def label(self) -> object:
        return {
            Standing.WAITING: _("Mail is on its way"),
            Standing.SENT: _("Invited"),
            Standing.OPENED: _("Looked at it"),
            Standing.APPLIED: _("Applied"),
            Standing.WITHDRAWN: _("Taken back"),
            Standing.FAILED: _("Was not reached"),
        }[self]

    @property
    def tone(self) -> str:
        return {
            Standing.WAITING: "neutral", Standing.SENT: "blue", Standing.OPENED: "violet", Standing.APPLIED: "green",
            Standing.WITHDRAWN: "neutral", Standing.FAILED: "red",
        }[self]  # fmt: skip


def standing_of(invitation: JobInvitation) -> Standing:
    """`invitation` comes with its message."""
    fixed = {
        InvitationState.APPLIED: Standing.APPLIED, InvitationState.WITHDRAWN: Standing.WITHDRAWN,
        InvitationState.OPENED: Standing.OPENED, InvitationState.NOT_SENT: Standing.FAILED,
    }  # fmt: skip
    if invitation.state in fixed:
        return fixed[invitation.state]
    message = invitation.message
    if message is None or message.state in FAILED:
        return Standing.FAILED
    return Standing.WAITING if message.is_waiting else Standing.SENT


def invitations_to(job_id: int) -> list[JobInvitation]:
    """Everybody asked to apply for a job, newest first."""
    return list(
        db.session.scalars(
            select(JobInvitation)
            .where(JobInvitation.job_id == job_id)
            .options(
                joinedload(JobInvitation.candidate), joinedload(JobInvitation.pool), joinedload(JobInvitation.message),
                joinedload(JobInvitation.invited_by),
            )
            .order_by(JobInvitation.id.desc())
            .limit(500)
        )
    )  # fmt: skip


def jobs_to_invite_to(viewer: User) -> list[tuple[int, str]]:
    """Open jobs on the careers site that the viewer sees."""
    found = visible_jobs(viewer).where(Job.state == JobState.OPEN, Job.confidential.is_(False))
    rows = found.options(joinedload(Job.postings)).order_by(Job.title_key, Job.id).limit(300)
    return [(job.id, job.title) for job in db.session.scalars(rows).unique() if job.is_public]


def keep_in_touch_of(application_id: int) -> KeepInTouch | None:
    """The standing offer to a rejected applicant, with its pool."""
    return db.session.scalars(
        select(KeepInTouch)
        .where(KeepInTouch.application_id == application_id, KeepInTouch.withdrawn_at.is_(None))
        .options(joinedload(KeepInTouch.pool))
        .order_by(KeepInTouch.id.desc())
        .limit(1)
    ).one_or_none()


def invited_by_pool(pool_id: int) -> int:
    """How many people of a pool were ever invited to a job from it."""
    return db.session.scalar(select(func.count()).where(JobInvitation.pool_id == pool_id)) or 0


@dataclass(frozen=True)
class InvitationPreview:
    """The mail as one person would read it."""

    name: str
    to: str
    subject: str
    text: str


def shipped_words(locales: Sequence[str]) -> dict[str, Words]:
    """The library's invitation in each language, to begin with."""
    versions = {locale: newest_version(TEMPLATE, locale) for locale in locales or ["en"]}
    return {locale: Words(version.subject, version.body) for locale, version in versions.items()}


def preview_invitation(candidate: Candidate, job: Job, sender: User, words: Words, *, reason: str = "") -> InvitationPreview:
    """Raises WordingRefused when the words cannot be read."""
    to = resolve(candidate, primary_addresses([candidate]))
    company = installation()
    wording = compile_wording(words.subject, words.body)
    values = {
        "first_name": to.first_name, "name": to.name, "job.title": job.title, "sender.name": sender.name,
        "company": company.company_name if company else "", "link": f"/jobs/{job.slug}/apply?invitation=…",
        "reason": reason,
    }  # fmt: skip
    return InvitationPreview(to.name, to.address, join_line(wording.subject, values), join_text(wording.text, values))
