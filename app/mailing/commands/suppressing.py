"""Addresses that must not be written to. Only a keyed hash is kept, so that a suppression outlives an erasure."""

from sqlalchemy import Select, select

from app.core.activity import record
from app.core.actors import SYSTEM, Actor
from app.core.clock import now
from app.extensions import db
from app.mailing.activities import AddressSuppressed, SuppressionLifted
from app.mailing.gate import address_hash
from app.mailing.models import Suppression, SuppressionReason


def suppress_address(
    address: str, reason: SuppressionReason, *, candidate_id: int | None = None, by: Actor = SYSTEM
) -> Suppression:
    """Stop mail to `address`. Messages that wait are stopped by the gate when their time comes."""
    row = db.session.scalar(_of(address, reason))
    if row is not None and row.lifted_at is None:
        return row
    if row is None:
        row = Suppression(address_hash=address_hash(address), reason=reason)
        db.session.add(row)
    row.lifted_at = None
    db.session.flush()
    record(AddressSuppressed(subject=row, candidate=candidate_id, reason=reason), by=by)
    return row


def lift_suppression(
    address: str, reason: SuppressionReason, *, candidate_id: int | None = None, by: Actor
) -> bool:
    """Allow mail to `address` again; False when it was not suppressed for `reason`."""
    row = db.session.scalar(_of(address, reason))
    if row is None or row.lifted_at is not None:
        return False
    row.lifted_at = now()
    record(SuppressionLifted(subject=row, candidate=candidate_id, reason=reason), by=by)
    return True


def is_suppressed(address: str, *reasons: SuppressionReason) -> bool:
    """Whether `address` is suppressed, for one of `reasons` when any are named."""
    wanted = Suppression.reason.in_(reasons) if reasons else Suppression.id.is_not(None)
    return (
        db.session.scalar(
            select(Suppression.id)
            .where(Suppression.address_hash == address_hash(address), Suppression.lifted_at.is_(None), wanted)
            .limit(1)
        )
        is not None
    )


def _of(address: str, reason: SuppressionReason) -> Select[Suppression]:
    return (
        select(Suppression)
        .where(Suppression.address_hash == address_hash(address), Suppression.reason == reason)
        .with_for_update()
    )
