"""What became of the applications of an act on many."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.models import User
from app.extensions import db
from app.hiring.models import Application, BulkAct, BulkActItem, BulkState, ItemOutcome
from app.hiring.policy import visible_bulk_acts

NOTHING_TO_SAY = (ItemOutcome.WAITING, ItemOutcome.DONE, ItemOutcome.UNDONE, ItemOutcome.NOT_REACHED)
MOST_SHOWN = 100


@dataclass(frozen=True)
class LeftAlone:
    """An application the act did not change, or that stayed changed when it was taken back, and why."""

    application_id: int
    name: str
    outcome: ItemOutcome


def busy_acts_on(viewer: User, job_id: int) -> list[BulkAct]:
    """The viewer's own acts on this job that are still going on."""
    mine = visible_bulk_acts(viewer).where(BulkAct.job_id == job_id, BulkAct.state.in_((BulkState.WORKING, BulkState.UNDOING)))
    return list(db.session.scalars(mine.order_by(BulkAct.id)))


def left_alone_by(act: BulkAct) -> list[LeftAlone]:
    rows = db.session.execute(
        select(Application.id, Application.given_name, BulkActItem.outcome)
        .join(BulkActItem, BulkActItem.application_id == Application.id)
        .where(BulkActItem.act_id == act.id, BulkActItem.outcome.not_in(NOTHING_TO_SAY))
        .order_by(Application.id)
        .limit(MOST_SHOWN)
    )
    return [LeftAlone(*row) for row in rows]


def count_not_begun(act: BulkAct) -> int:
    waiting = select(func.count()).where(BulkActItem.act_id == act.id, BulkActItem.outcome == ItemOutcome.NOT_REACHED)
    return db.session.scalar(waiting) or 0
