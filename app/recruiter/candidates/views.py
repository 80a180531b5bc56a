"""Saved views: a query, its columns and its sort under a name, for oneself or for everyone."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.recruiter.candidates.asked import LIST, LONGEST
from app.search.commands import change_view, delete_view, save_view
from app.search.models import SavedView, Sharing
from app.search.policy import visible_saved_views
from app.search.refusals import QueryError, ViewNameTaken, ViewNeedsName
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_to

blueprint = Blueprint("views", __name__)
UNFIT = (QueryError, ViewNameTaken, ViewNeedsName)


@blueprint.post("/candidates/views")
@needs(Permission.CANDIDATES_SEE)
def create_view() -> ResponseReturnValue:
    """Keep the present query, columns and sort under a name."""
    query, sort, columns = _typed()
    try:
        view = save_view(
            name=request.form.get("name", ""), query=query, sort=sort, columns=columns, owner=viewer(),
            sharing=_sharing(), by=actor(),
        )  # fmt: skip
    except UNFIT as refusal:
        flash(str(refusal), "error")
        return redirect_to(LIST, q=query or None, sort=sort or None, columns=",".join(columns) or None)
    flash(_("The view was saved."), "success")
    return redirect_to(LIST, view=view.id)


@blueprint.post("/candidates/views/<int:view_id>")
@needs(Permission.CANDIDATES_SEE)
def update_view(view_id: int) -> ResponseReturnValue:
    """Another name, other sharing, or what the list shows at the moment."""
    view: SavedView = find(visible_saved_views(viewer()), view_id)
    query, sort, columns = _typed()
    name = request.form.get("name", view.name)
    sharing = _sharing() if "name" in request.form else view.sharing
    try:
        change_view(
            view, name=name, query=query, sort=sort, columns=columns, sharing=sharing, viewer=viewer(), by=actor()
        )
    except UNFIT as refusal:
        flash(str(refusal), "error")
        return redirect_to(LIST, q=query, sort=sort or None, columns=",".join(columns) or None, view=view_id)
    flash(_("The view was saved."), "success")
    return redirect_to(LIST, view=view_id)


@blueprint.post("/candidates/views/<int:view_id>/removal")
@needs(Permission.CANDIDATES_SEE)
def remove_view(view_id: int) -> ResponseReturnValue:
    view: SavedView = find(visible_saved_views(viewer()), view_id)
    delete_view(view, viewer=viewer(), by=actor())
    flash(_("The view was removed."), "success")
    return redirect_to(LIST)


def _typed() -> tuple[str, str, list[str]]:
    columns = [name for name in request.form.get("columns", "")[:LONGEST].split(",") if name]
    return request.form.get("q", "")[:LONGEST], request.form.get("sort", "")[:60], columns


def _sharing() -> Sharing:
    return Sharing.SHARED if request.form.get("shared") else Sharing.PRIVATE
