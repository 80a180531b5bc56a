"""A part of the mail gate: who is not to be invited to apply."""

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from app.candidates.models import Consent, ConsentAction, InterestProfile, Purpose
from app.mailing.gate import PRESENT_MOMENT
from app.mailing.models import Message, MessageKind
from app.mailing.registries import register_gate_reason


def wants_quiet(rows: type[Message]) -> ColumnElement[bool]:
    """Invitations stay away from people who paused our mail, or whose last word on being kept in mind was no."""
    newer = aliased(Consent)
    said_no = exists().where(
        Consent.candidate_id == rows.candidate_id,
        Consent.purpose == Purpose.POOL,
        or_(Consent.action == ConsentAction.WITHDRAWN, Consent.action == ConsentAction.EXPIRED),
        ~exists().where(
            newer.candidate_id == Consent.candidate_id, newer.purpose == Consent.purpose, newer.id > Consent.id
        ),
    )
    paused = exists().where(
        InterestProfile.candidate_id == rows.candidate_id, InterestProfile.paused_until > PRESENT_MOMENT
    )
    return and_(rows.kind == MessageKind.INVITATION, or_(said_no.correlate(rows), paused.correlate(rows)))


register_gate_reason("wants-quiet", _("this person does not want to hear about jobs at the moment"), wants_quiet)
