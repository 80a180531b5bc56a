"""The picture of one dot at the end of a newsletter, in mails to people who agreed that we note what they open."""

import base64

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.campaigns.commands import note_hit
from app.campaigns.links import read_open
from app.campaigns.models import HitKind
from app.core.transaction import aside
from app.extensions import db
from app.mailing.models import Message
from app.web.access import public

blueprint = Blueprint("opened", __name__)

DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@blueprint.get("/o/<token>")
@public
def show_opening(token: str) -> ResponseReturnValue:
    """The same picture whatever the token says: it tells nothing about anybody."""
    message_id = read_open(token)
    message = db.session.get(Message, message_id) if message_id is not None else None
    if message is not None and message.campaign_id is not None:
        campaign_id, number = message.campaign_id, message.id
        method, agent, address = request.method, request.user_agent.string, request.remote_addr
        aside(
            lambda: note_hit(
                HitKind.OPEN, campaign_id=campaign_id, message_id=number, method=method, agent=agent, address=address
            )
        )
    answer = Response(DOT, mimetype="image/gif")
    answer.headers["Cache-Control"] = "no-store"
    return answer
