"""What the pages that edit a part of a job share: finding it, and showing what overtook a form."""

from typing import Any

from flask import Response, abort, flash
from flask_babel import gettext as _

from app.core.activity import Change
from app.extensions import db
from app.hiring.policy import workable_jobs
from app.jobs.commands import publication_hints
from app.jobs.models import Job
from app.jobs.policy import visible_jobs
from app.jobs.queries import changes_since, whole_job
from app.jobs.refusals import Problem
from app.recruiter.jobs.forms import PartForm
from app.web.access import viewer
from app.web.finding import find
from app.web.pages import redirect_to, show


def find_job(job_id: int) -> Job:
    """A job of the viewer's with all its parts."""
    return find(visible_jobs(viewer()), job_id, options=whole_job())


def find_own_job(job_id: int) -> Job:
    """A job the viewer works on, to be changed; 403 when they were merely asked about somebody in it."""
    job = find_job(job_id)
    if not is_own(job):
        abort(403)
    return job


def is_own(job: Job) -> bool:
    """Whether the viewer works on the job."""
    return db.session.scalar(workable_jobs(viewer()).where(Job.id == job.id).with_only_columns(Job.id)) is not None


def hints_of(job: Job, section: str) -> list[Problem]:
    """What should be known about one section before the job is published."""
    return [hint for hint in publication_hints(job) if hint.section == section]


def show_part(template: str, job: Job, form: PartForm, *, status: int = 200, **context: Any) -> Response:
    return show(template, status=status, job=job, form=form, **context)


def saved(job: Job, endpoint: str) -> Response:
    """Back to the page that was saved, or to the list when the change took the job out of the viewer's sight."""
    flash(_("Saved."), "success")
    if db.session.scalar(visible_jobs(viewer()).where(Job.id == job.id).with_only_columns(Job.id)) is None:
        return redirect_to("recruiter.jobs.jobs.show_jobs")
    return redirect_to(endpoint, job_id=job.id)


def show_overtaken(template: str, job: Job, form: PartForm, **context: Any) -> Response:
    """Somebody changed the job meanwhile: what was typed stays, what changed is shown, sending again overwrites it."""
    changes: list[Change] = changes_since(job, form.seen_version)
    form.version.data = str(job.version)
    form.version.raw_data = None
    return show(template, status=409, job=job, form=form, overtaken=changes or True, **context)
