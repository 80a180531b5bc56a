"""Cancelling what has not left. Exact: a message is handed over only after an update that a cancellation makes fail."""

from sqlalchemy import ColumnElement, update

from app.core.activity import record
from app.core.actors import SYSTEM, Actor
from app.extensions import db
from app.mailing.activities import MessagesCancelled
from app.mailing.models import WAITING, Message, MessageState


def cancel_messages(*where: ColumnElement[bool], reason: str, by: Actor = SYSTEM) -> int:
    """Cancel the waiting messages that match; answers how many. Held-back ones stay so and are told of no more."""
    if not where:
        raise ValueError("cancelling needs a condition")
    db.session.flush()
    cancelled = db.session.execute(
        update(Message)
        .where(Message.state.in_(WAITING), *where)
        .values(state=MessageState.CANCELLED, reason=reason[:60], due_at=None, claimed_until=None)
        .execution_options(synchronize_session="fetch")
    )
    db.session.execute(
        update(Message)
        .where(Message.state == MessageState.SUPPRESSED, Message.due_at.is_not(None), *where)
        .values(due_at=None)
        .execution_options(synchronize_session="fetch")
    )
    number = int(cancelled.rowcount)  # type: ignore[attr-defined]
    if number:
        record(MessagesCancelled(number=number, reason=reason), by=by)
    return number
