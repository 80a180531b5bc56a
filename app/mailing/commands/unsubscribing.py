"""Leaving by a mail: its own kind, or everything. It takes effect for the very next message claimed, because the gate
asks the rows written here."""

from collections.abc import Iterable

from sqlalchemy import select

from app.candidates.commands.preferences import choose_consents
from app.candidates.models import Candidate, ContactKind, ContactPoint, Purpose
from app.core.actors import Actor
from app.extensions import db
from app.mailing.commands.suppressing import is_suppressed, lift_suppression, suppress_address
from app.mailing.gate import PURPOSES
from app.mailing.models import Message, SuppressionReason

MAILED_PURPOSES = (Purpose.NEWSLETTER, Purpose.JOB_ALERTS, Purpose.EVENTS)
UNSUBSCRIBED = SuppressionReason.UNSUBSCRIBED


def unsubscribe(message: Message, *, by: Actor, agent: str = "") -> Purpose | None:
    """One click in the mail program: no more mail of this kind. Of a mail without a kind of its own (a personal
    approach, a mail to a bare address) it means everything. Answers the purpose that ended."""
    candidate = recipient_of(message)
    purpose = PURPOSES.get(message.kind)
    if candidate is None or purpose is None:
        unsubscribe_from_everything(message, by=by, agent=agent)
        return None
    choose_consents(candidate, {purpose: False}, by=by, method="one-click", locale=message.locale, agent=agent)
    return purpose


def unsubscribe_from_everything(message: Message, *, by: Actor, agent: str = "") -> None:
    """No more mail but about the person's own applications, at none of their addresses."""
    candidate = recipient_of(message)
    if candidate is not None:
        stop_all_mail(candidate, by=by, agent=agent)
    _stop([message.address], message.candidate_id, by)


def stop_all_mail(candidate: Candidate, *, by: Actor, agent: str = "") -> None:
    """What the person agreed to get ends, and their addresses are kept from any mail that asks for no consent."""
    wanted = dict.fromkeys((*MAILED_PURPOSES, Purpose.TRACKING), False)
    choose_consents(candidate, wanted, by=by, method="unsubscribe", agent=agent)
    _stop(addresses_of(candidate.id), candidate.id, by)


def welcome_back(candidate: Candidate, *, by: Actor) -> bool:
    """The person chose to get mail again: having unsubscribed from everything holds it back no longer."""
    lifted = [
        lift_suppression(address, UNSUBSCRIBED, candidate_id=candidate.id, by=by) for address in addresses_of(candidate.id)
    ]
    return any(lifted)


def gets_nothing(addresses: Iterable[str]) -> bool:
    """Whether somebody with these addresses unsubscribed from everything."""
    return any(is_suppressed(address, UNSUBSCRIBED) for address in addresses)


def recipient_of(message: Message) -> Candidate | None:
    """The person a mail went to, unless they are erased or it went to a colleague."""
    if message.candidate_id is None or message.user_id is not None:
        return None
    candidate = db.session.get(Candidate, message.candidate_id)
    return candidate if candidate is not None and not candidate.is_erased else None


def addresses_of(candidate_id: int) -> list[str]:
    theirs = select(ContactPoint.value).where(
        ContactPoint.candidate_id == candidate_id, ContactPoint.kind == ContactKind.EMAIL
    )
    return list(db.session.scalars(theirs.order_by(ContactPoint.is_primary.desc(), ContactPoint.id)))


def _stop(addresses: Iterable[str], candidate_id: int | None, by: Actor) -> None:
    for address in addresses:
        if address and not is_suppressed(address, UNSUBSCRIBED):
            suppress_address(address, UNSUBSCRIBED, candidate_id=candidate_id, by=by)
