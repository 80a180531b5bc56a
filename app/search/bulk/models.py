"""Acts on many people: what was asked for, how far it is, and what became of each."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.candidates.models import Candidate
from app.core.claims import Claimable
from app.core.clock import now
from app.core.records import REMEMBERED, Record, related
from app.core.types import Json, state_column
from app.hiring.models import BulkState, StopReason

DONE, UNDONE, KEPT, UNSEEN = "done", "undone", "kept", "unseen"
"""What became of somebody; any other word is a reason of the kind of act why it did not reach them."""


class PeopleAct(Claimable, Record):
    """One act on those `chosen`, or on everybody whom `query` finds, in the order of their ids.

    `after_id` is the last person looked at, so that a worker that dies is taken up where it stopped. Nobody who came after
    `up_to_id` is reached: they were not there when the number was shown.
    """

    __tablename__ = "people_acts"
    __table_args__ = (Index("ix_people_acts_due", "due_at"), Index("ix_people_acts_by", "by_id", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    query: Mapped[str | None] = mapped_column(String(2000))
    """As it was typed when the act began; None when `chosen` names the people."""
    chosen: Mapped[Json] = mapped_column(default=dict)
    """`{"ids": [...]}`, emptied once it is done."""
    given: Mapped[Json] = mapped_column(default=dict)
    """What the kind of act needs to know: a tag, an owner, the words of a mail."""
    state: Mapped[BulkState] = mapped_column(state_column(BulkState), default=BulkState.WORKING)
    up_to_id: Mapped[int] = mapped_column(default=0)
    after_id: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    passed: Mapped[int] = mapped_column(default=0)
    """How many were looked at, whatever became of them; starts anew when it is taken back."""
    reached: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    stop_reason: Mapped[StopReason | None] = mapped_column(state_column(StopReason))
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    """When it was asked to be taken back."""

    @property
    def is_busy(self) -> bool:
        return self.state in (BulkState.WORKING, BulkState.UNDOING)

    @property
    def is_undoing(self) -> bool:
        return self.state is BulkState.UNDOING


class PeopleActItem(Record):
    """One person an act came to, and what became of them."""

    __tablename__ = "people_act_items"
    __table_args__ = (Index("ix_people_act_items_outcome", "act_id", "outcome", "candidate_id"),)

    act_id: Mapped[int] = mapped_column(ForeignKey("people_acts.id"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), primary_key=True, index=True)
    outcome: Mapped[str] = mapped_column(String(40))
    before: Mapped[int | None]
    """What taking it back needs, such as who looked after the person before."""

    candidate: Mapped[Candidate] = related()
