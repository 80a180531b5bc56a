"""A job's words: summary and description in Markdown, with a preview."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.core.refusals import Refused, Stale
from app.jobs.commands import change_job
from app.recruiter.jobs.editing import find_own_job, hints_of, saved, show_overtaken, show_part
from app.recruiter.jobs.forms import DescriptionForm
from app.web.access import actor, needs, reads

blueprint = Blueprint("description", __name__)

TEMPLATE = "recruiter/jobs/description.html"


@blueprint.get("/jobs/<int:job_id>/description")
@needs(Permission.JOBS_EDIT)
def edit_description(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    return show_part(TEMPLATE, job, DescriptionForm(formdata=None, obj=job), hints=hints_of(job, "description"))


@blueprint.post("/jobs/<int:job_id>/description")
@needs(Permission.JOBS_EDIT)
def save_description(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    form = DescriptionForm()
    if not form.validate_on_submit():
        return show_part(TEMPLATE, job, form, status=422)
    words = {"summary": form.summary.data or "", "description": form.description.data or ""}
    try:
        change_job(job, version=form.seen_version, by=actor(), summary=words["summary"], description=words["description"])
    except Stale:
        return show_overtaken(TEMPLATE, job, form)
    except Refused as refusal:
        form.refuse(refusal)
        return show_part(TEMPLATE, job, form, status=409)
    return saved(job, "recruiter.jobs.description.edit_description")


@blueprint.post("/jobs/<int:job_id>/description/preview")
@needs(Permission.JOBS_EDIT)
@reads
def preview(job_id: int) -> ResponseReturnValue:
    """What was typed as candidates would read it; nothing is kept."""
    return show_part(TEMPLATE, find_own_job(job_id), DescriptionForm())
