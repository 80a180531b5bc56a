"""Choosing the columns of the list and their order: a form whose answer is an address."""

from flask import Blueprint, request
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
    """The chosen ones in their order, one of them moved when a button asked for it; then the rest."""
    asked = read_asked(find_saved_views(viewer()))
    offered = {known.name: known for known in offered_columns(viewer())}
    chosen = _moved([name for name in asked.names if name in offered], request.args.get("move", ""))
    return show(
        "recruiter/candidates/columns.html", asked=asked, chosen=[offered.pop(name) for name in chosen],
        rest=list(offered.values()), most=MOST_COLUMNS,
    )  # fmt: skip


def _moved(names: list[str], move: str) -> list[str]:
    """`move` is `city:left` or `city:right`; anything else leaves them as they are."""
    name, _colon, way = move.partition(":")
    if name not in names or way not in ("left", "right"):
        return names
    place = names.index(name)
    rest = [other for other in names if other != name]
    rest.insert(max(place - 1, 0) if way == "left" else place + 1, name)
    return rest
