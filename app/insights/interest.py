"""How warm a person is, and what made it: for their record, never for applications."""

from dataclasses import dataclass

from app.candidates.commands.interest import current_weights
from app.candidates.interest import Level, Trend, key_of, level_of, points_at, trend_of
from app.candidates.models import Candidate, InterestSignal
from app.candidates.queries import signals_of
from app.core.clock import now

MOST_SHOWN = 8


@dataclass(frozen=True)
class SignalLine:
    """One thing the person did and what is left of its points."""

    signal: InterestSignal
    points: int


@dataclass(frozen=True)
class InterestReading:
    level: Level
    trend: Trend
    points: int
    lines: list[SignalLine]


def interest_of(candidate: Candidate) -> InterestReading | None:
    """None when the person never gave a sign."""
    if candidate.interest_key is None:
        return None
    moment, weights = now(), current_weights()
    lines = [
        SignalLine(signal, round(points_at(key_of(weights[signal.kind], signal.at), moment)))
        for signal in signals_of(candidate.id, limit=MOST_SHOWN)
        if weights[signal.kind] > 0
    ]
    key = candidate.interest_key
    return InterestReading(
        level_of(key, moment), trend_of(key, candidate.trend_key, moment), round(points_at(key, moment)), lines
    )
