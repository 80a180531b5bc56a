"""How many people a query finds, and the query in plain words: while it is typed, and exactly where a list stopped counting."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.recruiter.candidates.asked import LONGEST
from app.search.describe import describe
from app.search.limits import within_limit
from app.search.parser import parse
from app.search.queries import CAP, Count, count_candidates
from app.search.refusals import QueryError, QueryTooSlow
from app.search.relaxing import small_operators
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("counting", __name__)
WHILE_TYPING = 2.0


@blueprint.get("/candidates/count")
@needs(Permission.CANDIDATES_SEE)
def show_count() -> ResponseReturnValue:
    """Up to the cap while somebody types; with `exact` all of them, however many."""
    exact = "exact" in request.args
    return show("recruiter/candidates/counted.html", **asked_for(viewer(), request.args.get("q", "")[:LONGEST], exact=exact))


def asked_for(viewer: User, typed: str, *, exact: bool = False) -> dict[str, Any]:
    """What a query means in plain words and how many it finds; or what is wrong with it, or that it takes too long."""
    said: dict[str, Any] = {"q": typed, "error": None, "stopped": False, "reading": "", "count": None, "small": small_operators(typed)}
    try:
        query = parse(typed)
        said["reading"] = describe(query) if typed.strip() else ""
        with within_limit() if exact else within_limit(WHILE_TYPING):
            said["count"] = count_candidates(viewer, query, cap=None if exact else CAP)
    except QueryError as error:
        said["error"] = error
    except QueryTooSlow:
        said |= {"stopped": True, "count": Count(CAP, False) if exact else None}
    return said
