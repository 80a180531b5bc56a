"""Where applications to one job come from, and what becomes of them by source."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from app.extensions import db
from app.hiring.models import Application, ApplicationState, StageStay
from app.hiring.queries import Filters, conditions
from app.insights.funnel import Period
from app.jobs.models import Stage, StageType


@dataclass(frozen=True)
class SourceRow:
    source: str
    received: int
    interviewed: int
    hired: int


def sources_report(job_id: int, period: Period) -> list[SourceRow]:
    """Applications received in the period by the source they carry, the most frequent first."""
    met = (
        select(StageStay.application_id)
        .join(Stage, Stage.id == StageStay.stage_id)
        .where(StageStay.job_id == job_id, Stage.position >= _first_interview(job_id))
    )
    rows = db.session.execute(
        select(
            Application.source,
            func.count(),
            func.sum(case((Application.id.in_(met), 1), else_=0)),
            func.sum(case((Application.state == ApplicationState.HIRED, 1), else_=0)),
        )
        .where(*conditions(job_id, Filters(received_from=period.first, received_to=period.last)))
        .group_by(Application.source)
        .order_by(func.count().desc(), Application.source)
    )
    return [SourceRow(source, received, int(interviewed), int(hired)) for source, received, interviewed, hired in rows]


def first_interview_stage(job_id: int) -> Stage | None:
    """The stage from which on somebody counts as interviewed."""
    return db.session.scalar(
        select(Stage)
        .where(Stage.job_id == job_id, Stage.type == StageType.INTERVIEW, Stage.retired_at.is_(None))
        .order_by(Stage.position)
        .limit(1)
    )


def _first_interview(job_id: int) -> int:
    stage = first_interview_stage(job_id)
    return stage.position if stage is not None else 1_000_000
