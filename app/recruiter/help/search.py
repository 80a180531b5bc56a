"""The query language, whole: made from the catalogue that also reads it, so that nothing is missing and nothing is made up."""

from flask import Blueprint, Response

from app.accounts.permissions import Permission
from app.recruiter.help.help import examples, expected
from app.search.building import operators_of
from app.search.catalogue import QueryField, all_fields, column_of
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("search", __name__)


@blueprint.get("/help/search")
@needs(Permission.CANDIDATES_SEE)
def show_search_help() -> Response:
    return show("recruiter/help/search.html", fields=all_fields(), expected=expected, examples=examples(), shown=_shown,
                operators=lambda known: list(operators_of(known).values()))  # fmt: skip


def _shown(known: QueryField) -> bool:
    """Whether the viewer can have it as a column."""
    column = column_of(known)
    return column is not None and column.seen_by(viewer())
