"""Parts of the mail gate: who is not to be invited to apply, and who heard from us often enough without having asked."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.candidates.models import Consent, ConsentAction, InterestProfile, Purpose
from app.core.clock import now
from app.core.types import UtcDateTime
from app.hiring.models import Application
from app.mailing.contact import WENT_OUT
from app.mailing.gate import APPROACHES, PRESENT_MOMENT, consented
from app.mailing.models import WAITING, Message, MessageKind

CONTACTS = 3
CONTACTS_WITHIN = timedelta(days=365)
A_YEAR_AGO = bindparam("gate_contacts_since", callable_=lambda: now() - CONTACTS_WITHIN, type_=UtcDateTime())
NEVER_REACHED = 2**31 - 1
"""Later than any message there is: a message that would be comes after all of them."""


def said_no_to_pools(candidate_id: Any) -> Exists:
    """The person's last word on being kept in mind is no, or was a yes that has ended."""
    newer = aliased(Consent)
    return exists().where(
        Consent.candidate_id == candidate_id,
        Consent.purpose == Purpose.POOL,
        Consent.action.in_((ConsentAction.WITHDRAWN, ConsentAction.EXPIRED)),
        ~exists().where(
            newer.candidate_id == Consent.candidate_id, newer.purpose == Consent.purpose, newer.id > Consent.id
        ),
    )


def wants_quiet(rows: type[Message]) -> ColumnElement[bool]:
    """Invitations stay away from people who paused our mail, or whose last word on being kept in mind was no."""
    paused = exists().where(
        InterestProfile.candidate_id == rows.candidate_id, InterestProfile.paused_until > PRESENT_MOMENT
    )
    return and_(rows.kind == MessageKind.INVITATION, or_(said_no_to_pools(rows.candidate_id).correlate(rows), paused.correlate(rows)))


def approached_often(rows: type[Message]) -> ColumnElement[bool]:
    """Somebody who never agreed to be kept in mind and never applied had three approaches within a year. Those that wait
    count when they were planned before."""
    other = aliased(Message)
    before = or_(
        and_(other.state.in_(WENT_OUT), other.handed_over_at > A_YEAR_AGO),
        and_(other.state.in_(WAITING), other.id < func.coalesce(rows.id, NEVER_REACHED)),
    )
    others = select(func.count(other.id)).where(
        other.candidate_id == rows.candidate_id, other.kind.in_(APPROACHES), other.id != func.coalesce(rows.id, 0), before
    )
    applied = exists().where(Application.candidate_id == rows.candidate_id)
    return and_(
        rows.kind.in_(APPROACHES), others.correlate(rows).scalar_subquery() >= CONTACTS, ~applied.correlate(rows),
        ~consented(rows, Purpose.POOL),
    )  # fmt: skip
