"""Cancelling what has not left. Exact: a message is handed over only after an update that a cancellation makes fail."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from app.core.activity import record
from app.core.actors import SYSTEM, Actor
from app.extensions import db
from app.mailing.activities import MessagesCancelled
from app.mailing.models import WAITING, KeptMail, Message, MessageState

_HELD_BACK = and_(Message.state == MessageState.SUPPRESSED, Message.due_at.is_not(None))
_WAITS = or_(Message.state.in_(WAITING), _HELD_BACK)


def cancel_messages(*where: ColumnElement[bool], reason: str, by: Actor = SYSTEM) -> int:
    """Cancel the waiting messages that match; answers how many. Held-back ones stay so and are told of no more."""
    if not where:
        raise ValueError("cancelling needs a condition")
    db.session.flush()
    if db.session.scalar(select(Message.id).where(_WAITS, *where).limit(1)) is None:
        return 0  # as with most applications that end
    cancelled = db.session.execute(
        update(Message)
        .where(Message.state.in_(WAITING), *where)
        .values(state=MessageState.CANCELLED, reason=reason[:60], due_at=None, claimed_until=None)
        .execution_options(synchronize_session="fetch")
    )
    db.session.execute(
        update(Message)
        .where(_HELD_BACK, *where)
        .values(due_at=None)
        .execution_options(synchronize_session="fetch")
    )
    number = int(cancelled.rowcount)  # type: ignore[attr-defined]
    if number:
        record(MessagesCancelled(number=number, reason=reason), by=by)
    return number


def forget_strangers(causes: Sequence[str], *, reason: str) -> None:
    """What asked a mailbox nobody on record has is over: it does not leave, and forgets whom it was for."""
    asked = and_(Message.cause.in_(causes), Message.candidate_id.is_(None))
    cancel_messages(asked, reason=reason)
    db.session.execute(delete(KeptMail).where(KeptMail.message_id.in_(select(Message.id).where(asked))))
    db.session.execute(
        update(Message)
        .where(asked)
        .values(address="", address_key="", address_hash="", recipient_name="", merge_values={}, links={})
        .execution_options(synchronize_session=False)
    )
