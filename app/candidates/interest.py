"""How warm somebody is: points that halve every ninety days, stored as one number that never has to be brought up to date.

The key of a score is log2(points) + (moment - START) / half-life, so that points of different days compare as they
stand. Points add up by log-sum-exp; the order they come in does not matter. `None` is never a sign of the person.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import Enum
from math import exp2, log2

from flask_babel import lazy_gettext as _

from app.candidates.models.interest import SignalKind

START = datetime(2020, 1, 1, tzinfo=UTC)
HALF_LIFE = timedelta(days=90)
TREND_HALF_LIFE = HALF_LIFE / 4

WEIGHTS = {
    SignalKind.CLICKED: 5,
    SignalKind.REPLIED: 20,
    SignalKind.REGISTERED: 15,
    SignalKind.ATTENDED: 20,
    SignalKind.VISITED_JOB: 3,
    SignalKind.UPDATED_PROFILE: 10,
    SignalKind.CONFIRMED_MAILBOX: 5,
    SignalKind.JOINED_COMMUNITY: 15,
    SignalKind.APPLIED: 30,
}
"""Points of each kind of signal unless an admin says otherwise."""

HEARD = (
    SignalKind.CLICKED, SignalKind.UPDATED_PROFILE, SignalKind.CONFIRMED_MAILBOX, SignalKind.JOINED_COMMUNITY, SignalKind.APPLIED,
)  # fmt: skip
"""Kinds that something tells of today. Answers to mails, events and visits of jobs are not heard yet: nobody weighs them."""

_MOST = 1000.0
_RISING, _FALLING = log2(0.5), log2(0.125)
"""A steady flow of signals has a quarter of its points from the last weeks."""


class Level(Enum):
    """How warm somebody is; from `lowest` points on."""

    COLD = "cold"
    WARMING = "warming"
    WARM = "warm"
    HOT = "hot"

    @property
    def lowest(self) -> int:
        return {Level.COLD: 0, Level.WARMING: 10, Level.WARM: 20, Level.HOT: 40}[self]

    @property
    def tone(self) -> str:
        return {Level.COLD: "neutral", Level.WARMING: "blue", Level.WARM: "amber", Level.HOT: "red"}[self]

    @property
    def label(self) -> object:
        return {Level.COLD: _("Cold"), Level.WARMING: _("Warming"), Level.WARM: _("Warm"), Level.HOT: _("Hot")}[self]


class Trend(Enum):
    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"

    @property
    def label(self) -> object:
        return {Trend.RISING: _("rising"), Trend.STEADY: _("steady"), Trend.FALLING: _("falling")}[self]


def key_of(points: float, moment: datetime, half_life: timedelta = HALF_LIFE) -> float:
    """The key of so many points at this moment; points must be above 0. Borders of levels are such keys too."""
    return log2(points) + (moment - START) / half_life


def joined(first: float | None, second: float | None) -> float | None:
    """The key of the points of both."""
    if first is None or second is None:
        return second if first is None else first
    high, low = max(first, second), min(first, second)
    return high + log2(1 + exp2(max(low - high, -_MOST)))


def key_of_all(signals: Iterable[tuple[float, datetime]], half_life: timedelta = HALF_LIFE) -> float | None:
    """The key of (points, moment) of many signals; those without points do not count."""
    key: float | None = None
    for points, moment in signals:
        key = joined(key, key_of(points, moment, half_life)) if points > 0 else key
    return key


def points_at(key: float | None, moment: datetime, half_life: timedelta = HALF_LIFE) -> float:
    """What is left of the points by `moment`."""
    if key is None:
        return 0.0
    return exp2(max(-_MOST, min(_MOST, key - (moment - START) / half_life)))


def level_of(key: float | None, moment: datetime) -> Level:
    points = points_at(key, moment)
    return next(level for level in reversed(Level) if points >= level.lowest)


def trend_of(key: float | None, trend_key: float | None, moment: datetime) -> Trend:
    """Whether the points of the last weeks are more or less than a steady flow would have."""
    if key is None or trend_key is None:
        return Trend.STEADY
    recent = (trend_key - (moment - START) / TREND_HALF_LIFE) - (key - (moment - START) / HALF_LIFE)
    return Trend.RISING if recent >= _RISING else Trend.FALLING if recent < _FALLING else Trend.STEADY
