"""How far applications to one job got, and how long they stayed where. Every number comes with its definition."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median

from sqlalchemy import ColumnElement, func, select

from app.core.clock import start_of, today
from app.extensions import db
from app.hiring.models import Application, ApplicationState, StageStay
from app.hiring.queries import Filters, conditions
from app.jobs.models import Stage

DEFAULT_PERIOD = timedelta(days=365)


@dataclass(frozen=True)
class Period:
    """Both days included."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date | None, last: date | None) -> "Period":
        """From a year ago to today unless said otherwise; days in the wrong order make one day."""
        last = last or today()
        return cls(min(first or last - DEFAULT_PERIOD, last), last)


@dataclass(frozen=True)
class FunnelStep:
    stage: Stage
    reached: int


@dataclass(frozen=True)
class Funnel:
    """Of the applications received in the period: how many there are, how far they got, how they stand now."""

    received: int
    steps: list[FunnelStep]
    by_state: dict[ApplicationState, int]


@dataclass(frozen=True)
class StageTime:
    """Days spent in a stage over `n` completed stays; None when there are none."""

    stage: Stage
    n: int
    median_days: float | None
    p90_days: float | None


def funnel_of(job_id: int, period: Period) -> Funnel:
    """A stage counts as reached by whoever was ever in it or in a later one."""
    stages = _stages(job_id)
    cohort = select(Application.id).where(*_received(job_id, period))
    furthest = (
        select(func.max(Stage.position).label("position"))
        .select_from(StageStay)
        .join(Stage, Stage.id == StageStay.stage_id)
        .where(StageStay.application_id.in_(cohort))
        .group_by(StageStay.application_id)
        .subquery()
    )
    rows = db.session.execute(select(furthest.c.position, func.count()).group_by(furthest.c.position)).all()
    standing = db.session.execute(
        select(Application.state, func.count().label("number"))
        .where(*_received(job_id, period))
        .group_by(Application.state)
    )
    by_state = {row.state: row.number for row in standing}
    steps = [FunnelStep(stage, sum(number for position, number in rows if position >= stage.position)) for stage in stages]
    return Funnel(sum(by_state.values()), steps, by_state)


def time_in_stages(job_id: int, period: Period) -> list[StageTime]:
    """Completed stays that ended in the period, however they ended."""
    days: dict[int, list[float]] = defaultdict(list)
    rows = db.session.execute(
        select(StageStay.stage_id, StageStay.entered_at, StageStay.left_at).where(
            StageStay.job_id == job_id,
            StageStay.left_at >= start_of(period.first),
            StageStay.left_at < start_of(period.last + timedelta(days=1)),
        )
    )
    for stage_id, entered, left in rows:
        if left is not None:
            days[stage_id].append((left - entered).total_seconds() / 86_400)
    return [_stage_time(stage, sorted(days[stage.id])) for stage in _stages(job_id)]


def percentile(values: list[float], share: float) -> float:
    """Nearest rank: the smallest value that at least `share` of all do not exceed. `values` are sorted."""
    return values[max(0, ceil(share * len(values)) - 1)]


def _stage_time(stage: Stage, days: list[float]) -> StageTime:
    if not days:
        return StageTime(stage, 0, None, None)
    return StageTime(stage, len(days), round(median(days), 1), round(percentile(days, 0.9), 1))


def _received(job_id: int, period: Period) -> list[ColumnElement[bool]]:
    return conditions(job_id, Filters(received_from=period.first, received_to=period.last))


def _stages(job_id: int) -> list[Stage]:
    return list(
        db.session.scalars(
            select(Stage)
            .where(Stage.job_id == job_id, Stage.retired_at.is_(None))
            .order_by(Stage.position, Stage.id)
        )
    )
