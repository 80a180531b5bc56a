"""Whether somebody can be written to, and if not, why."""

from sqlalchemy import select

from app.candidates.models import Candidate
from app.core.clock import now
from app.extensions import db
from app.mailing.gate import address_hashes
from app.mailing.models import Suppression, SuppressionReason


def suppressions_of(address: str) -> list[SuppressionReason]:
    """Why this address is not written to; empty when it is."""
    if not address:
        return []
    standing = select(Suppression.reason).where(
        Suppression.address_hash.in_(address_hashes(address)),
        (Suppression.lifted_at.is_(None)) | (Suppression.lifted_at > now()),
    )
    return list(db.session.scalars(standing.order_by(Suppression.id)))


def is_reachable(candidate: Candidate) -> bool:
    """Has an address that nothing stands against; contact points must be loaded."""
    address = candidate.primary_email
    return bool(address) and candidate.restricted_at is None and not suppressions_of(address or "")
