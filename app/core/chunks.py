"""Work on many in the background: the row that waited longest is claimed and advanced in chunks for as long as its turn
lasts. The chunks are as long as others can wait for SQLite's lock.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.claims import Claim, claim_due, give_back, holds, retry_later
from app.core.transaction import transaction
from app.extensions import db

FIRST_CHUNK, SMALLEST_CHUNK, LARGEST_CHUNK = 100, 100, 200
"""Under a hundred, what every chunk costs outweighs its rows: on a busy machine smaller ones are slower, not kinder."""
TARGET_SECONDS = 0.08
PAUSE_SECONDS = 0.02
"""SQLite's lock is not fair: without a pause people's writes would starve. On PostgreSQL they do not wait for each other."""
TURN_SECONDS = 15.0
"""After this long the work is given back, so that other work gets a turn and a stop is graceful."""
MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class InChunks:
    """Work whose state is a claimable row that says of itself whether it `is_busy`. `advance(row, size)` does the next part
    and answers how many were looked at, `give_up(row)` ends it after the last failed try.
    """

    model: type[Any]
    advance: Callable[[Any, int], int]
    give_up: Callable[[Any], None]
    largest: Callable[[Any], int] = lambda row: LARGEST_CHUNK

    def work(self) -> int:
        """Work on what has waited longest; answers how many were looked at."""
        with transaction():
            claims = claim_due(self.model, limit=1)
        return sum(self._work_on(claim) for claim in claims)

    def chunk(self, claim: Claim, size: int) -> tuple[int, bool]:
        """One chunk in a transaction of its own: how many were looked at, and whether more remain."""
        with transaction():
            if not holds(self.model, claim):
                return 0, False
            row = db.session.get_one(self.model, claim.id, populate_existing=True, with_for_update=True)
            done = self.advance(row, min(size, self.largest(row)))
            row = db.session.get_one(self.model, claim.id)
            return done, bool(row.is_busy)

    def _work_on(self, claim: Claim) -> int:
        began, size, done = time.monotonic(), FIRST_CHUNK, 0
        try:
            while time.monotonic() - began < TURN_SECONDS:
                started = time.monotonic()
                passed, more = self.chunk(claim, size)
                done += passed
                if not more:
                    return done
                taken = time.monotonic() - started
                size = max(SMALLEST_CHUNK, min(LARGEST_CHUNK, int(size * TARGET_SECONDS / max(taken, 0.001)), size * 2))
                time.sleep(PAUSE_SECONDS if db.engine.dialect.name == "sqlite" else 0)
            with transaction():
                give_back(self.model, claim)
            return done
        except Exception as error:
            self._note_failure(claim, error)
            raise

    def _note_failure(self, claim: Claim, error: Exception) -> None:
        """Tried again later; after the last try it stops where it is and says so."""
        with transaction():
            if retry_later(self.model, claim, type(error).__name__, most_attempts=MOST_ATTEMPTS):
                row = db.session.get_one(self.model, claim.id, populate_existing=True)
                if row.parked_at is not None:
                    self.give_up(row)
