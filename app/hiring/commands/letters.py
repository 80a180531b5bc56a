"""The mails hiring causes, each planned in the transaction that made it true."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.candidates.models import Candidate
from app.candidates.sign_in import PURPOSE, make_magic_link
from app.core.actors import Actor
from app.core.clock import today
from app.extensions import db
from app.hiring.models import Application, Offer, Rejection, ReviewRequest
from app.jobs.models import Job
from app.mailing.commands import SecretLink, cancel_messages, plan_message
from app.mailing.models import Message, MessageKind, MessageState

RECEIPTS = ("application-received:", "confirm-application:", "applied-again:")
"""Causes of mails that leave however the application ends: the person is owed a receipt."""


def plan_receipt(application: Application, candidate: Candidate, job: Job, *, by: Actor) -> Message:
    return _to_candidate("application-received", application, candidate, job, by=by)


def plan_confirmation(application: Application, candidate: Candidate, job: Job, *, by: Actor) -> Message:
    """To a known address: open the link so that the application becomes yours."""
    return _to_candidate("confirm-application", application, candidate, job, by=by)


def plan_applied_again(application: Application, candidate: Candidate, *, by: Actor) -> Message:
    """At most one a day, however often somebody applies in this person's name."""
    job = db.session.get_one(Job, application.job_id)
    return _to_candidate(
        "applied-again", application, candidate, job, by=by, cause=f"applied-again:{application.id}:{today()}"
    )


def plan_withdrawal_receipt(application: Application, *, by: Actor) -> Message:
    return _to_person("application-withdrawn", application, by=by)


def plan_rejection(rejection: Rejection, application: Application, *, due_at: datetime, by: Actor) -> Message:
    message = _to_person("rejection", application, by=by, cause=f"rejection:{rejection.id}", due_at=due_at)
    rejection.message_id = message.id
    return message


def plan_offer(offer: Offer, application: Application, *, by: Actor) -> Message:
    return _to_person(
        "offer-made", application, by=by, cause=f"offer-made:{offer.id}", next_path=f"/me/offers/{offer.id}"
    )


def plan_acceptance(offer: Offer, application: Application, *, by: Actor) -> Message:
    return _to_person("offer-accepted", application, by=by, cause=f"offer-accepted:{offer.id}")


def plan_review_requests(requests: Sequence[ReviewRequest], *, user: User, by: Actor) -> Message:
    """One mail for all that are asked about at once. No word about the candidates stands in it."""
    return plan_message(
        cause=f"review-request:{requests[0].id}", kind=MessageKind.PROCESS, to=user, template="review-request",
        values={"count": str(len(requests))}, links={}, by=by,
    )  # fmt: skip


def cancel_letters(application_ids: Sequence[int]) -> int:
    """Stop what has not left yet; receipts still go."""
    not_receipts = [~Message.cause.startswith(prefix) for prefix in RECEIPTS]
    return cancel_messages(Message.application_id.in_(application_ids), *not_receipts, reason="application-ended")


def cancel_rejection_letter(rejection: Rejection) -> bool:
    """Stop the mail of a rejection; False when it has already left."""
    if rejection.message_id is None:
        return True
    if cancel_messages(Message.id == rejection.message_id, reason="rejection-undone"):
        return True
    state = db.session.scalar(select(Message.state).where(Message.id == rejection.message_id))
    return state in (MessageState.CANCELLED, MessageState.SUPPRESSED, MessageState.HARD_FAILED)


def _to_person(
    template: str, application: Application, *, by: Actor, cause: str = "", due_at: datetime | None = None,
    next_path: str = "",
) -> Message:  # fmt: skip
    candidate = db.session.get_one(Candidate, application.candidate_id)
    job = db.session.get_one(Job, application.job_id)
    return _to_candidate(
        template, application, candidate, job, by=by, cause=cause, due_at=due_at, next_path=next_path
    )


def _to_candidate(
    template: str, application: Application, candidate: Candidate, job: Job, *, by: Actor, cause: str = "",
    due_at: datetime | None = None, next_path: str = "",
) -> Message:  # fmt: skip
    link = make_magic_link(
        candidate, email=application.given_email, next_path=next_path or f"/me/applications/{application.id}"
    )
    return plan_message(
        cause=cause or f"{template}:{application.id}", kind=MessageKind.PROCESS, to=candidate, template=template,
        values={"job.title": job.title}, links={"status_link": SecretLink(PURPOSE, link.id, "/m/")}, due_at=due_at,
        application_id=application.id, job_id=job.id, by=by,
    )  # fmt: skip
