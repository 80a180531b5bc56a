"""The questions a job's application form asks."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.core.refusals import Refused, Stale
from app.jobs.commands import QuestionDraft, set_questions
from app.jobs.models import Job
from app.recruiter.jobs.editing import find_own_job, saved, show_overtaken, show_part
from app.recruiter.jobs.fields import arranged
from app.recruiter.jobs.forms import QuestionsForm
from app.web.access import actor, needs

blueprint = Blueprint("questions", __name__)

TEMPLATE = "recruiter/jobs/questions.html"


@blueprint.get("/jobs/<int:job_id>/questions")
@needs(Permission.JOBS_EDIT)
def edit_questions(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    return show_part(TEMPLATE, job, _form(job.version, [*map(_row, job.open_questions)] or [{}]))


@blueprint.post("/jobs/<int:job_id>/questions")
@needs(Permission.JOBS_EDIT)
def save_questions(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    form = QuestionsForm()
    rows = arranged(form.rows.data, request.form.get("action", ""))
    if rows is not None:
        return show_part(TEMPLATE, job, _form(form.seen_version, rows))
    if not form.validate_on_submit():
        return show_part(TEMPLATE, job, form, status=422)
    try:
        set_questions(job, _drafts(job, form), version=form.seen_version, by=actor())
    except Stale:
        return show_overtaken(TEMPLATE, job, form)
    except Refused as refusal:
        form.refuse(refusal)
        return show_part(TEMPLATE, job, form, status=409)
    return saved(job, "recruiter.jobs.questions.edit_questions")


def _form(version: int, rows: list[dict[str, Any]]) -> QuestionsForm:
    return QuestionsForm(formdata=None, data={"version": version, "rows": rows})


def _row(question: Any) -> dict[str, Any]:
    shown = {name: getattr(question, name) for name in ("id", "text", "kind", "help", "required")}
    return shown | {"options": "\n".join(question.options.get("options", []))}


def _drafts(job: Job, form: QuestionsForm) -> list[QuestionDraft]:
    known = {str(question.id): question.id for question in job.open_questions}
    return [
        QuestionDraft(
            kind=row["kind"],
            text=row["text"],
            help=row["help"] or "",
            required=row["required"],
            options=tuple((row["options"] or "").splitlines()),
            id=known.get(row["id"] or ""),
        )
        for row in form.rows.data
        if (row["text"] or "").strip()
    ]
