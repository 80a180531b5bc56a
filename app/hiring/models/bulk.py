"""Acts on many applications: what was asked for, how far it is, and what became of each."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.claims import Claimable
from app.core.clock import now
from app.core.records import REMEMBERED, Record, related
from app.core.types import state_column
from app.hiring.models.application import Application
from app.jobs.models import Job, Stage


class BulkKind(Enum):
    MOVE = "move"
    REJECT = "reject"


class BulkState(Enum):
    """Working and undoing go on in the background; `stopped` keeps what was done until then."""

    WORKING = "working"
    DONE = "done"
    STOPPED = "stopped"
    UNDOING = "undoing"
    UNDONE = "undone"


class StopReason(Enum):
    ASKED = "asked"
    NOT_ALLOWED = "not_allowed"
    TARGET_GONE = "target_gone"
    FAILED = "failed"

    @property
    def sentence(self) -> object:
        return {
            StopReason.ASKED: _("It was stopped before the end."),
            StopReason.NOT_ALLOWED: _("It was stopped: whoever began it may no longer do this."),
            StopReason.TARGET_GONE: _("It was stopped: the stage or the reason was retired meanwhile."),
            StopReason.FAILED: _("It stopped after several failed tries."),
        }[self]


class ItemOutcome(Enum):
    WAITING = "waiting"
    DONE = "done"
    ENDED = "ended"
    ALREADY_THERE = "already_there"
    INTERVIEWED = "interviewed"
    MOVED_ON = "moved_on"
    NOT_REACHED = "not_reached"
    UNDONE = "undone"
    KEPT = "kept"

    @property
    def label(self) -> object:
        return {
            ItemOutcome.WAITING: _("Waits"),
            ItemOutcome.DONE: _("Done"),
            ItemOutcome.ENDED: _("Was not active any more"),
            ItemOutcome.ALREADY_THERE: _("Was there already"),
            ItemOutcome.INTERVIEWED: _("Was interviewed meanwhile: tell them personally"),
            ItemOutcome.MOVED_ON: _("Was moved by somebody else meanwhile"),
            ItemOutcome.NOT_REACHED: _("Not begun"),
            ItemOutcome.UNDONE: _("Taken back"),
            ItemOutcome.KEPT: _("Kept: somebody went on with it"),
        }[self]


class BulkAct(Claimable, Record):
    """One act on many applications, worked on in chunks; taken back as a whole.

    `note` and `silence_reason` are emptied once nothing waits any more: the rejections hold them.
    """

    __tablename__ = "bulk_acts"
    __table_args__ = (Index("ix_bulk_acts_due", "due_at"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[BulkKind] = mapped_column(state_column(BulkKind))
    state: Mapped[BulkState] = mapped_column(state_column(BulkState), default=BulkState.WORKING)
    to_stage_id: Mapped[int | None] = mapped_column(ForeignKey("stages.id"))
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("reject_reasons.id"))
    note: Mapped[str] = mapped_column(String(4000), default="")
    tell: Mapped[bool] = mapped_column(default=True)
    silence_reason: Mapped[str] = mapped_column(String(300), default="")
    letters_due_at: Mapped[datetime | None]
    """When the mails of a rejection leave: fixed at the confirmation, the same for all."""
    total: Mapped[int] = mapped_column(default=0)
    passed: Mapped[int] = mapped_column(default=0)
    """How many were looked at, whatever became of them; starts anew when it is taken back."""
    reached: Mapped[int] = mapped_column(default=0)
    """How many were moved or rejected."""
    returned: Mapped[int] = mapped_column(default=0)
    stop_reason: Mapped[StopReason | None] = mapped_column(state_column(StopReason))
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    """When it was asked to be taken back."""

    job: Mapped[Job] = related()
    to_stage: Mapped[Stage | None] = related()

    @property
    def is_busy(self) -> bool:
        return self.state in (BulkState.WORKING, BulkState.UNDOING)


class BulkActItem(Record):
    """One application of an act, chosen at the confirmation, and what became of it."""

    __tablename__ = "bulk_act_items"
    __table_args__ = (Index("ix_bulk_act_items_outcome", "act_id", "outcome", "application_id"),)

    act_id: Mapped[int] = mapped_column(ForeignKey("bulk_acts.id"), primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), primary_key=True, index=True)
    from_stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"))
    outcome: Mapped[ItemOutcome] = mapped_column(state_column(ItemOutcome), default=ItemOutcome.WAITING)
    rejection_id: Mapped[int | None] = mapped_column(ForeignKey("rejections.id"))

    application: Mapped[Application] = related()
