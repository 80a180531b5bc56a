"""The stages people go through, and what candidates read of them."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.core.refusals import Refused, Stale
from app.jobs.commands import StageDraft, set_stages
from app.jobs.models import Job
from app.recruiter.jobs.editing import find_own_job, saved, show_overtaken, show_part
from app.recruiter.jobs.fields import arranged
from app.recruiter.jobs.forms import StagesForm
from app.web.access import actor, needs

blueprint = Blueprint("stages", __name__)

TEMPLATE = "recruiter/jobs/stages.html"
SHOWN = ("id", "name", "type", "public_name", "public_text", "limit_days", "reply_days")


@blueprint.get("/jobs/<int:job_id>/stages")
@needs(Permission.JOBS_EDIT)
def edit_stages(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    rows = [{name: getattr(stage, name) for name in SHOWN} for stage in job.open_stages]
    return show_part(TEMPLATE, job, _form(job.version, rows))


@blueprint.post("/jobs/<int:job_id>/stages")
@needs(Permission.JOBS_EDIT)
def save_stages(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    form = StagesForm()
    action = request.form.get("action", "")
    rows = _inserted(form.rows.data) if action == "add" else arranged(form.rows.data, action)
    if rows is not None:
        return show_part(TEMPLATE, job, _form(form.seen_version, rows))
    if not form.validate_on_submit():
        return show_part(TEMPLATE, job, form, status=422)
    try:
        set_stages(job, _drafts(job, form), version=form.seen_version, by=actor())
    except Stale:
        return show_overtaken(TEMPLATE, job, form)
    except Refused as refusal:
        form.refuse(refusal)
        return show_part(TEMPLATE, job, form, status=409)
    return saved(job, "recruiter.jobs.stages.edit_stages")


def _inserted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A new stage goes before the last one: hired stays at the end."""
    return [*rows[:-1], {}, *rows[-1:]]


def _form(version: int, rows: list[dict[str, Any]]) -> StagesForm:
    return StagesForm(formdata=None, data={"version": version, "rows": rows})


def _drafts(job: Job, form: StagesForm) -> list[StageDraft]:
    known = {str(stage.id): stage.id for stage in job.open_stages}
    return [
        StageDraft(
            name=row["name"],
            type=row["type"],
            public_name=row["public_name"] or "",
            public_text=row["public_text"] or "",
            limit_days=row["limit_days"],
            reply_days=row["reply_days"],
            id=known.get(row["id"] or ""),
        )
        for row in form.rows.data
        if (row["name"] or "").strip() or row["id"]
    ]
