"""The agenda: whom one meets when, what took place, and what nobody has said the outcome of."""

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from app.accounts.permissions import Permission
from app.core.clock import now
from app.hiring.queries import AGENDAS, agenda_of, days_of, open_feed, owed_cards
from app.recruiter.interviews.feed import feed_address
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("interviews", __name__)

CARDS_SHOWN = 20


@blueprint.get("/interviews")
@needs(Permission.FEEDBACK_GIVE)
def show_interviews() -> Response:
    who, everyone = viewer(), request.args.get("who") == "all"
    which = request.args.get("which", "coming")
    which = which if which in AGENDAS else "coming"
    agenda = agenda_of(who, which=which, everyone=everyone, after=request.args.get("after", "")[:60])
    feed = open_feed(who.id)
    return show(
        "recruiter/interviews/interviews.html", days=days_of(agenda.interviews, who.time_zone), agenda=agenda,
        which=which, day_here=now().astimezone(ZoneInfo(who.time_zone)).date(), everyone=everyone, owed=owed_cards(who, limit=CARDS_SHOWN),
        feed_url=feed_address(feed) if feed is not None else None,
    )  # fmt: skip
