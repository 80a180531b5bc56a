"""Inviting people to apply for a job: who can be asked, asking them, taking it back, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.candidates.models import Candidate, Consent, ConsentAction, Purpose, Touchpoint
from app.candidates.policy import visible_candidates
from app.candidates.sign_in import verify_mailbox
from app.core.activity import record, record_all
from app.core.actors import Actor
from app.core.clock import now
from app.core.locks import hold_name
from app.core.refusals import Refused
from app.core.text import clean_text, one_line
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.hiring.queries.employment import works_here
from app.jobs.models import Job
from app.jobs.policy import visible_openly
from app.mailing.commands import Draft, SecretLink, cancel_messages, plan_messages
from app.mailing.gate import gate_reason, reason_label
from app.mailing.models import Message, MessageKind, MessageState
from app.mailing.recipients import primary_addresses, resolve
from app.mailing.wording import WordingRefused, check_wording, compile_wording, join_line
from app.mailing.would_be import would_be_messages
from app.talent.activities import InvitationAnswered, InvitedToApply, JobInvitationWithdrawn
from app.talent.models import InvitationState, JobInvitation, Pool

PURPOSE = "job-invitation"
"""Purpose of the derived token in `/jobs/<slug>/apply?invitation=…`, made for the invitation's id."""
MOST = 200
LEGITIMATE_INTEREST, POOL_CONSENT = "legitimate_interest", "consent:pool"
HAS_LEFT = (MessageState.HANDED_OVER, MessageState.ACCEPTED, MessageState.AMBIGUOUS)

LEFT_OUT = {
    "invited": _("was invited to this job already"),
    "applied": _("has applied for this job already"),
    "employee": _("works here"),
}
"""Why somebody is not asked, beside the reasons of the mail gate."""


class NotInvitable(Refused):
    sentence = _("People can be invited to jobs that are open and on the careers site.")


class NobodyToInvite(Refused):
    sentence = _("None of the chosen people can be invited.")


class TooManyToInvite(Refused):
    sentence = _("At most 200 people can be invited at once. An invitation is personal: choose fewer.")


class LinkMissing(Refused):
    sentence = _("The mail needs its link: write {{link}} where people click to apply.")


class InvitationOver(Refused):
    sentence = _("This invitation was answered or taken back already.")


@dataclass(frozen=True)
class Words:
    """What the mail says in one language: Markdown with merge fields."""

    subject: str
    body: str


@dataclass(frozen=True)
class InvitationPlan:
    """Who would be asked, and who would not and why, in the order they were chosen."""

    reached: list[Candidate] = field(default_factory=list)
    left_out: list[tuple[Candidate, str]] = field(default_factory=list)
    """With the sentence that follows the name."""

    @property
    def locales(self) -> list[str]:
        """Languages the mail is needed in, most people first."""
        spoken = [candidate.locale for candidate in self.reached]
        return sorted(set(spoken), key=lambda one: (-spoken.count(one), one))


def plan_invitations(job: Job, candidate_ids: Sequence[int], *, viewer: User) -> InvitationPlan:
    """What asking these people would do; writes nothing. People the viewer does not see are left out silently."""
    if len(set(candidate_ids)) > MOST:
        raise TooManyToInvite()
    seen = visible_candidates(viewer).where(Candidate.id.in_(set(candidate_ids)))
    people = {one.id: one for one in db.session.scalars(seen)}
    chosen = [people[one] for one in dict.fromkeys(candidate_ids) if one in people]
    reasons = _reasons(job, list(people))
    return InvitationPlan(
        [one for one in chosen if one.id not in reasons],
        [(one, str(reasons[one.id])) for one in chosen if one.id in reasons],
    )


def invite_to_apply(
    job: Job, candidate_ids: Sequence[int], *, sender: User, words: Mapping[str, Words], by: Actor, pool: Pool | None = None,
    reasons: Mapping[int, str] | None = None,
) -> list[JobInvitation]:  # fmt: skip
    """Ask everybody who can be asked, each once per job. `words` by language; a language without words gets the first.
    `reasons`: candidate id → the sentence `{{reason}}` stands for in that person's mail.
    """
    require_invitable(job)
    _check_words(words)
    hold_name("inviting", str(job.id))
    plan = plan_invitations(job, candidate_ids, viewer=sender)
    if not plan.reached:
        raise NobodyToInvite()
    addresses = primary_addresses(plan.reached)
    made = [
        JobInvitation(
            job_id=job.id, candidate_id=one.id, pool_id=pool.id if pool else None, invited_by_id=sender.id,
            email=addresses.get(one.id, ""), reason=one_line((reasons or {}).get(one.id, ""))[:500],
        )
        for one in plan.reached
    ]  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    agreed = set(db.session.scalars(_pool_consents([one.id for one in plan.reached])))
    pairs = list(zip(made, plan.reached, strict=True))
    drafts = [
        _draft(job, invitation, one, sender, words, basis=POOL_CONSENT if one.id in agreed else LEGITIMATE_INTEREST)
        for invitation, one in pairs
    ]
    for invitation, message in zip(made, plan_messages(drafts, by=by), strict=True):
        invitation.message_id = message.id
        if message.state is MessageState.SUPPRESSED:
            invitation.state = InvitationState.NOT_SENT
    record_all(
        [
            InvitedToApply(candidate=one.candidate_id, job=job, subject=one, pool_id=one.pool_id)
            for one in made
            if one.state is not InvitationState.NOT_SENT
        ],
        by=by,
    )
    return made


def withdraw_invitation(invitation: JobInvitation, *, by: Actor) -> bool:
    """Its link leads to the plain form from now on. Answers whether the mail had left already."""
    _hold(invitation)
    if not invitation.is_open:
        raise InvitationOver()
    invitation.state, invitation.withdrawn_at = InvitationState.WITHDRAWN, now()
    if invitation.message_id is not None:
        cancel_messages(Message.id == invitation.message_id, reason="invitation-withdrawn", by=by)
    record(JobInvitationWithdrawn(candidate=invitation.candidate_id, job=invitation.job_id, subject=invitation), by=by)
    left = select(Message.id).where(Message.id == invitation.message_id, Message.state.in_(HAS_LEFT))
    return db.session.scalar(left) is not None


def open_invitation(invitation_id: int) -> None:
    """Somebody looked at the page behind the link; noted once."""
    invitation = db.session.get(JobInvitation, invitation_id)
    if invitation is not None and invitation.state is InvitationState.SENT:
        invitation.state, invitation.opened_at = InvitationState.OPENED, now()


def note_invited_application(invitation: JobInvitation, application: Application) -> None:
    """Somebody applied by the link: the mailbox is theirs, and how they came names the invitation and its pool."""
    verify_mailbox(invitation.candidate_id, invitation.email)
    came = {"invitation": invitation.id, "pool": invitation.pool_id}
    db.session.execute(
        update(Touchpoint)
        .where(Touchpoint.application_id == application.id)
        .values(medium="invitation", detail=came)
        .execution_options(synchronize_session=False)
    )


_UNANSWERED = select(JobInvitation).where(
    JobInvitation.candidate_id.in_(bindparam("people", expanding=True)),
    JobInvitation.state.in_((InvitationState.SENT, InvitationState.OPENED)),
)


def answer_invitations(applied: Mapping[tuple[int | None, int | None], int | None], *, by: Actor) -> int:
    """Job and candidate → the application that was received and is confirmed: whoever was invited to the job has
    answered, however they came."""
    if not applied:
        return 0
    invited = db.session.scalars(_UNANSWERED, {"people": {candidate_id for _job_id, candidate_id in applied}}).all()
    answered = [one for one in invited if (one.job_id, one.candidate_id) in applied]
    for invitation in answered:
        invitation.state = InvitationState.APPLIED
        invitation.application_id = applied[invitation.job_id, invitation.candidate_id]
    if answered:
        cancel_messages(Message.id.in_([one.message_id for one in answered if one.message_id]), reason="applied", by=by)
    record_all(
        [
            InvitationAnswered(
                candidate=one.candidate_id, job=one.job_id, application=one.application_id or 0, subject=one
            )
            for one in answered
        ],
        by=by,
    )
    return len(answered)


def stop_invitations(where: Select[int], *, reason: str) -> int:
    """Mails of the open invitations whose ids `where` selects do not leave any more."""
    messages = select(JobInvitation.message_id).where(
        JobInvitation.id.in_(where), JobInvitation.state == InvitationState.SENT, JobInvitation.message_id.is_not(None)
    )
    return cancel_messages(Message.id.in_(messages), reason=reason)


def require_invitable(job: Job) -> None:
    if db.session.scalar(visible_openly().with_only_columns(Job.id).where(Job.id == job.id)) is None:
        raise NotInvitable()


def _check_words(words: Mapping[str, Words]) -> None:
    for locale, said in words.items():
        try:
            wording = check_wording(said.subject, said.body)
        except WordingRefused as refusal:
            raise WordingRefused(refusal.sentence, field=f"{refusal.field}_{locale}") from None
        if "link" not in wording.fields:
            raise LinkMissing(field=f"body_{locale}")


def _draft(
    job: Job, invitation: JobInvitation, to: Candidate, sender: User, words: Mapping[str, Words], *, basis: str
) -> Draft:
    said = words.get(to.locale) or next(iter(words.values()))
    values = {"job.title": job.title, "sender.name": sender.name, "reason": invitation.reason}
    return Draft(
        cause=f"invitation:job:{job.id}:candidate:{to.id}",
        kind=MessageKind.INVITATION,
        to=to,
        subject=_subject(said, to, values),
        body=clean_text(said.body),
        values=values,
        links={"link": invitation_link(invitation, job)},
        job_id=job.id,
        sender=sender.name,
        reply_to=sender.email,
        basis=basis,
    )


def _subject(said: Words, to: Candidate, values: Mapping[str, str]) -> str:
    """With its fields filled in, as the timeline and the ledger show it, unless what fills them looks like a field."""
    person = resolve(to, {})
    filled = join_line(
        compile_wording(said.subject, "").subject, {"first_name": person.first_name, "name": person.name, **values}
    )
    return one_line(said.subject if "{{" in filled else filled)[:300]


def invitation_link(invitation: JobInvitation, job: Job) -> SecretLink:
    return SecretLink(PURPOSE, invitation.id, f"/jobs/{job.slug}/apply?invitation={{token}}")


def _reasons(job: Job, ids: Sequence[int]) -> dict[int, object]:
    """Candidate id → why not, for those who cannot be asked. The order is the order of weight."""
    if not ids:
        return {}
    own = {
        "applied": select(Application.candidate_id).where(
            Application.job_id == job.id, Application.state == ApplicationState.ACTIVE, Application.candidate_id.in_(ids)
        ),
        "invited": select(JobInvitation.candidate_id).where(
            JobInvitation.job_id == job.id, JobInvitation.candidate_id.in_(ids)
        ),
        "employee": select(Application.candidate_id).where(
            works_here(), Application.candidate_id.in_(ids)
        ),
    }
    found: dict[int, object] = {}
    for reason, statement in own.items():
        found |= {one: LEFT_OUT[reason] for one in db.session.scalars(statement) if one not in found}
    rows = would_be_messages(select(Candidate.id).where(Candidate.id.in_(ids)), kind=MessageKind.INVITATION)
    gate = gate_reason(rows)
    for candidate_id, why in db.session.execute(select(rows.candidate_id, gate).where(gate.is_not(None))):
        found.setdefault(candidate_id or 0, reason_label(why or ""))
    return found


def _pool_consents(ids: Sequence[int]) -> Select[int]:
    """Those of the people who agree to be kept in mind, now."""
    newest = (
        select(func.max(Consent.id))
        .where(Consent.candidate_id.in_(ids), Consent.purpose == Purpose.POOL)
        .group_by(Consent.candidate_id)
    )
    return select(Consent.candidate_id).where(
        Consent.id.in_(newest),
        Consent.action.in_((ConsentAction.GIVEN, ConsentAction.CONFIRMED, ConsentAction.RENEWED)),
        (Consent.expires_at.is_(None)) | (Consent.expires_at > now()),
    )


def _hold(invitation: JobInvitation) -> None:
    db.session.refresh(invitation, attribute_names=["state"], with_for_update=True)


def invitation_of(invitation_id: int) -> JobInvitation | None:
    """An invitation with its candidate and its job."""
    return db.session.scalars(
        select(JobInvitation)
        .where(JobInvitation.id == invitation_id)
        .options(joinedload(JobInvitation.candidate), joinedload(JobInvitation.job))
    ).one_or_none()
