"""How much synthetic data to write, and the one random number generator it is drawn from."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.core.clock import now


@dataclass
class Plan:
    """Numbers of rows; the same generator number gives the same rows, relative to `today`."""

    candidates: int
    jobs: int
    applications: int
    notes: int
    rng: random.Random
    today: datetime = field(default_factory=now)

    def moment(self, most_days: int, least_days: int = 0) -> datetime:
        """Some working moment between `least_days` and `most_days` ago."""
        return self.today - timedelta(
            days=self.rng.randint(least_days, most_days), seconds=self.rng.randrange(36_000)
        )
