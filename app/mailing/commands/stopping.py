"""Acts on the many messages of one campaign, a few at a time: put back, let go, called off. Each answers how many."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from app.core.clock import now
from app.core.wake import Lane, wake
from app.extensions import db
from app.mailing.models import WAITING, Message, MessageState


def put_back_messages(campaign_id: int, *, limit: int) -> int:
    """What is due waits without a time until it is let go. What a worker holds is stopped by the gate's hold."""
    return _change(
        campaign_id, limit, Message.state == MessageState.DUE, Message.claimed_until.is_(None),
        state=MessageState.PLANNED, due_at=None,
    )  # fmt: skip


def let_go_messages(campaign_id: int, *, limit: int) -> int:
    """What was put back, or put off because it had to wait, is due now."""
    put_back = and_(Message.state == MessageState.PLANNED, Message.due_at.is_(None))
    put_off = and_(Message.state == MessageState.DUE, Message.due_at > now())
    number = _change(campaign_id, limit, or_(put_back, put_off), state=MessageState.DUE, due_at=now())
    if number:
        wake(Lane.MAIL)
    return number


def call_off_messages(campaign_id: int, *, reason: str, limit: int) -> int:
    """What has not been handed over never will be: handing over is an update that this one makes fail."""
    return _change(
        campaign_id, limit, Message.state.in_(WAITING),
        state=MessageState.CANCELLED, reason=reason[:60], due_at=None, claimed_until=None,
    )  # fmt: skip


def _change(campaign_id: int, limit: int, *where: ColumnElement[bool], **values: Any) -> int:
    chosen = select(Message.id).where(Message.campaign_id == campaign_id, *where).limit(limit)
    if db.session.get_bind().dialect.name == "postgresql":
        chosen = chosen.with_for_update(skip_locked=True)
    changed = db.session.execute(
        update(Message)
        .where(Message.id.in_(chosen.scalar_subquery()))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]
