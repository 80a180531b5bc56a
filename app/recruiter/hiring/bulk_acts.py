"""How far an act on many is, what became of each, stopping it and taking it back."""

from flask import Blueprint, Response, flash
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.core.refusals import NotAllowed
from app.hiring.commands import cancel_bulk_act, undo_bulk_act
from app.hiring.commands.bulk import permission_for
from app.hiring.models import BulkAct, BulkKind, BulkState
from app.hiring.policy import visible_bulk_acts
from app.hiring.queries import count_not_begun, left_alone_by
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("bulk_acts", __name__)


@blueprint.get("/bulk-acts/<int:act_id>")
@needs(Permission.APPLICATIONS_MOVE)
def show_bulk_act(act_id: int) -> Response:
    act = find(visible_bulk_acts(viewer()), act_id, options=[joinedload(BulkAct.job), joinedload(BulkAct.to_stage)])
    alone = [] if act.is_busy else left_alone_by(act)
    not_begun = count_not_begun(act) if act.stop_reason else 0
    return show(
        "recruiter/hiring/bulk_act.html", act=act, alone=alone, not_begun=not_begun, Kind=BulkKind, State=BulkState
    )


@blueprint.post("/bulk-acts/<int:act_id>/stopping")
@needs(Permission.APPLICATIONS_MOVE)
def create_stopping(act_id: int) -> Response:
    """Go no further; what was done stands."""
    act = find(visible_bulk_acts(viewer()), act_id)
    cancel_bulk_act(act)
    flash(_("Stopped. What was done until now stands; it can still be taken back."), "success")
    return redirect_to("recruiter.hiring.bulk_acts.show_bulk_act", act_id=act.id)


@blueprint.post("/bulk-acts/<int:act_id>/undoing")
@needs(Permission.APPLICATIONS_MOVE)
def create_undoing(act_id: int) -> Response:
    """Take back what still stands of it."""
    act = find(visible_bulk_acts(viewer()), act_id)
    if not viewer().may(permission_for(act)):
        raise NotAllowed()
    back = undo_bulk_act(act, by=actor())
    if act.is_busy:
        return redirect_to("recruiter.hiring.bulk_acts.show_bulk_act", act_id=act.id)
    flash(ngettext("%(num)s application is back where it was.", "%(num)s applications are back where they were.", back),
          "success")  # fmt: skip
    return redirect_to("recruiter.hiring.board.show_board", job_id=act.job_id)
