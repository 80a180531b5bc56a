"""What the pages of one community share: finding it, and showing what overtook a form."""

from typing import Any

from flask import Response

from app.recruiter.communities.forms import PartForm
from app.talent.models import Community
from app.talent.policy import visible_communities
from app.talent.queries.communities import community_parts
from app.web.access import viewer
from app.web.finding import find
from app.web.pages import show


def find_community(community_id: int) -> Community:
    """A community with its topics, questions and owner."""
    return find(visible_communities(viewer()), community_id, options=community_parts())


def show_overtaken(template: str, community: Community, form: PartForm, **context: Any) -> Response:
    """Somebody changed it meanwhile: what was typed stays, and sending again overwrites."""
    form.version.data = str(community.version)
    form.version.raw_data = None
    return show(template, status=409, community=community, form=form, overtaken=True, **context)
