"""The mails we sent to this person, to read again."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.insights.held import own_messages
from app.insights.why import why_got
from app.mailing.commands import message_content
from app.mailing.gate import OPT_OUT_KINDS
from app.mailing.models import Message, MessageState
from app.mailing.queries import attachment_of
from app.web.access import candidate_only, signed_in_candidate_id
from app.web.downloads import as_download
from app.web.finding import find
from app.web.pages import show

blueprint = Blueprint("messages", __name__)

MOST = 200


@blueprint.get("/me/messages")
@candidate_only
def show_messages() -> ResponseReturnValue:
    messages = own_messages(signed_in_candidate_id(), limit=MOST)
    listed = [(message, message_content(message).subject) for message in messages]
    return show("portal/me/messages.html", messages=listed)


@blueprint.get("/me/messages/<int:message_id>")
@candidate_only
def show_message(message_id: int) -> ResponseReturnValue:
    """Its text and why it came; secret links in it are masked, they were in the mail itself."""
    message = _mine(message_id)
    return show(
        "portal/me/message.html", message=message, content=message_content(message), why=why_got(message),
        can_be_left=message.kind in OPT_OUT_KINDS, attachment=attachment_of(message),
    )  # fmt: skip


@blueprint.get("/me/messages/<int:message_id>/file")
@candidate_only
def download_attachment(message_id: int) -> ResponseReturnValue:
    attachment = attachment_of(_mine(message_id))
    if attachment is None:
        abort(404)
    return as_download(attachment.file, attachment.filename)


def _mine(message_id: int) -> Message:
    mine = select(Message).where(Message.candidate_id == signed_in_candidate_id(), Message.user_id.is_(None))
    return find(mine.where(Message.state == MessageState.ACCEPTED), message_id)
