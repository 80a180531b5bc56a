"""Who is still in process for a job although nothing is on its way to them."""

from sqlalchemy import func, select

from app.extensions import db
from app.hiring.models import Application, ApplicationState, BulkAct, BulkActItem, BulkKind, BulkState, ItemOutcome


def people_left(job_id: int) -> int:
    """People in process, without those whom an act on many is rejecting at this moment."""
    being_rejected = (
        select(BulkActItem.application_id)
        .join(BulkAct, BulkAct.id == BulkActItem.act_id)
        .where(
            BulkAct.job_id == job_id, BulkAct.kind == BulkKind.REJECT, BulkAct.state == BulkState.WORKING,
            BulkActItem.outcome == ItemOutcome.WAITING,
        )
    )  # fmt: skip
    left = select(func.count(Application.id)).where(
        Application.job_id == job_id, Application.state == ApplicationState.ACTIVE, Application.id.not_in(being_rejected)
    )
    return db.session.scalar(left) or 0
