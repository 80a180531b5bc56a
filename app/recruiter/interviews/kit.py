"""The interview kit of a stage: purpose, what is rated, questions."""

from typing import Any

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.hiring.commands import AttributeDraft, default_kit, ensure_kit, save_kit
from app.hiring.models import Kit
from app.hiring.queries import kit_of
from app.jobs.models import Job, Stage
from app.recruiter.interviews.forms import KitForm
from app.recruiter.jobs.editing import find_own_job
from app.recruiter.jobs.fields import arranged
from app.web.access import actor, needs
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("kit", __name__)


@blueprint.get("/jobs/<int:job_id>/stages/<int:stage_id>/kit")
@needs(Permission.JOBS_EDIT)
def edit_kit(job_id: int, stage_id: int) -> Response:
    job, stage = _find(job_id, stage_id)
    return _page(job, stage, _form(kit_of(stage.id), job))


@blueprint.post("/jobs/<int:job_id>/stages/<int:stage_id>/kit")
@needs(Permission.JOBS_EDIT)
def update_kit(job_id: int, stage_id: int) -> Response:
    job, stage = _find(job_id, stage_id)
    form = KitForm()
    rows = arranged(form.rows.data, request.form.get("action", ""))
    if rows is not None:
        typed = {"purpose": form.purpose.data, "rows": rows[:12], "version": form.version.data}
        return _page(job, stage, KitForm(formdata=None, data=typed))
    if not form.validate_on_submit():
        return _page(job, stage, form, status=422)
    kit = ensure_kit(stage.id)
    known = {str(attribute.id) for attribute in kit.rated}
    drafts = [
        AttributeDraft(row["name"] or "", row["questions"] or "", int(row["id"]) if row["id"] in known else None)
        for row in form.rows.data
    ]
    try:
        save_kit(kit, job, purpose=form.purpose.data or "", attributes=drafts, by=actor(), version=form.version.data or None)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(job, stage, form, status=409)
    flash(_("Saved. New scorecards rate this."), "success")
    return redirect_to("recruiter.interviews.kit.edit_kit", job_id=job_id, stage_id=stage_id)


def _find(job_id: int, stage_id: int) -> tuple[Job, Stage]:
    job = find_own_job(job_id)
    return job, find(select(Stage).where(Stage.job_id == job.id), stage_id)


def _form(kit: Kit | None, job: Job) -> KitForm:
    shown = kit or default_kit(job.locale)
    rows: list[dict[str, Any]] = [
        {"id": one.id or "", "name": one.name, "questions": one.questions} for one in shown.rated
    ]
    return KitForm(formdata=None, data={"purpose": shown.purpose, "rows": rows, "version": kit.version if kit else 0})


def _page(job: Job, stage: Stage, form: KitForm, *, status: int = 200) -> Response:
    return show("recruiter/interviews/kit.html", status, job=job, stage=stage, form=form)
