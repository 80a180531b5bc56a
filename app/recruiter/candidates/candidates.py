"""The list of candidates: the query language as the address, sorted, paged in both directions."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.insights.labels import labels_of
from app.recruiter.candidates.asked import Asked, read_asked
from app.recruiter.candidates.lines import Line, draw_lines, heads_of
from app.search.bulk import act_kinds
from app.search.catalogue import column_of, find_field
from app.search.columns import read_rows
from app.search.describe import describe
from app.search.found import found_in_documents
from app.search.highlight import Marker
from app.search.limits import within_limit
from app.search.parser import parse
from app.search.policy import may_change_view
from app.search.queries import Page, count_candidates, find_saved_views, near_names, search_candidates
from app.search.refusals import QueryError, QueryTooSlow
from app.search.relaxing import offers_instead
from app.search.sorting import Sort, usual
from app.search.suggest import suggest
from app.search.syntax import Query
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("candidates", __name__)
PAGE_SIZE = 50
FEW_FOUND = 3
"""Fewer than this, and names that sound alike are offered as well."""


@blueprint.get("/candidates")
@needs(Permission.CANDIDATES_SEE)
def show_candidates() -> ResponseReturnValue:
    """People the viewer may see who match `?q=`."""
    views = find_saved_views(viewer())
    asked = read_asked(views)
    frame: dict[str, Any] = {"q": asked.q, "asked": asked, "views": views, "may_change_view": lambda view: may_change_view(viewer(), view)}
    try:
        query = parse(asked.q)
        with within_limit():
            page = search_candidates(
                viewer(), query, sort=_allowed(asked.sort), after=request.args.get("after"),
                before=request.args.get("before"), last="last" in request.args, limit=PAGE_SIZE,
            )  # fmt: skip
            count = page.count or count_candidates(viewer(), query)
    except QueryError as error:
        return show("recruiter/candidates/candidates.html", status=422, error=error, lines=[], **frame)
    except QueryTooSlow as slow:
        return show("recruiter/candidates/candidates.html", status=409, error=None, slow=slow, lines=[], **frame)
    return show(
        "recruiter/candidates/candidates.html",
        error=None,
        lines=_lines(page, asked, query),
        labels=labels_of(viewer(), page.ids),
        heads=heads_of(asked.columns),
        page=page,
        paging=_paging(page, asked),
        count=count,
        reading=describe(query) if asked.q.strip() else "",
        nearly=near_names(viewer(), query) if len(page.ids) < FEW_FOUND and not page.has_previous else [],
        instead=offers_instead(viewer(), query, asked.q) if asked.q.strip() and not count.number else [],
        header=lambda name: _header(name, page.sort, asked),
        tick=_("Tick %(name)s"),
        bulk_kinds=act_kinds(viewer()),
        **frame,
    )


@blueprint.get("/candidates/suggest")
@needs(Permission.CANDIDATES_SEE)
def suggest_candidates() -> ResponseReturnValue:
    """What may stand at the cursor of the search box: fields, then values."""
    typed, cursor = request.args.get("q", "")[:2000], request.args.get("cursor", "")
    place = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 6 else None
    return show("recruiter/candidates/_suggestions.html", suggestions=suggest(viewer(), typed, place))


def _allowed(sort: str) -> str | None:
    """A sort by what the viewer may not see would tell it all the same."""
    name = sort.removeprefix("-")
    known = find_field(name)
    column = column_of(known) if known else None
    return sort if column is None or column.seen_by(viewer()) else None


def _lines(page: Page, asked: Asked, query: Query) -> list[Line]:
    rows = read_rows(viewer(), page.ids, asked.columns)
    marker = Marker(query)
    unseen = [row.id for row in rows if "<mark>" not in marker.highlight(f"{row.name}\n{row.detail}")] if query.has_words else []
    return draw_lines(rows, asked.columns, query, found_in_documents(unseen, query))


def _paging(page: Page, asked: Asked) -> dict[str, str | None]:
    sort = str(page.sort)
    return {
        "first": asked.address(sort=sort) if page.has_previous else None,
        "prev": asked.address(sort=sort, before=page.first) if page.has_previous else None,
        "next": asked.address(sort=sort, after=page.last) if page.has_next else None,
        "last": asked.address(sort=sort, last=1) if page.has_next else None,
    }


def _header(name: str, sort: Sort, asked: Asked) -> dict[str, str | None]:
    """Where the header of a column leads, and which way it sorts now."""
    current = sort.name == name
    target = sort.reversed if current else usual(name)
    direction = ("desc" if sort.descending else "asc") if current else None
    return {"href": asked.address(sort=str(target)), "direction": direction}
