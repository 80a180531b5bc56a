"""How far an act on many people is, whom it left as they are, stopping it and taking it back; and those one began."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.hiring.models import BulkState
from app.search.bulk import act_kind, stop_people_act, undo_people_act
from app.search.bulk.queries import latest_acts, left_out_by, visible_people_acts
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_back, redirect_to, show

blueprint = Blueprint("bulk_acts", __name__)


@blueprint.get("/candidates/acts")
@needs(Permission.CANDIDATES_SEE)
def show_acts() -> Response:
    """What one did to many at once, the newest first."""
    acts = [(act, kind) for act in latest_acts(viewer()) if (kind := act_kind(act.kind)) is not None]
    return show("recruiter/candidates/bulk_acts.html", acts=acts, State=BulkState)


@blueprint.get("/candidates/acts/<int:people_act_id>")
@needs(Permission.CANDIDATES_SEE)
def show_act(people_act_id: int) -> Response:
    act = find(visible_people_acts(viewer()), people_act_id)
    kind = act_kind(act.kind)
    left_out = left_out_by(act, kind, viewer()) if kind is not None and not act.is_busy else []
    return show("recruiter/candidates/bulk_act.html", act=act, kind=kind, left_out=left_out, State=BulkState)


@blueprint.post("/candidates/acts/<int:people_act_id>/stopping")
@needs(Permission.CANDIDATES_SEE)
def create_stopping(people_act_id: int) -> Response:
    """Go no further; what was done stands."""
    stop_people_act(find(visible_people_acts(viewer()), people_act_id))
    flash(_("Stopped. What was done until now stands."), "success")
    return redirect_to(".show_act", people_act_id=people_act_id)


@blueprint.post("/candidates/acts/<int:people_act_id>/undoing")
@needs(Permission.CANDIDATES_SEE)
def create_undoing(people_act_id: int) -> Response:
    """Take back what still stands of it."""
    act = undo_people_act(find(visible_people_acts(viewer()), people_act_id), by=actor())
    there = url_for(".show_act", people_act_id=people_act_id)
    if not act.is_busy and act.returned == act.reached:
        flash(_("Taken back: they are as they were."), "success")
        there = url_for("recruiter.candidates.candidates.show_candidates", q=act.query or None)
    return redirect_back(there, there)
