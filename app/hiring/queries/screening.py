"""The screening queue: one application after another, oldest first."""

from dataclasses import dataclass

from sqlalchemy import select

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
    rows = db.session.execute(
        select(Application.id, Application.applied_at)
        .where(
            Application.job_id == stage.job_id, Application.state == ApplicationState.ACTIVE,
            Application.stage_id == stage.id, Application.suspicious == "",
            Application.screening == ("maybe" if maybe else ""),
        )
        .order_by(Application.applied_at, Application.id)
    ).all()  # fmt: skip
    ids = [row.id for row in rows]
    if not ids:
        return Queue([], None)
    if wanted is None or wanted in ids:
        return Queue(ids, wanted or ids[0])
    gone = db.session.execute(
        select(Application.applied_at, Application.id).where(Application.id == wanted, Application.job_id == stage.job_id)
    ).one_or_none()
    behind = [row.id for row in rows if gone is not None and (row.applied_at, row.id) > tuple(gone)]
    return Queue(ids, behind[0] if behind else ids[0])


def screenable(stages: list[Stage]) -> list[Stage]:
    """Stages people are read in rather than met in."""
    return [stage for stage in stages if stage.type in (StageType.NEW, StageType.SCREEN)]


def next_stage(stages: list[Stage], stage_id: int) -> Stage | None:
    """Where “advance” leads from a stage."""
    ids = [stage.id for stage in stages]
    at = ids.index(stage_id) if stage_id in ids else -1
    return stages[at + 1] if 0 <= at < len(stages) - 1 else None
