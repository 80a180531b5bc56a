"""Asking colleagues for an opinion, and giving one."""

from collections import defaultdict
from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.accounts.models import User
from app.core.activity import record, record_all
from app.core.actors import SYSTEM, Actor
from app.core.clock import now
from app.core.refusals import NotAllowed, Refused
from app.core.text import clean_text
from app.extensions import db
from app.hiring.activities import ReviewAsked, ReviewGiven
from app.hiring.commands.letters import plan_review_requests
from app.hiring.models import Application, ReviewAnswer, ReviewRequest
from app.jobs.models import Job

MOST_AT_ONCE = 20


class TooManyReviews(Refused):
    sentence = _("Ask about at most 20 applications at once.")


class NobodyToAsk(Refused):
    sentence = _("Choose a colleague who is still active.")

    def __init__(self) -> None:
        super().__init__(field="user")


class AlreadyAsked(Refused):
    sentence = _("This colleague was already asked about this.")


class ReasonMissing(Refused):
    sentence = _("Say in a few words why.")

    def __init__(self) -> None:
        super().__init__(field="reason")


def ask_review(
    applications: Sequence[Application], *, job: Job, user: User, message: str = "", by: Actor
) -> list[ReviewRequest]:
    """Ask `user` about up to twenty applications to `job` with one mail; those already asked about are left out."""
    if len(applications) > MOST_AT_ONCE:
        raise TooManyReviews()
    if not user.is_active:
        raise NobodyToAsk()
    asked_before = set(
        db.session.scalars(
            select(ReviewRequest.application_id).where(
                ReviewRequest.user_id == user.id, ReviewRequest.application_id.in_([a.id for a in applications])
            )
        )
    )
    new = [application for application in applications if application.id not in asked_before]
    if not new:
        raise AlreadyAsked()
    requests = [
        ReviewRequest(
            application_id=application.id, user_id=user.id, asked_by_id=by.user_id,
            message=clean_text(message).strip()[:1000],
        )
        for application in new
    ]  # fmt: skip
    db.session.add_all(requests)
    db.session.flush()
    record_all([_asked(request, new[at]) for at, request in enumerate(requests)], by=by)
    plan_review_requests(requests, job=job, user=user, by=by)
    return requests


def remind_of_reviews(requests: Sequence[ReviewRequest]) -> int:
    """One more mail per colleague and job about opinions still owed; each is reminded of once. They come with
    their application, its job, and the colleague. Answers how many mails.
    """
    groups: dict[tuple[int, int], list[ReviewRequest]] = defaultdict(list)
    for request in requests:
        request.reminded_at = now()
        groups[request.user_id, request.application.job_id].append(request)
    for owed in groups.values():
        plan_review_requests(owed, job=owed[0].application.job, user=owed[0].user, by=SYSTEM, cause="review-reminder")
    return len(groups)


def give_review(
    request: ReviewRequest, application: Application, *, answer: ReviewAnswer, reason: str, by: Actor
) -> None:
    """The colleague who was asked answers; a later answer takes the place of the first."""
    if by.user_id != request.user_id:
        raise NotAllowed(_("Only the colleague who was asked can answer."))
    reason = clean_text(reason).strip()[:4000]
    if not reason:
        raise ReasonMissing()
    request.answer = answer
    request.reason = reason
    request.answered_at = now()
    record(
        ReviewGiven(
            candidate=application.candidate_id, job=application.job_id, application=application, subject=request,
            answer=answer,
        ),
        by=by,
    )  # fmt: skip


def _asked(request: ReviewRequest, application: Application) -> ReviewAsked:
    return ReviewAsked(
        candidate=application.candidate_id, job=application.job_id, application=application, subject=request,
        user=request.user_id,
    )  # fmt: skip
