"""Putting somebody on record into the process of a job."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.validators import InputRequired

from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.core.refusals import Refused
from app.hiring.commands import add_application
from app.hiring.policy import workable_jobs
from app.recruiter.candidates.choices import jobs_to_add_to
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("joining", __name__)


class JoinForm(PageForm):
    job = SelectField(lazy_gettext("Job"), coerce=int, validators=[InputRequired()])


@blueprint.get("/candidates/<int:candidate_id>/applications/new")
@needs(Permission.APPLICATIONS_MOVE)
def new_application(candidate_id: int) -> ResponseReturnValue:
    return _page(_candidate(candidate_id), _form())


@blueprint.post("/candidates/<int:candidate_id>/applications")
@needs(Permission.APPLICATIONS_MOVE)
def create_application(candidate_id: int) -> ResponseReturnValue:
    """The person starts in the first stage; nothing is mailed."""
    candidate, form = _candidate(candidate_id), _form()
    if not form.validate_on_submit():
        return _page(candidate, form, status=422)
    job = find(workable_jobs(viewer()), form.job.data)
    try:
        add_application(candidate, job, by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(candidate, form, status=409)
    flash(_("%(name)s is in the process for %(job)s now.", name=candidate.display_name, job=job.title), "success")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate_id)


def _candidate(candidate_id: int) -> Candidate:
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id)
    return candidate


def _form() -> JoinForm:
    form = JoinForm()
    form.job.choices = jobs_to_add_to()
    return form


def _page(candidate: Candidate, form: JoinForm, status: int = 200) -> ResponseReturnValue:
    return show("recruiter/candidates/join.html", status=status, candidate=candidate, form=form)
