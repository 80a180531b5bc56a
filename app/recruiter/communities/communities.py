"""The list of communities with how alive each is."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.talent.queries.communities import community_rows
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("communities", __name__)


@blueprint.get("/communities")
@needs(Permission.COMMUNITIES_SEE)
def show_communities() -> ResponseReturnValue:
    return show("recruiter/communities/communities.html", rows_=community_rows(viewer()))
