"""When two records become one, whoever wanted no mail under one of them gets none under the other."""

from sqlalchemy import insert, select
from sqlalchemy.engine import RowMapping

from app.candidates.merging.ledger import Ledger
from app.core.clock import now
from app.extensions import db
from app.mailing.commands.unsubscribing import addresses_of
from app.mailing.gate import address_hashes
from app.mailing.models import Suppression, SuppressionReason

ABOUT_THE_PERSON = (SuppressionReason.UNSUBSCRIBED, SuppressionReason.COMPLAINT, SuppressionReason.MANUAL)
"""A hard bounce says something about a mailbox; these say what somebody wants, at whichever address."""

TABLE = Suppression.__table__


def suppress_alike(ledger: Ledger, candidate_id: int) -> None:
    """What stops mail to one of a person's addresses stops it to all of them."""
    hashes = {address: address_hashes(address) for address in addresses_of(candidate_id)}
    rows = _rows({one for alike in hashes.values() for one in alike})
    for reason in ABOUT_THE_PERSON:
        if any(row["lifted_at"] is None for (_hash, why), row in rows.items() if why is reason):
            for one in (one for alike in hashes.values() for one in alike):
                _suppress(ledger, one, reason, rows.get((one, reason)))


def _suppress(ledger: Ledger, address_hash: str, reason: SuppressionReason, row: RowMapping | None) -> None:
    if row is None:
        values = {"address_hash": address_hash, "reason": reason, "created_at": now()}
        made = insert(Suppression).values(values).returning(*TABLE.columns)
        ledger.made(TABLE, db.session.execute(made).mappings().one())  # type: ignore[arg-type]
    elif row["lifted_at"] is not None:
        ledger.change(TABLE, row, {"lifted_at": None})  # type: ignore[arg-type]


def _rows(hashes: set[str]) -> dict[tuple[str, SuppressionReason], RowMapping]:
    found = db.session.execute(select(*TABLE.columns).where(Suppression.address_hash.in_(hashes))).mappings()
    return {(row["address_hash"], row["reason"]): row for row in found}
