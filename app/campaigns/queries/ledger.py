"""How far a newsletter is, counted from the mail ledger and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from app.campaigns.models import Campaign
from app.campaigns.queries.reach import Group, reckoned
from app.candidates.models import Candidate
from app.extensions import db
from app.mailing.gate import reason_label
from app.mailing.models import WAITING, Message, MessageState

LEFT = (MessageState.HANDED_OVER, MessageState.ACCEPTED)
NOT_REACHED = (MessageState.HARD_FAILED, MessageState.AMBIGUOUS)


@dataclass(frozen=True)
class Progress:
    """Messages of one campaign. `planned` are all of them, held-back ones included."""

    planned: int
    waiting: int
    sent: int
    failed: int
    held: int
    cancelled: int
    tracked: int
    """Of those sent, to people who had agreed to tracking."""
    held_groups: list[Group]

    @property
    def to_send(self) -> int:
        """Those that were ever meant to leave."""
        return self.planned - self.held

    @property
    def percent(self) -> int:
        """Of those that were meant to leave, how many are settled."""
        return 100 * (self.to_send - self.waiting) // self.to_send if self.to_send else 0


@dataclass(frozen=True)
class Undelivered:
    """A message that did not reach its recipient, and why in words."""

    message: Message
    name: str
    sentence: str


def progress(campaign_id: int) -> Progress:
    """One statement over the campaign's part of the ledger."""
    return progress_of([campaign_id])[campaign_id]


def progress_of(campaign_ids: Sequence[int]) -> dict[int, Progress]:
    """The same of several campaigns at once."""
    rows = db.session.execute(
        select(Message.campaign_id, Message.state, Message.reason, Message.tracks, func.count())
        .where(Message.campaign_id.in_(campaign_ids))
        .group_by(Message.campaign_id, Message.state, Message.reason, Message.tracks)
    ).all()
    return {
        number: _progress([(state, reason, tracks, count) for owner, state, reason, tracks, count in rows if owner == number])
        for number in campaign_ids
    }


def undelivered(campaign: Campaign, *, before: int | None = None, limit: int = 50) -> list[Undelivered]:
    """Messages that failed or were held back, newest first; `before` is the id of the last one shown."""
    statement = (
        select(Message, Candidate.full_name)
        .join(Candidate, Candidate.id == Message.candidate_id)
        .where(Message.campaign_id == campaign.id, Message.state.in_((*NOT_REACHED, MessageState.SUPPRESSED)))
    )
    if before is not None:
        statement = statement.where(Message.id < before)
    rows = db.session.execute(statement.order_by(Message.id.desc()).limit(limit))
    return [Undelivered(message, name, reason_label(message.reason)) for message, name in rows]


def is_settled(campaign_id: int) -> bool:
    """Whether nothing of it waits, is being sent, or awaits its answer."""
    open_ = and_(Message.campaign_id == campaign_id, Message.state.in_((*WAITING, MessageState.HANDED_OVER)))
    return db.session.scalar(select(Message.id).where(open_).limit(1)) is None


def _progress(rows: list[tuple[MessageState, str, bool, int]]) -> Progress:
    def count(*states: MessageState) -> int:
        return sum(number for state, _reason, _tracks, number in rows if state in states)

    held: dict[str, int] = {}
    for state, reason, _tracks, number in rows:
        if state is MessageState.SUPPRESSED:
            held[reason] = held.get(reason, 0) + number
    return Progress(
        planned=sum(row[3] for row in rows),
        waiting=count(*WAITING),
        sent=count(*LEFT),
        failed=count(*NOT_REACHED),
        held=sum(held.values()),
        cancelled=count(MessageState.CANCELLED),
        tracked=sum(number for state, _reason, tracks, number in rows if tracks and state in LEFT),
        held_groups=reckoned(held).groups,
    )
