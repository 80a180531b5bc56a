"""The mails hiring causes, each planned in the transaction that made it true."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, select, update
from sqlalchemy.orm import load_only

from app.accounts.models import User
from app.candidates.models import Candidate
from app.candidates.sign_in import PURPOSE, make_magic_link
from app.core.actors import Actor
from app.core.clock import today
from app.extensions import db
from app.hiring.models import Application, BulkAct, BulkActItem, Offer, Rejection, ReviewRequest
from app.jobs.models import Job
from app.mailing.commands import Address, Draft, SecretLink, cancel_messages, plan_messages
from app.mailing.commands.planning import plan_many
from app.mailing.models import Message, MessageKind, MessageState

RECEIPTS = ("application-received:", "confirm-application:", "applied-again:")
"""Causes of mails that leave however the application ends: the person is owed a receipt."""
REJECTION = "rejection:"
NEVER_LEFT = (MessageState.CANCELLED, MessageState.SUPPRESSED, MessageState.HARD_FAILED)


def plan_receipt(application: Application, job: Job, *, by: Actor) -> Message:
    return _plan(
        "application-received", application, job, by=by, to=_applicant(application), values=_promise(application),
        link=_status_link(application),
    )  # fmt: skip


def plan_confirmation(application: Application, job: Job, *, by: Actor) -> Message:
    """To a known address: open the link so that the application becomes yours."""
    return _plan(
        "confirm-application", application, job, by=by, to=_applicant(application), link=_status_link(application)
    )


def plan_applied_again(application: Application, *, by: Actor) -> Message:
    """At most one a day, however often somebody applies in this person's name."""
    return _plan(
        "applied-again", application, _job(application), by=by, to=_applicant(application),
        cause=f"applied-again:{application.id}:{today()}", link=_status_link(application),
        values={"newer_resume": "yes"} if application.newer_resume_id else {},
    )  # fmt: skip


def plan_withdrawal_receipt(application: Application, *, by: Actor) -> Message:
    return _plan("application-withdrawn", application, _job(application), by=by)


def plan_rejection(
    rejection: Rejection, application: Application, *, due_at: datetime, by: Actor,
    links: Mapping[str, SecretLink] | None = None,
) -> Message:  # fmt: skip
    draft = _draft(
        "rejection", application, _job(application), to=db.session.get_one(Candidate, application.candidate_id),
        due_at=due_at, cause=f"{REJECTION}{rejection.id}", links=links,
    )  # fmt: skip
    message = plan_messages([draft], by=by)[0]
    rejection.message_id = message.id
    return message


def plan_rejections(rejections: Mapping[int, Any], *, job: Job, due_at: datetime, by: Actor) -> None:
    """The mails of many rejections in a handful of statements. `rejections` maps their ids to rows or records with the
    `id` of an application and its `candidate_id`.
    """
    if not rejections:
        return
    named = load_only(Candidate.full_name, Candidate.given_name, Candidate.preferred_name, Candidate.locale)
    wanted = {application.candidate_id for application in rejections.values()}
    people = {one.id: one for one in db.session.scalars(select(Candidate).where(Candidate.id.in_(wanted)).options(named))}
    drafts = [
        _draft("rejection", application, job, to=people[application.candidate_id], due_at=due_at, cause=f"{REJECTION}{number}")
        for number, application in rejections.items()
    ]  # fmt: skip
    plan_many(drafts, by=by)
    letter = select(Message.id).where(Message.cause == REJECTION + cast(Rejection.id, String))
    db.session.execute(
        update(Rejection)
        .where(Rejection.id.in_(rejections))
        .values(message_id=letter.scalar_subquery())
        .execution_options(synchronize_session=False)
    )


def plan_offer(offer: Offer, application: Application, *, by: Actor) -> Message:
    return _plan(
        "offer-made", application, _job(application), by=by, cause=f"offer-made:{offer.id}",
        values={"reply_by": offer.expires_on} if offer.expires_on else {},
        link=_status_link(application, f"/me/offers/{offer.id}"),
    )  # fmt: skip


def plan_acceptance(offer: Offer, application: Application, *, by: Actor) -> Message:
    return _plan(
        "offer-accepted", application, _job(application), by=by, cause=f"offer-accepted:{offer.id}",
        values={"start_date": offer.starts_on}, link=_status_link(application, f"/me/offers/{offer.id}"),
    )  # fmt: skip


def plan_review_requests(
    requests: Sequence[ReviewRequest], *, job: Job, user: User, by: Actor, cause: str = "review-request"
) -> Message:
    """One mail for all that are asked about at once. No word about the candidates stands in it."""
    asker = db.session.get(User, by.user_id or requests[0].asked_by_id or 0)
    draft = Draft(
        cause=f"{cause}:{requests[0].id}", kind=MessageKind.PROCESS, to=user, template="review-request",
        values={
            "count": str(len(requests)), "job.title": job.title, "message": requests[0].message,
            "sender.name": asker.name if asker else "",
        },
    )  # fmt: skip
    return plan_messages([draft], by=by)[0]


def cancel_letters(application_ids: Sequence[int]) -> int:
    """Stop what has not left yet; receipts still go."""
    not_receipts = [~Message.cause.startswith(prefix) for prefix in RECEIPTS]
    return cancel_messages(Message.application_id.in_(application_ids), *not_receipts, reason="application-ended")


def stop_rejection_letters(message_ids: Sequence[int]) -> set[int]:
    """Stop the mails of rejections; answers those that have not left and never will."""
    if not message_ids:
        return set()
    cancel_messages(Message.id.in_(message_ids), reason="rejection-undone")
    return set(
        db.session.scalars(select(Message.id).where(Message.id.in_(message_ids), Message.state.in_(NEVER_LEFT)))
    )


def stop_letters_of_act(act: BulkAct) -> int:
    """None of the act's mails leaves from now on, however long the rest of its taking back lasts."""
    letters = (
        select(Rejection.message_id)
        .join(BulkActItem, BulkActItem.rejection_id == Rejection.id)
        .where(BulkActItem.act_id == act.id, Rejection.undone_at.is_(None), Rejection.message_id.is_not(None))
    )
    return cancel_messages(Message.id.in_(letters), reason="rejection-undone")


def _plan(
    template: str, application: Application, job: Job, *, by: Actor, to: Candidate | Address | None = None,
    cause: str = "", values: Mapping[str, str | date] | None = None, link: SecretLink | None = None,
) -> Message:  # fmt: skip
    draft = _draft(
        template, application, job, to=to or db.session.get_one(Candidate, application.candidate_id), cause=cause,
        values=values, link=link,
    )  # fmt: skip
    return plan_messages([draft], by=by)[0]


def _draft(
    template: str, application: Any, job: Job, *, to: Candidate | Address, cause: str = "",
    values: Mapping[str, str | date] | None = None, link: SecretLink | None = None, due_at: datetime | None = None,
    links: Mapping[str, SecretLink] | None = None,
) -> Draft:  # fmt: skip
    return Draft(
        cause=cause or f"{template}:{application.id}", kind=MessageKind.PROCESS, to=to, template=template,
        values={"job.title": job.title, **(values or {})}, links={**({"status_link": link} if link else {}), **(links or {})}, due_at=due_at,
        application_id=application.id, job_id=job.id,
    )  # fmt: skip


def _applicant(application: Application) -> Address:
    """The very address the form named: whoever reads that mailbox is who may answer."""
    return Address(
        application.given_email, application.given_name, application.locale, candidate_id=application.candidate_id
    )


def _status_link(application: Application, path: str = "") -> SecretLink:
    candidate = db.session.get_one(Candidate, application.candidate_id)
    link = make_magic_link(
        candidate, email=application.given_email, next_path=path or f"/me/applications/{application.id}"
    )
    return SecretLink(PURPOSE, link.id, "/m/")


def _promise(application: Application) -> dict[str, date]:
    return {"reply_by": application.reply_by} if application.reply_by else {}


def _job(application: Application) -> Job:
    return db.session.get_one(Job, application.job_id)
