"""The screening queue: one application after another, oldest first."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.jobs.models import Stage, StageType


@dataclass(frozen=True)
class Queue:
    """Where one stands in the queue. `position` counts from 1; `current` is None when nothing is left."""

    ids: list[int]
    current: int | None

    @property
    def total(self) -> int:
        return len(self.ids)

    @property
    def position(self) -> int:
        return self.ids.index(self.current) + 1 if self.current in self.ids else 0

    @property
    def before(self) -> int | None:
        return self.ids[self.position - 2] if self.position > 1 else None

    @property
    def after(self) -> int | None:
        return self.ids[self.position] if 0 < self.position < self.total else None


def screening_queue(stage: Stage, *, maybe: bool = False, wanted: int | None = None) -> Queue:
    """Undecided applications of `stage` (or those marked maybe). One that is no longer in it leads to its successor."""
    waiting = select(Application.id).where(*_waiting(stage, maybe=maybe))
    ids = list(db.session.scalars(waiting.order_by(Application.applied_at, Application.id)))
    if not ids:
        return Queue([], None)
    if wanted is None or wanted in ids:
        return Queue(ids, wanted or ids[0])
    gone = select(Application.applied_at).where(Application.id == wanted, Application.job_id == stage.job_id)
    applied = db.session.scalar(gone)
    if applied is None:
        return Queue(ids, ids[0])
    later = or_(Application.applied_at > applied, (Application.applied_at == applied) & (Application.id > wanted))
    behind = db.session.scalar(waiting.where(later).order_by(Application.applied_at, Application.id).limit(1))
    return Queue(ids, behind or ids[0])


def count_waiting(stage: Stage, *, maybe: bool) -> int:
    """How many stand in that queue."""
    return db.session.scalar(select(func.count(Application.id)).where(*_waiting(stage, maybe=maybe))) or 0


def screenable(stages: list[Stage]) -> list[Stage]:
    """Stages people are read in rather than met in."""
    return [stage for stage in stages if stage.type in (StageType.NEW, StageType.SCREEN)]


def next_stage(stages: list[Stage], stage_id: int) -> Stage | None:
    """Where “advance” leads from a stage."""
    ids = [stage.id for stage in stages]
    at = ids.index(stage_id) if stage_id in ids else -1
    return stages[at + 1] if 0 <= at < len(stages) - 1 else None


def _waiting(stage: Stage, *, maybe: bool) -> tuple[ColumnElement[bool], ...]:
    return (
        Application.job_id == stage.job_id, Application.state == ApplicationState.ACTIVE,
        Application.stage_id == stage.id, Application.suspicious == "",
        Application.screening == ("maybe" if maybe else ""),
    )  # fmt: skip
