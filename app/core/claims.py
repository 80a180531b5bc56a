"""Leases on rows of work: claimed in batches, fenced before the irreversible step, retried, parked visibly.

Work that must not be lost is a state of a domain row. A worker claims due rows for a short lease; when it dies the
lease runs out and the next look claims them again with a higher fence, so that the dead one's late step is refused.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from app.core.clock import now
from app.extensions import db

LEASE = timedelta(seconds=30)
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=4)


class Claimable:
    """Columns of a row that is work. `due_at` None means nothing to do; `parked_at` set means a person must look."""

    due_at: Mapped[datetime | None] = mapped_column(default=None)
    claimed_until: Mapped[datetime | None] = mapped_column(default=None)
    fence: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    parked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_error: Mapped[str | None] = mapped_column(default=None)


@dataclass(frozen=True)
class Claim:
    """The right to work on row `id` until the lease ends, as long as nobody holds a higher fence."""

    id: int
    fence: int
    attempts: int


def due(model: type[Any]) -> ColumnElement[bool]:
    """SQL: the row is due and nobody holds a lease on it."""
    moment = now()
    return and_(
        model.due_at <= moment,
        model.parked_at.is_(None),
        or_(model.claimed_until.is_(None), model.claimed_until < moment),
    )


def claim_due(
    model: type[Any],
    *where: ColumnElement[bool],
    limit: int = 100,
    lease: timedelta = LEASE,
    order_by: Sequence[InstrumentedAttribute[Any]] = (),
) -> list[Claim]:
    """Take up to `limit` due rows of `model`. Call inside a write transaction of its own and commit at once."""
    chosen = select(model.id).where(due(model), *where).order_by(*(order_by or (model.due_at,))).limit(limit)
    if db.session.get_bind().dialect.name == "postgresql":
        chosen = chosen.with_for_update(skip_locked=True)
    taken = db.session.execute(
        update(model)
        .where(model.id.in_(chosen.scalar_subquery()))
        .values(claimed_until=now() + lease, fence=model.fence + 1, attempts=model.attempts + 1)
        .returning(model.id, model.fence, model.attempts)
        .execution_options(synchronize_session=False)
    )
    return [Claim(*row) for row in taken]


def holds(model: type[Any], claim: Claim, *, renew: timedelta = LEASE) -> bool:
    """Renew the lease and answer whether the claim still stands: ask this right before the irreversible step."""
    return _change(model, claim, claimed_until=now() + renew)


def finish(model: type[Any], claim: Claim, **values: Any) -> bool:
    """The work is done: nothing is due any more. Answers False when somebody else holds the row now."""
    return _change(model, claim, **{"due_at": None, "claimed_until": None, "last_error": None, **values})


def give_back(model: type[Any], claim: Claim) -> bool:
    """Release the row untouched, due as before; the attempt does not count."""
    return _change(model, claim, claimed_until=None, attempts=model.attempts - 1)


def retry_later(model: type[Any], claim: Claim, error: str, *, most_attempts: int = 8, **values: Any) -> bool:
    """The attempt failed: due again after a growing, jittered delay, or parked for a person after `most_attempts`."""
    error = error[:200]
    if claim.attempts >= most_attempts:
        return _change(model, claim, claimed_until=None, due_at=None, parked_at=now(), last_error=error, **values)
    return _change(
        model, claim, claimed_until=None, due_at=now() + delay_after(claim.attempts), last_error=error, **values
    )


def delay_after(attempts: int) -> timedelta:
    """Exponential back-off with jitter: about 5 s, 10 s, 20 s … up to four hours."""
    longest = min(FIRST_DELAY * 2 ** min(attempts - 1, 20), LONGEST_DELAY)
    return longest * random.uniform(0.75, 1.25)


def count_parked(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).where(model.parked_at.is_not(None))) or 0


def _change(model: type[Any], claim: Claim, **values: Any) -> bool:
    changed = db.session.execute(
        update(model)
        .where(model.id == claim.id, model.fence == claim.fence)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]
