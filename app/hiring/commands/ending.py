"""What every ending has in common, and the ending that is the candidate's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.candidates.commands import cancel_todos
from app.candidates.models import Todo
from app.core.activity import record, record_all
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.core.text import clean_text
from app.extensions import db
from app.hiring.activities import ApplicationWithdrawn, OfferEnded
from app.hiring.commands.holding import hold_active
from app.hiring.commands.interviews.cancelling import cancel_interviews_of
from app.hiring.commands.letters import cancel_letters, plan_withdrawal_receipt
from app.hiring.commands.stages import leave
from app.hiring.models import Application, ApplicationState, Offer, OfferState

OPEN_OFFERS = (OfferState.DRAFT, OfferState.SENT)


class NotYours(Refused):
    sentence = _("This application is not yours to withdraw.")
    status = 403


@dataclass(frozen=True)
class Cancelled:
    """What an ending took with it."""

    messages: int
    todos: int
    offers: int
    interviews: int


def end(application: Application, state: ApplicationState, *, by: Actor, keep_offer: int | None = None) -> Cancelled:
    """Close the application as `state` and cancel everything of it that still waits, all in this transaction."""
    leave(application)
    application.state = state
    application.ended_at = now()
    application.screening = ""
    db.session.flush()
    return Cancelled(
        messages=cancel_letters([application.id]),
        todos=cancel_todos(Todo.application_id == application.id),
        offers=end_open_offers([application], why=state.value, by=by, keep=keep_offer),
        interviews=cancel_interviews_of([application.id], why=state.value, by=by),
    )


def end_open_offers(
    applications: Sequence[Application], *, why: str, by: Actor, keep: int | None = None,
    states: Sequence[OfferState] = OPEN_OFFERS,
) -> int:  # fmt: skip
    """Withdraw every draft and unanswered offer of `applications`, except `keep`."""
    by_id = {application.id: application for application in applications}
    offers = list(
        db.session.scalars(
            select(Offer)
            .where(Offer.application_id.in_(by_id), Offer.state.in_(states), Offer.id != (keep or 0))
            .with_for_update()
        )
    )
    for offer in offers:
        offer.state = OfferState.WITHDRAWN
    record_all([ended(offer, by_id[offer.application_id], why=why) for offer in offers], by=by)
    return len(offers)


def ended(offer: Offer, application: Application, *, why: str) -> OfferEnded:
    return OfferEnded(
        candidate=application.candidate_id, job=application.job_id, application=application, subject=offer, why=why
    )


def withdraw_application(application: Application, *, by: Actor, reason: str = "") -> Cancelled:
    """The candidate takes the application back: at once, with a receipt, without being asked why."""
    hold_active(application)
    if by.id != application.candidate_id and not by.is_user:
        raise NotYours()
    application.withdrawal_reason = clean_text(reason).strip()[:1000]
    cancelled = end(application, ApplicationState.WITHDRAWN, by=by)
    application.closed_publicly_at = now()
    record(
        ApplicationWithdrawn(candidate=application.candidate_id, job=application.job_id, application=application), by=by
    )
    plan_withdrawal_receipt(application, by=by)
    return cancelled


def other_active_applications(application: Application) -> list[Application]:
    """Of the same person, to other jobs: an ending shows them and leaves the choice."""
    return list(
        db.session.scalars(
            select(Application).where(
                Application.candidate_id == application.candidate_id,
                Application.id != application.id,
                Application.state == ApplicationState.ACTIVE,
            )
        )
    )
