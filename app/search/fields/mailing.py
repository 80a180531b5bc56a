"""Fields of the mail ledger."""

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement

from app.hiring.policy import visible_mails
from app.mailing.models import Message, MessageState
from app.search.catalogue import Kind, QueryField, register_field
from app.search.conditions import in_moments, linked_field
from app.search.scope import Scope
from app.search.syntax import Condition


def _mailed(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    accepted = visible_mails(scope.viewer).where(Message.state == MessageState.ACCEPTED, Message.accepted_at.is_not(None))
    written_to = linked_field(
        accepted.with_only_columns(Message.candidate_id),
        lambda condition, scope: in_moments(Message.accepted_at, condition, scope),
    )
    return written_to(condition, scope)


register_field(
    QueryField(
        name="mailed",
        label=_("Mailed"),
        kind=Kind.DATE,
        compile=_mailed,
        reading=_("mailed %(value)s"),
        sort_rank=63,
    )
)
