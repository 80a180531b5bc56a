"""Offers: versions, one of which may be answered. Accepting hires."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from app.core.activity import record
from app.core.actors import SYSTEM, Actor
from app.core.clock import now, today
from app.core.refusals import Refused
from app.core.text import clean_text, one_line
from app.extensions import db
from app.hiring.activities import OfferAnswered, OfferMade, OfferSent, OfferViewed
from app.hiring.commands.ending import end_open_offers, ended
from app.hiring.commands.hires import Hired, hire_application
from app.hiring.commands.holding import hold_active, hold_offer
from app.hiring.commands.letters import plan_acceptance, plan_offer
from app.hiring.models import Application, Offer, OfferState

LARGEST_PAY = 2_000_000_000


class OfferIncomplete(Refused):
    """A part of the offer is missing or cannot be; `field` says which."""


class OfferNotOpen(Refused):
    sentence = _("This offer cannot be answered any more. Ask the recruiting team.")


class NotADraft(Refused):
    sentence = _("Only a draft can be sent.")


class NameMissing(Refused):
    sentence = _("Type your full name to accept.")

    def __init__(self) -> None:
        super().__init__(field="signed_name")


def make_offer(
    application: Application, *, title: str, pay_minor: int, currency: str, starts_on: date, by: Actor,
    expires_on: date | None = None, message: str = "",
) -> Offer:  # fmt: skip
    """A new version, as a draft. Versions that were sent stay until this one is sent."""
    hold_active(application)
    _check_terms(title, pay_minor, currency, starts_on, expires_on)
    number = db.session.scalar(select(func.max(Offer.number)).where(Offer.application_id == application.id)) or 0
    offer = Offer(
        application_id=application.id, number=number + 1, title=one_line(title)[:200], pay_minor=pay_minor,
        currency=currency.upper(), starts_on=starts_on, expires_on=expires_on, message=clean_text(message)[:4000],
        made_by_id=by.user_id,
    )  # fmt: skip
    db.session.add(offer)
    db.session.flush()
    record(
        OfferMade(
            candidate=application.candidate_id, job=application.job_id, application=application, subject=offer
        ),
        by=by,
    )
    return offer


def send_offer(offer: Offer, application: Application, *, by: Actor) -> None:
    """Send a draft to the candidate; an older version that still waits for an answer is withdrawn."""
    hold_active(application)
    hold_offer(offer)
    if offer.state is not OfferState.DRAFT:
        raise NotADraft()
    if offer.expires_on is not None and offer.expires_on < today():
        raise OfferIncomplete(_("The day until which the offer stands has passed."), field="expires_on")
    end_open_offers([application], why="replaced", by=by, keep=offer.id, states=(OfferState.SENT,))
    offer.state = OfferState.SENT
    offer.sent_at = now()
    record(
        OfferSent(
            candidate=application.candidate_id, job=application.job_id, application=application, subject=offer
        ),
        by=by,
    )
    plan_offer(offer, application, by=by)


def view_offer(offer: Offer, application: Application, *, by: Actor) -> None:
    """The candidate opened the offer; only the first time counts. Call it through `aside` from a page."""
    hold_offer(offer)
    if offer.viewed_at is None and offer.state is OfferState.SENT:
        offer.viewed_at = now()
        record(
            OfferViewed(
                candidate=application.candidate_id, job=application.job_id, application=application, subject=offer
            ),
            by=by,
        )


def accept_offer(offer: Offer, application: Application, *, signed_name: str, by: Actor) -> Hired:
    """The candidate signs by typing the name; this hires."""
    signature = one_line(signed_name)[:200]
    if len(signature) < 2:
        raise NameMissing()
    _hold_answerable(offer, application)
    offer.state = OfferState.ACCEPTED
    offer.signed_name = signature
    offer.answered_at = now()
    db.session.flush()
    hired = hire_application(application, by=by, keep_offer=offer.id)
    record(_answered(offer, application, accepted=True), by=by)
    plan_acceptance(offer, application, by=by)
    return hired


def decline_offer(offer: Offer, application: Application, *, reason: str = "", by: Actor) -> None:
    """The candidate says no to this offer; the application stays open for another one."""
    _hold_answerable(offer, application)
    offer.state = OfferState.DECLINED
    offer.decline_reason = clean_text(reason).strip()[:1000]
    offer.answered_at = now()
    record(_answered(offer, application, accepted=False), by=by)


def withdraw_offer(offer: Offer, application: Application, *, by: Actor) -> None:
    hold_offer(offer)
    if not offer.is_open:
        raise OfferNotOpen(_("This offer is not open any more."))
    offer.state = OfferState.WITHDRAWN
    record(ended(offer, application, why="withdrawn"), by=by)


def expire_offers(offers: Sequence[Offer]) -> int:
    """Offers whose last day has passed can no longer be answered. They come with their application."""
    for offer in offers:
        offer.state = OfferState.EXPIRED
        record(ended(offer, offer.application, why="expired"), by=SYSTEM)
    return len(offers)


def _check_terms(title: str, pay_minor: int, currency: str, starts_on: date, expires_on: date | None) -> None:
    if not one_line(title):
        raise OfferIncomplete(_("Name the position."), field="title")
    if not 0 < pay_minor <= LARGEST_PAY:
        raise OfferIncomplete(_("Enter the yearly pay."), field="pay")
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
        raise OfferIncomplete(_("A currency has three letters, for instance EUR."), field="currency")
    if starts_on < today():
        raise OfferIncomplete(_("The start date lies in the past."), field="starts_on")
    if expires_on is not None and expires_on < today():
        raise OfferIncomplete(_("The day until which the offer stands lies in the past."), field="expires_on")


def _hold_answerable(offer: Offer, application: Application) -> None:
    """Locks in the same order as every ending does: the application first."""
    hold_active(application)
    hold_offer(offer)
    expired = offer.expires_on is not None and offer.expires_on < today()
    if offer.state is not OfferState.SENT or expired or offer.application_id != application.id:
        raise OfferNotOpen()


def _answered(offer: Offer, application: Application, *, accepted: bool) -> OfferAnswered:
    return OfferAnswered(
        candidate=application.candidate_id, job=application.job_id, application=application, subject=offer,
        accepted=accepted,
    )  # fmt: skip
