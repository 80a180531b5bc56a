"""One mailbox, one copy: records that share an address get a mailing once, and the others are told why not."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from app.candidates.models import Candidate, ContactKind, ContactPoint
from app.extensions import db
from app.mailing.models import Message, MessageState

SAME_MAILBOX = "same-mailbox"
"""Not a reason of the gate, which looks at one message: it follows from who else is written to."""


def has_shared_mailbox(rows: type[Message]) -> ColumnElement[bool]:
    """Whether another record has the address of `rows` too. Seldom true: what follows is asked of the few only."""
    other = aliased(ContactPoint)
    same = and_(other.kind == ContactKind.EMAIL, other.value_key == rows.address_key, other.candidate_id != rows.candidate_id)
    return and_(rows.address_key != "", exists().where(same).correlate(rows))


def mailboxes_served(campaign_id: int, people: Collection[int]) -> set[str]:
    """The mailboxes among those of `people` that another record's copy of the campaign goes to."""
    if not people:
        return set()
    return set(
        db.session.scalars(
            select(Message.address_key).where(
                Message.candidate_id.in_(_sharing(people)),
                Message.campaign_id == campaign_id,
                Message.state != MessageState.SUPPRESSED,
            )
        )
    )


def sharing_with(candidate_id: int) -> Select[int]:
    """The ids of other records that have an address of this person."""
    return _sharing([candidate_id]).where(ContactPoint.candidate_id != candidate_id)


def further_copies(rows: type[Message]) -> ColumnElement[bool]:
    """For a column of a select over `rows` that all may go: whether an earlier record has the same mailbox."""
    place = func.row_number().over(partition_by=rows.address_key, order_by=rows.candidate_id)
    return place > 1


def served_instead(message: Message) -> str | None:
    """The name of whom the copy for the mailbox of a held-back `message` goes to."""
    return db.session.scalar(
        select(Candidate.full_name)
        .join(Message, Message.candidate_id == Candidate.id)
        .where(
            Candidate.id.in_(_sharing([message.candidate_id or 0])),
            Message.campaign_id == message.campaign_id,
            Message.address_key == message.address_key,
            Message.reason != SAME_MAILBOX,
            Message.id != message.id,
        )
        .order_by(Message.id)
        .limit(1)
    )


def _sharing(people: Collection[int]) -> Select[int]:
    """Who has an address of `people`, they themselves included."""
    theirs = select(ContactPoint.value_key).where(
        ContactPoint.candidate_id.in_(people), ContactPoint.kind == ContactKind.EMAIL
    )
    return select(ContactPoint.candidate_id).where(
        ContactPoint.kind == ContactKind.EMAIL, ContactPoint.value_key.in_(theirs)
    )
