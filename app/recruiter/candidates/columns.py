"""Choosing the columns of the list: ticked in a form whose answer is an address."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.recruiter.candidates.asked import read_asked
from app.search.columns import MOST_COLUMNS, offered_columns
from app.search.queries import find_saved_views
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("columns", __name__)


@blueprint.get("/candidates/columns")
@needs(Permission.CANDIDATES_SEE)
def choose_columns() -> ResponseReturnValue:
    """The chosen ones first, in their order."""
    asked = read_asked(find_saved_views(viewer()))
    rest = [known for known in offered_columns(viewer()) if known.name not in asked.names]
    return show("recruiter/candidates/columns.html", asked=asked, offered=[*asked.columns, *rest], most=MOST_COLUMNS)
