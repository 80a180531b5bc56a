"""A new job, from a template's stages or as a copy."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.models import Installation
from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.extensions import db
from app.jobs.commands import copy_job, create_job
from app.jobs.places import Place
from app.jobs.queries import pipeline_templates
from app.recruiter.jobs.editing import find_own_job
from app.recruiter.jobs.forms import NewJobForm
from app.web.access import actor, needs, viewer
from app.web.forms import PageForm
from app.web.pages import redirect_back, redirect_to, show

blueprint = Blueprint("new", __name__)

TEMPLATE = "recruiter/jobs/new.html"


@blueprint.get("/jobs/new")
@needs(Permission.JOBS_EDIT)
def new_job() -> ResponseReturnValue:
    return show(TEMPLATE, form=_form())


@blueprint.post("/jobs")
@needs(Permission.JOBS_EDIT)
def create() -> ResponseReturnValue:
    """Make the draft and go on to its description."""
    form = _form()
    if form.repeated_answer:
        return redirect_back(form.repeated_answer, "/recruiter/jobs")
    if not form.validate_on_submit():
        return show(TEMPLATE, form=form, status=422)
    try:
        job = create_job(
            by=actor(),
            template=next(template for template in pipeline_templates() if template.id == form.template.data),
            places=[Place(form.city.data, country=form.country.data)] if form.city.data else [],
            openings=form.openings.data or 1,
            lead_id=viewer().id,
            title=form.title.data,
            department=form.department.data or "",
            team_id=form.team_id.data,
            employment_type=form.employment_type.data,
            remote_policy=form.remote_policy.data,
            locale=form.locale.data,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return show(TEMPLATE, form=form, status=409)
    form.remember(f"/recruiter/jobs/{job.id}")
    return redirect_to("recruiter.jobs.description.edit_description", job_id=job.id)


@blueprint.post("/jobs/<int:job_id>/copies")
@needs(Permission.JOBS_EDIT)
def copy(job_id: int) -> ResponseReturnValue:
    """A draft that says the same, ready to be changed."""
    form = PageForm()
    if form.repeated_answer:
        return redirect_back(form.repeated_answer, "/recruiter/jobs")
    made = copy_job(find_own_job(job_id), by=actor())
    form.remember(f"/recruiter/jobs/{made.id}/edit")
    return redirect_to("recruiter.jobs.basics.edit_basics", job_id=made.id)


def _form() -> NewJobForm:
    country = db.session.scalar(select(Installation.default_country)) or "DE"
    return NewJobForm(templates=list(pipeline_templates()), viewer=viewer(), country=country)
