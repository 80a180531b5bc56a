"""Who hires for a job, in which role."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.core.refusals import Refused, Stale
from app.jobs.commands import Membership, set_team
from app.recruiter.jobs.editing import find_own_job, saved, show_overtaken, show_part
from app.recruiter.jobs.fields import arranged
from app.recruiter.jobs.forms import TeamForm
from app.web.access import actor, needs

blueprint = Blueprint("team", __name__)

TEMPLATE = "recruiter/jobs/team.html"


@blueprint.get("/jobs/<int:job_id>/team")
@needs(Permission.JOBS_EDIT)
def edit_team(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    rows = [{"user_id": member.user_id, "role": member.role, "lead": member.lead} for member in job.members]
    return show_part(TEMPLATE, job, _form(job.version, [*rows, {}]))


@blueprint.post("/jobs/<int:job_id>/team")
@needs(Permission.JOBS_EDIT)
def save_team(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    form = TeamForm()
    rows = arranged(form.rows.data, request.form.get("action", ""))
    if rows is not None:
        return show_part(TEMPLATE, job, _form(form.seen_version, rows))
    if not form.validate_on_submit():
        return show_part(TEMPLATE, job, form, status=422)
    members = [Membership(row["user_id"], row["role"], row["lead"]) for row in form.rows.data if row["user_id"]]
    try:
        set_team(job, members, version=form.seen_version, by=actor())
    except Stale:
        return show_overtaken(TEMPLATE, job, form)
    except Refused as refusal:
        form.refuse(refusal)
        return show_part(TEMPLATE, job, form, status=409)
    return saved(job, "recruiter.jobs.team.edit_team")


def _form(version: int, rows: list[dict[str, Any]]) -> TeamForm:
    return TeamForm(formdata=None, data={"version": version, "rows": rows})
