"""A colleague's calendar link: what calendars subscribe to. Whoever has the address reads it, so it can be closed."""

from flask import Blueprint, Response, abort, current_app, flash
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.core.tokens import derived_token, row_of_token
from app.extensions import db
from app.hiring.commands import open_calendar_feed, revoke_calendar_feed
from app.hiring.commands.interviews.letters import panel_entry
from app.hiring.interviewing import calendar_feed
from app.hiring.models import CalendarFeed
from app.hiring.queries import feed_by_id, feed_of
from app.web.access import needs, public, viewer
from app.web.pages import redirect_to

blueprint = Blueprint("feed", __name__)

PURPOSE = "calendar-feed"


@blueprint.get("/calendar/<token>.ics")
@public
def show_feed(token: str) -> Response:
    """The interviews of one colleague, for calendar programs: they cannot sign in."""
    row_id = row_of_token(PURPOSE, token)
    feed = feed_by_id(row_id) if row_id is not None and row_id < 2**31 else None
    if feed is None:
        abort(404)
    user = feed.user
    entries = [
        panel_entry(interview, interview.application, interview.application.job, user.locale) for interview in feed_of(user)
    ]
    content = calendar_feed(entries, name=_("Interviews of %(name)s", name=user.name))
    return Response(content, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-cache"})


@blueprint.post("/interviews/feed")
@needs(Permission.FEEDBACK_GIVE)
def create_feed() -> Response:
    """A link of one's own; the one before opens nothing any more."""
    open_calendar_feed(db.session.get_one(User, viewer().id))
    flash(_("Your calendar link is ready."), "success")
    return redirect_to("recruiter.interviews.interviews.show_interviews", _anchor="calendar")


@blueprint.post("/interviews/feed/revocation")
@needs(Permission.FEEDBACK_GIVE)
def create_feed_revocation() -> Response:
    revoke_calendar_feed(db.session.get_one(User, viewer().id))
    flash(_("Your calendar link is closed."), "success")
    return redirect_to("recruiter.interviews.interviews.show_interviews", _anchor="calendar")


def feed_address(feed: CalendarFeed) -> str:
    return f"{current_app.config['BASE_URL']}/recruiter/calendar/{derived_token(PURPOSE, feed.id)}.ics"
