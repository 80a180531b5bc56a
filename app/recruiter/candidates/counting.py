"""How many people a query finds, and the query in plain words: while it is typed, and exactly where a list stopped counting."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.recruiter.candidates.asked import LONGEST
from app.search.describe import describe
from app.search.limits import within_limit
from app.search.parser import parse
from app.search.queries import CAP, Count, count_candidates
from app.search.refusals import QueryError, QueryTooSlow
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("counting", __name__)
WHILE_TYPING = 2.0


@blueprint.get("/candidates/count")
@needs(Permission.CANDIDATES_SEE)
def show_count() -> ResponseReturnValue:
    """Up to the cap while somebody types; with `exact` all of them, however many."""
    typed, exact = request.args.get("q", "")[:LONGEST], "exact" in request.args
    said: dict[str, Any] = {"q": typed, "error": None, "stopped": False, "reading": ""}
    try:
        query = parse(typed)
        said["reading"] = describe(query) if typed.strip() else ""
        with within_limit() if exact else within_limit(WHILE_TYPING):
            said["count"] = count_candidates(viewer(), query, cap=None if exact else CAP)
    except QueryError as error:
        said["error"] = error
    except QueryTooSlow:
        said |= {"stopped": True, "count": Count(CAP, False) if exact else None}
    return show("recruiter/candidates/counted.html", **said)
