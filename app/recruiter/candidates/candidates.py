"""The list of candidates: the query language as the address, sorted, paged in both directions."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.accounts.policy import TALENT_ROLES
from app.candidates.commands import add_tag
from app.candidates.interest import level_of
from app.candidates.policy import visible_candidates
from app.candidates.queries import CandidateRow, candidate_rows
from app.core.clock import now
from app.core.refusals import Refused
from app.extensions import db
from app.insights.labels import labels_of
from app.search.commands import delete_view, save_view
from app.search.describe import describe
from app.search.models import SavedView, Sharing
from app.search.parser import parse
from app.search.policy import may_change_view, visible_saved_views
from app.search.queries import Page, count_candidates, find_saved_views, near_names, search_candidates
from app.search.refusals import QueryError
from app.search.sorting import ORDERS, Sort, usual
from app.search.suggest import suggest
from app.search.syntax import Query
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_back, redirect_to, show

blueprint = Blueprint("candidates", __name__)
PAGE_SIZE = 50
MOST_TICKED = 200


@blueprint.get("/candidates")
@needs(Permission.CANDIDATES_SEE)
def show_candidates() -> ResponseReturnValue:
    """People the viewer may see who match `?q=`."""
    typed = request.args.get("q", "")[:2000]
    views = find_saved_views(viewer())
    try:
        query = parse(typed)
    except QueryError as error:
        return show("recruiter/candidates/candidates.html", status=422, q=typed, error=error, views=views, rows_=[])
    page = search_candidates(
        viewer(), query, sort=_allowed(request.args.get("sort")), after=request.args.get("after"),
        before=request.args.get("before"), last="last" in request.args, limit=PAGE_SIZE,
    )  # fmt: skip
    rows = candidate_rows(page.ids)
    return show(
        "recruiter/candidates/candidates.html",
        q=typed,
        error=None,
        views=views,
        may_change_view=lambda view: may_change_view(viewer(), view),
        rows_=rows,
        labels=labels_of(viewer(), page.ids),
        warmth=lambda person: level_of(person.interest_key, now()),
        page=page,
        paging=_paging(page, typed),
        count=count_candidates(viewer(), query),
        reading=describe(query) if typed.strip() else "",
        nearly=_nearly(query, rows),
        header=lambda name: _header(name, page.sort, typed),
        sort_choices=[(str(usual(name)), order.label) for name, order in ORDERS.items() if _allowed(name)],
        shows_interest=_sees_interest(),
    )


@blueprint.get("/candidates/suggest")
@needs(Permission.CANDIDATES_SEE)
def suggest_candidates() -> ResponseReturnValue:
    """What may stand at the cursor of the search box: fields, then values."""
    typed, cursor = request.args.get("q", "")[:2000], request.args.get("cursor", "")
    place = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 6 else None
    return show("recruiter/candidates/_suggestions.html", suggestions=suggest(viewer(), typed, place))


@blueprint.post("/candidates/tags")
@needs(Permission.CANDIDATES_EDIT)
def tag_candidates() -> ResponseReturnValue:
    """Put a tag on everybody ticked."""
    ids = [int(value) for value in request.form.getlist("ids")[:MOST_TICKED] if value.isascii() and value.isdigit() and len(value) < 10]
    name = request.form.get("tag", "")
    model = visible_candidates(viewer()).column_descriptions[0]["entity"]
    people = db.session.scalars(visible_candidates(viewer()).where(model.id.in_(ids))).all()
    try:
        for person in people:
            add_tag(person, name=name, by=actor())
    except Refused as refusal:
        flash(str(refusal), "error")
        return redirect_back(request.form.get("next"), url_for(".show_candidates"))
    flash(ngettext("%(num)s person tagged.", "%(num)s people tagged.", len(people)), "success")
    return redirect_back(request.form.get("next"), url_for(".show_candidates"))


@blueprint.post("/candidates/views")
@needs(Permission.CANDIDATES_SEE)
def create_view() -> ResponseReturnValue:
    """Keep the present query and sort under a name."""
    sharing = Sharing.SHARED if request.form.get("shared") else Sharing.PRIVATE
    query, sort = request.form.get("q", "")[:2000], request.form.get("sort", "")[:60]
    try:
        save_view(name=request.form.get("name", ""), query=query, sort=sort, owner=viewer(), sharing=sharing, by=actor())
    except Refused as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("The view was saved."), "success")
    return redirect_to(".show_candidates", q=query, sort=sort or None)


@blueprint.post("/candidates/views/<int:view_id>/removal")
@needs(Permission.CANDIDATES_SEE)
def remove_view(view_id: int) -> ResponseReturnValue:
    view: SavedView = find(visible_saved_views(viewer()), view_id)
    delete_view(view, viewer=viewer(), by=actor())
    flash(_("The view was removed."), "success")
    return redirect_to(".show_candidates")


def _sees_interest() -> bool:
    """How warm somebody is orders recruiting's lists, and nobody else's."""
    return viewer().role in TALENT_ROLES


def _allowed(sort: str | None) -> str | None:
    return sort if _sees_interest() or (sort or "").removeprefix("-") != "interest" else None


def _paging(page: Page, typed: str) -> dict[str, str | None]:
    sort = str(page.sort)
    here: dict[str, Any] = {"q": typed or None, "sort": sort}
    return {
        "first": url_for(".show_candidates", **here) if page.has_previous else None,
        "prev": url_for(".show_candidates", before=page.first, **here) if page.has_previous else None,
        "next": url_for(".show_candidates", after=page.last, **here) if page.has_next else None,
        "last": url_for(".show_candidates", last=1, **here) if page.has_next else None,
    }


def _header(name: str, sort: Sort, typed: str) -> dict[str, str | None]:
    """Where the header of a column leads, and which way it sorts now."""
    current = sort.name == name
    target = sort.reversed if current else usual(name)
    direction = ("desc" if sort.descending else "asc") if current else None
    return {"href": url_for(".show_candidates", q=typed or None, sort=str(target)), "direction": direction}


def _nearly(query: Query, rows: list[CandidateRow]) -> list[object]:
    return [] if rows else list(near_names(viewer(), query))
