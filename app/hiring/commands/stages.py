"""Entering and leaving stages, kept exactly: every stay has its own row with its two moments."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, desc, select, update

from app.core.actors import Actor
from app.core.clock import now
from app.core.rows import insert_rows
from app.extensions import db
from app.hiring.commands.promises import renew_promise
from app.hiring.models import Application, StageStay
from app.jobs.models import Stage, StageType

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def rank_of(moment: datetime) -> int:
    """Board order: the newest in a column come first."""
    return -int((moment - _EPOCH).total_seconds())


def stages_of(job_id: int) -> list[Stage]:
    """The stages of a job that take people, in order."""
    return list(db.session.scalars(_STAGES, {"job": job_id}))


_STAGES = (
    select(Stage)
    .where(Stage.job_id == bindparam("job"), Stage.retired_at.is_(None))
    .order_by(Stage.position, Stage.id)
)


def first_stage(job_id: int) -> Stage | None:
    stages = stages_of(job_id)
    return next((stage for stage in stages if stage.type is StageType.NEW), stages[0] if stages else None)


def enter(application: Application, stage: Stage, *, by: Actor) -> None:
    """Be in `stage` from now on."""
    moment = now()
    application.stage_id = stage.id
    application.public_stage_id = stage.id
    application.stage_entered_at = moment
    application.board_rank = rank_of(moment)
    application.screening = ""
    renew_promise(application, stage)
    if application.id is None:
        db.session.flush()
    stay = {
        "application_id": application.id, "job_id": application.job_id, "stage_id": stage.id, "entered_at": moment,
        "moved_by_id": by.user_id,
    }  # fmt: skip
    insert_rows(StageStay, [stay])


def leave(application: Application) -> None:
    """Close the present stay."""
    db.session.connection().execute(_LEAVING, {"application": application.id, "moment": now()})


_STAYS: Any = StageStay.__table__
_LEAVING = (
    update(_STAYS)
    .where(_STAYS.c.application_id == bindparam("application"), _STAYS.c.left_at.is_(None))
    .values(left_at=bindparam("moment"))
)


def return_to(application: Application, stage_id: int) -> None:
    """Be back in the stage it ended in, as if it had never left: its last stay there goes on."""
    last = db.session.scalar(
        select(StageStay)
        .where(StageStay.application_id == application.id, StageStay.stage_id == stage_id)
        .order_by(desc(StageStay.id))
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if last is not None:
        last.left_at = None
        application.stage_entered_at = last.entered_at
    application.stage_id = stage_id
    application.public_stage_id = stage_id
    application.board_rank = rank_of(application.stage_entered_at)
