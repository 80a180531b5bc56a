"""The schools with what came of them; adding one."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.recruiter.schools.forms import SchoolForm
from app.talent.commands.schools import keep_school
from app.talent.queries.schools import school_rows
from app.web.access import actor, needs, viewer
from app.web.pages import redirect_back, redirect_to, show

blueprint = Blueprint("schools", __name__)


@blueprint.get("/schools")
@needs(Permission.COMMUNITIES_SEE)
def show_schools() -> ResponseReturnValue:
    archived = "archived" in request.args
    return show("recruiter/schools/schools.html", rows_=school_rows(viewer(), archived=archived), archived=archived)


@blueprint.get("/schools/new")
@needs(Permission.COMMUNITIES_EDIT)
def new_school() -> ResponseReturnValue:
    return show("recruiter/schools/edit.html", form=SchoolForm(owner_id=viewer().id), school=None)


@blueprint.post("/schools")
@needs(Permission.COMMUNITIES_EDIT)
def create_school() -> ResponseReturnValue:
    form = SchoolForm()
    if (answer := form.repeated_answer) is not None:
        return redirect_back(answer, answer)
    if not form.validate_on_submit():
        return show("recruiter/schools/edit.html", status=422, form=form, school=None)
    try:
        school = keep_school(by=actor(), **form.facts())
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/schools/edit.html", status=409, form=form, school=None)
    form.remember(f"/recruiter/schools/{school.id}")
    return redirect_to("recruiter.schools.school.show_school", school_id=school.id)
