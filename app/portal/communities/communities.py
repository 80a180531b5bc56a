"""The list of communities one can join."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.portal.addresses import source
from app.talent.queries.communities import public_communities
from app.web.access import public
from app.web.pages import show

blueprint = Blueprint("communities", __name__)


@blueprint.get("/communities")
@public
def show_communities() -> ResponseReturnValue:
    """Those in the reader's language first."""
    language = str(get_locale())
    communities = sorted(public_communities(), key=lambda community: community.locale != language)
    return show("portal/communities/communities.html", communities=communities, src=source())
