"""A job's basics: title, team, places, pay."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.core.refusals import Refused, Stale
from app.jobs.commands import JobValues, change_job, set_locations
from app.jobs.models import Job
from app.jobs.places import Place
from app.recruiter.jobs.editing import find_own_job, hints_of, saved, show_overtaken, show_part
from app.recruiter.jobs.fields import arranged
from app.recruiter.jobs.forms import BasicsForm, basics_of
from app.web.access import actor, needs

blueprint = Blueprint("basics", __name__)

TEMPLATE = "recruiter/jobs/basics.html"
NOT_VALUES = frozenset({"form_key", "version", "places"})


@blueprint.get("/jobs/<int:job_id>/edit")
@needs(Permission.JOBS_EDIT)
def edit_basics(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    return show_part(TEMPLATE, job, BasicsForm(formdata=None, data=basics_of(job)), hints=hints_of(job, "basics"))


@blueprint.post("/jobs/<int:job_id>/edit")
@needs(Permission.JOBS_EDIT)
def save_basics(job_id: int) -> ResponseReturnValue:
    """Keep the basics, or show the form again with one more or one less place when that was asked."""
    job = find_own_job(job_id)
    form = BasicsForm()
    rows = arranged(form.places.data, request.form.get("action", ""))
    if rows is not None:
        return show_part(TEMPLATE, job, BasicsForm(formdata=None, data=form.data | {"places": rows or [{}]}))
    if not form.validate_on_submit():
        return show_part(TEMPLATE, job, form, status=422)
    try:
        _save(job, form)
    except Stale:
        return show_overtaken(TEMPLATE, job, form)
    except Refused as refusal:
        form.refuse(refusal)
        return show_part(TEMPLATE, job, form, status=409)
    return saved(job, "recruiter.jobs.basics.edit_basics")


def _save(job: Job, form: BasicsForm) -> None:
    values: JobValues = {name: value for name, value in form.data.items() if name not in NOT_VALUES}  # type: ignore[assignment]
    change_job(job, version=form.seen_version, by=actor(), **values)
    set_locations(job, _places(form.places.data), version=None, by=actor())


def _places(rows: list[dict[str, Any]]) -> list[Place]:
    """The rows somebody filled in; a country alone is a place, an untouched row is none."""
    kept = ({name: row.get(name) or "" for name in ("city", "region", "postal_code", "country")} for row in rows)
    return [Place(**row) for row in kept if any(row.values())]
