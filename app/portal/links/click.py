"""A click in a newsletter: it leads where the author pointed and nowhere else, and is noted after the answer."""

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from app.campaigns.commands import note_hit
from app.campaigns.links import destination, read_click
from app.campaigns.models import CampaignLink, HitKind
from app.core.transaction import aside
from app.extensions import db
from app.web.access import public

blueprint = Blueprint("click", __name__)


@blueprint.get("/c/<token>")
@public
def follow_link(token: str) -> ResponseReturnValue:
    """The target stands in the table; the token only says which. Who clicked is named only when they allowed it."""
    followed = read_click(token)
    link = db.session.get(CampaignLink, followed.link_id) if followed is not None else None
    if followed is None or link is None or not link.target.startswith(("https://", "http://")):
        abort(404)
    campaign_id, link_id, message_id = link.campaign_id, link.id, followed.message_id
    method, agent, address = request.method, request.user_agent.string, request.remote_addr
    aside(
        lambda: note_hit(
            HitKind.CLICK, campaign_id=campaign_id, link_id=link_id, message_id=message_id, method=method, agent=agent,
            address=address,
        )
    )  # fmt: skip
    answer = redirect(destination(link), 302)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
