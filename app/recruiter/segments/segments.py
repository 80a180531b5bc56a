"""The segments one sees; making one, from the words of a search or in one step from a saved view."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.recruiter.segments.forms import SegmentForm
from app.search.models import Sharing
from app.search.policy import visible_saved_views
from app.talent.commands.segments import save_segment
from app.talent.queries.segments import segment_rows
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_back, redirect_to, show

blueprint = Blueprint("segments", __name__)


@blueprint.get("/segments")
@needs(Permission.POOLS_SEE)
def show_segments() -> ResponseReturnValue:
    return show("recruiter/segments/segments.html", rows_=segment_rows(viewer()))


@blueprint.get("/segments/new")
@needs(Permission.POOLS_EDIT)
def new_segment() -> ResponseReturnValue:
    """Filled with `?q=`, or with the saved view `?view=` names."""
    form = SegmentForm(formdata=None, q=request.args.get("q", "")[:2000])
    if (view_id := request.args.get("view", 0, int)) > 0:
        view = find(visible_saved_views(viewer()), view_id)
        form.name.data, form.q.data = view.name, view.query
        form.sharing.data = view.sharing.value
    return show("recruiter/segments/new.html", form=form)


@blueprint.post("/segments")
@needs(Permission.POOLS_EDIT)
def create_segment() -> ResponseReturnValue:
    form = SegmentForm()
    if (answer := form.repeated_answer) is not None:
        return redirect_back(answer, answer)
    if not form.validate_on_submit():
        return show("recruiter/segments/new.html", status=422, form=form)
    try:
        segment = save_segment(
            name=form.name.data or "", query=form.q.data or "", about=form.about.data or "",
            sharing=Sharing(form.sharing.data), owner=viewer(), by=actor(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/segments/new.html", status=refusal.status, form=form)
    form.remember(f"/recruiter/segments/{segment.id}")
    return redirect_to("recruiter.segments.segment.show_segment", segment_id=segment.id)
