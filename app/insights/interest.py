"""How warm a person is, and what made it: for their record, never for applications."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.accounts.models import User
from app.candidates.commands.interest import current_weights
from app.candidates.interest import Level, Trend, key_of, level_of, points_at, trend_of
from app.candidates.models import Candidate, InterestSignal
from app.candidates.queries import signals_of
from app.core.clock import now
from app.extensions import db
from app.hiring.models import Application
from app.hiring.policy import visible_applications

MOST_SHOWN = 8


@dataclass(frozen=True)
class SignalLine:
    """One thing the person did and what is left of its points."""

    signal: InterestSignal
    points: int
    label: object
    """What they did; of an application the viewer does not see only that there was a sign."""


@dataclass(frozen=True)
class InterestReading:
    level: Level
    trend: Trend
    points: int
    lines: list[SignalLine]


def interest_of(viewer: User, candidate: Candidate) -> InterestReading | None:
    """None when the person never gave a sign."""
    if candidate.interest_key is None:
        return None
    moment, weights = now(), current_weights()
    signals = [signal for signal in signals_of(candidate.id, limit=MOST_SHOWN) if weights[signal.kind] > 0]
    seen = _applications_seen(viewer, signals)
    lines = [
        SignalLine(
            signal, round(points_at(key_of(weights[signal.kind], signal.at), moment)),
            signal.kind.label if _application_of(signal) in seen else _("A sign of interest"),
        )
        for signal in signals
    ]  # fmt: skip
    key = candidate.interest_key
    return InterestReading(
        level_of(key, moment), trend_of(key, candidate.trend_key, moment), round(points_at(key, moment)), lines
    )


def _application_of(signal: InterestSignal) -> int | None:
    return signal.source_id if signal.source_kind == Application.__tablename__ else None


def _applications_seen(viewer: User, signals: Sequence[InterestSignal]) -> set[int | None]:
    """Of the applications that made signals, those the viewer sees; and None, for signals that no application made."""
    ids = {_application_of(signal) for signal in signals} - {None}
    if not ids:
        return {None}
    found = visible_applications(viewer).with_only_columns(Application.id).where(Application.id.in_(ids))
    return {None, *db.session.scalars(found)}
