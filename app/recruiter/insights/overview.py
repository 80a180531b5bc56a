"""Which reports there are, and of which job."""

from flask import Blueprint, Response

from app.accounts.permissions import Permission
from app.insights.home import last_visit, news_of_jobs
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("overview", __name__)
MOST_JOBS = 200


@blueprint.get("/insights")
@needs(Permission.INSIGHTS_SEE)
def show_overview() -> Response:
    """The jobs the viewer works on, each leading to its report."""
    who = viewer()
    return show("recruiter/insights/overview.html", jobs=news_of_jobs(who, last_visit(who), limit=MOST_JOBS))
