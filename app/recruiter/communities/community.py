"""One community: its numbers, its growth, its members, and whether it takes new ones."""

from urllib.parse import urlencode

from flask import Blueprint, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.permissions import Permission
from app.recruiter.communities.finding import find_community
from app.talent.commands import CommunityNotReady, close_community, leave_community, open_community
from app.talent.models import Community, Membership
from app.talent.queries.communities import community_growth, community_members, community_numbers
from app.talent.queries.schools import schools_of_community
from app.web.access import actor, needs, viewer
from app.web.dates import show_date
from app.web.finding import find
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("community", __name__)

CHANNELS = ("linkedin", "newsletter", "event", "campus")


@blueprint.get("/communities/<int:community_id>")
@needs(Permission.COMMUNITIES_SEE)
def show_community(community_id: int) -> ResponseReturnValue:
    """The overview. Members are paged by `after`."""
    community = find_community(community_id)
    growth = community_growth(community.id)
    return show(
        "recruiter/communities/community.html",
        community=community,
        numbers=community_numbers([community.id])[community.id],
        months=[show_date(month, "MMM yy") for month, _number in growth],
        growth=[number for _month, number in growth],
        page=community_members(viewer(), community.id, after=request.args.get("after", "")),
        query=urlencode({"q": f'community:"{community.name}"'}),
        links=_links(community),
        schools=schools_of_community(viewer(), community.id) if any(one.kind.is_of_campus for one in community.questions) else [],
    )


@blueprint.post("/communities/<int:community_id>/opening")
@needs(Permission.COMMUNITIES_EDIT)
def open_(community_id: int) -> ResponseReturnValue:
    """Public from now on; what is missing is said on the page where it is mended."""
    community = find_community(community_id)
    try:
        open_community(community, by=actor())
    except CommunityNotReady as refusal:
        flash(str(refusal), "warning")
        return redirect_to("recruiter.communities.words.edit_words", community_id=community.id)
    flash(_("The community is open. Its page is public now."), "success")
    return redirect_to("recruiter.communities.community.show_community", community_id=community.id)


@blueprint.post("/communities/<int:community_id>/closing")
@needs(Permission.COMMUNITIES_EDIT)
def close(community_id: int) -> ResponseReturnValue:
    close_community(find_community(community_id), by=actor())
    sentence = _("The community takes no new members. Those who are in stay in.")
    flash_undo(sentence, url_for("recruiter.communities.community.open_", community_id=community_id))
    return redirect_to("recruiter.communities.community.show_community", community_id=community_id)


@blueprint.post("/communities/<int:community_id>/members/<int:membership_id>/removal")
@needs(Permission.COMMUNITIES_EDIT)
def remove_member(community_id: int, membership_id: int) -> ResponseReturnValue:
    """Take somebody out. Their record and what they agreed to stay."""
    community = find_community(community_id)
    members = select(Membership).where(Membership.community_id == community.id)
    leave_community(find(members, membership_id), by=actor())
    flash(_("Taken out of the community. The record and its consents stay as they are."), "success")
    return redirect_to("recruiter.communities.community.show_community", community_id=community.id)


def _links(community: Community) -> list[tuple[str, str]]:
    """The public address, once plain and once for each channel, so that reports know who came from where."""
    if not community.is_open:
        return []
    path = url_for("portal.communities.community.show_community", slug=community.slug)
    plain = f"{current_app.config['BASE_URL']}{path}"
    names = {"linkedin": "LinkedIn", "newsletter": _("Newsletter"), "event": _("Event"), "campus": _("Campus")}
    return [(_("Public page"), plain), *((names[channel], f"{plain}?src={channel}") for channel in CHANNELS)]
