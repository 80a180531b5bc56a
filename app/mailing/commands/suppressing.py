"""Addresses that must not be written to. Only a keyed hash is kept, so that a suppression outlives an erasure."""

from collections.abc import Iterable

from flask import current_app
from sqlalchemy import Select, select, update

from app.candidates.models import ContactKind, ContactPoint
from app.candidates.values import email_key
from app.core.activity import record
from app.core.actors import SYSTEM, Actor
from app.core.clock import now
from app.extensions import db
from app.mailing.activities import AddressSuppressed, SuppressionLifted
from app.mailing.gate import address_hash, address_hashes
from app.mailing.models import Suppression, SuppressionReason


def suppress_address(
    address: str, reason: SuppressionReason, *, candidate_id: int | None = None, by: Actor = SYSTEM
) -> Suppression:
    """Stop mail to `address`. Messages that wait are stopped by the gate when their time comes."""
    rows = {row.address_hash: row for row in db.session.scalars(_of(address, reason))}
    row = rows.get(address_hash(address))
    if row is not None and row.lifted_at is None:
        return row
    for hashed in address_hashes(address):  # messages planned under a former key carry the former hash
        row = rows.get(hashed) or Suppression(address_hash=hashed, reason=reason)
        row.lifted_at = None
        db.session.add(row)
    db.session.flush()
    _rename_on_record(address)
    row = db.session.scalars(_of(address, reason).where(Suppression.address_hash == address_hash(address))).one()
    record(AddressSuppressed(subject=row, candidate=candidate_id, reason=reason), by=by)
    return row


def lift_suppression(
    address: str, reason: SuppressionReason, *, candidate_id: int | None = None, by: Actor
) -> bool:
    """Allow mail to `address` again; False when it was not suppressed for `reason`."""
    rows = [row for row in db.session.scalars(_of(address, reason)) if row.lifted_at is None]
    for row in rows:
        row.lifted_at = now()
    if rows:
        record(SuppressionLifted(subject=rows[0], candidate=candidate_id, reason=reason), by=by)
    return bool(rows)


def carry_over_suppressions(addresses: Iterable[str]) -> None:
    """After the secret key changed: write the suppressions of `addresses` anew under the present key.

    Nothing to do, and no query, while there is no former key.
    """
    if not current_app.config.get("SECRET_KEY_FALLBACKS"):
        return
    former: dict[str, str] = {}
    for address in addresses:
        present, *older = address_hashes(address)
        former |= dict.fromkeys(older, present)
    if not former:
        return
    standing = db.session.scalars(
        select(Suppression).where(Suppression.address_hash.in_([*former, *former.values()]))
    ).all()
    known = {(row.address_hash, row.reason) for row in standing}
    for row in standing:
        present = former.get(row.address_hash, "")
        if present and row.lifted_at is None and (present, row.reason) not in known:
            known.add((present, row.reason))
            db.session.add(Suppression(address_hash=present, reason=row.reason, created_at=row.created_at))
    db.session.flush()


def is_suppressed(address: str, *reasons: SuppressionReason) -> bool:
    """Whether `address` is suppressed, for one of `reasons` when any are named."""
    wanted = Suppression.reason.in_(reasons) if reasons else Suppression.id.is_not(None)
    return (
        db.session.scalar(
            select(Suppression.id)
            .where(Suppression.address_hash.in_(address_hashes(address)), Suppression.lifted_at.is_(None), wanted)
            .limit(1)
        )
        is not None
    )


def _rename_on_record(address: str) -> None:
    """The address on people's records by the name it has under the present key, so that questions find them."""
    present = address_hash(address)
    db.session.execute(
        update(ContactPoint)
        .where(ContactPoint.kind == ContactKind.EMAIL, ContactPoint.value_key == email_key(address))
        .where(ContactPoint.address_hash.is_distinct_from(present))
        .values(address_hash=present)
    )


def _of(address: str, reason: SuppressionReason) -> Select[Suppression]:
    return (
        select(Suppression)
        .where(Suppression.address_hash.in_(address_hashes(address)), Suppression.reason == reason)
        .with_for_update()
    )
