"""How often somebody may be written to: parts of the gate about pauses, the person's own frequency and the company's budget.

All are about mail people can leave: marketing and invitations to apply. A mail counts from the moment it was handed over,
so two that are sent at the same time see each other.
"""

from datetime import timedelta

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Installation
from app.candidates.models import Frequency, InterestProfile
from app.core.clock import now
from app.core.types import UtcDateTime
from app.mailing.gate import OPT_OUT_KINDS, PRESENT_MOMENT
from app.mailing.models import Message, MessageState

BUDGET_DAYS = 7
USUAL_BUDGET = 3
FREQUENCY_DAYS = {Frequency.WEEKLY: 7, Frequency.MONTHLY: 30}
WENT_OUT = (MessageState.HANDED_OVER, MessageState.ACCEPTED, MessageState.AMBIGUOUS)


def paused(rows: type[Message]) -> ColumnElement[bool]:
    """The person wants nothing for a while."""
    pause = exists().where(InterestProfile.candidate_id == rows.candidate_id, InterestProfile.paused_until > PRESENT_MOMENT)
    return and_(_can_be_left(rows), pause.correlate(rows))


def too_often(rows: type[Message]) -> ColumnElement[bool]:
    """The person wants one mail a week or a month at most and had it."""
    had = [
        and_(InterestProfile.frequency == frequency, _written_since(rows, days).exists())
        for frequency, days in FREQUENCY_DAYS.items()
    ]
    wish = exists().where(InterestProfile.candidate_id == rows.candidate_id, or_(*had))
    return and_(_can_be_left(rows), wish.correlate(rows))


def over_budget(rows: type[Message]) -> ColumnElement[bool]:
    """The person got as many mails in a week as the company allows itself."""
    written = _written_since(rows, BUDGET_DAYS).with_only_columns(func.count()).scalar_subquery()
    allowed = select(Installation.contact_budget).limit(1).scalar_subquery()
    return and_(_can_be_left(rows), written >= func.coalesce(allowed, USUAL_BUDGET))


def _can_be_left(rows: type[Message]) -> ColumnElement[bool]:
    return rows.kind.in_(OPT_OUT_KINDS)


def _written_since(rows: type[Message], days: int) -> Select[int]:
    """Other marketing mail to the person that left within these days; along ix_messages_handed_over."""
    other = aliased(Message)
    return (
        select(other.id)
        .where(
            other.candidate_id == rows.candidate_id,
            other.handed_over_at > _days_ago(days),
            other.kind.in_(OPT_OUT_KINDS),
            other.state.in_(WENT_OUT),
            other.id != func.coalesce(rows.id, 0),
        )
        .correlate(rows, InterestProfile)
    )


def _days_ago(days: int) -> BindParameter[object]:
    return bindparam(f"gate_{days}_days_ago", callable_=lambda: now() - timedelta(days=days), type_=UtcDateTime())
