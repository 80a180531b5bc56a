"""Fields of the mail ledger."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.mailing.models import Message, MessageState
from app.search.catalogue import Kind, QueryField, register_field
from app.search.conditions import in_moments, linked_field

_written_to = select(Message.candidate_id).where(
    Message.candidate_id.is_not(None), Message.state == MessageState.ACCEPTED, Message.accepted_at.is_not(None)
)

register_field(
    QueryField(
        name="mailed",
        label=_("Mailed"),
        kind=Kind.DATE,
        compile=linked_field(_written_to, lambda condition, scope: in_moments(Message.accepted_at, condition, scope)),
        reading=_("mailed %(value)s"),
        sort_rank=63,
    )
)
