"""Whether somebody can be written to, and if not, why."""

from sqlalchemy import bindparam, select

from app.candidates.models import Candidate
from app.core.clock import now
from app.core.types import UtcDateTime
from app.extensions import db
from app.mailing.gate import address_hashes
from app.mailing.models import Suppression, SuppressionReason


def suppressions_of(address: str) -> list[SuppressionReason]:
    """Why this address is not written to; empty when it is."""
    if not address:
        return []
    return list(db.session.scalars(_REASONS, {"hashes": address_hashes(address)}))


STANDING = (
    Suppression.address_hash.in_(bindparam("hashes", expanding=True)),
    (Suppression.lifted_at.is_(None)) | (Suppression.lifted_at > bindparam("moment", callable_=now, type_=UtcDateTime())),
)
"""What stands against one of the `hashes` of an address."""
_REASONS = select(Suppression.reason).where(*STANDING).order_by(Suppression.id)


def is_reachable(candidate: Candidate) -> bool:
    """Has an address that nothing stands against; contact points must be loaded."""
    address = candidate.primary_email
    return bool(address) and candidate.restricted_at is None and not suppressions_of(address or "")
