"""A job's life: published, taken back, put on hold, closed, opened again."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core.refusals import NotAllowed, Refused
from app.extensions import db
from app.hiring.commands import bulk_reject
from app.hiring.models import BulkAct, RejectReason
from app.insights.jobs import active_ids, stage_counts
from app.jobs.commands import (
    close_job,
    open_job,
    post_internally,
    publication_hints,
    publication_problems,
    publish_job,
    put_on_hold,
    reopen_job,
    unpublish_job,
    withdraw_internal_posting,
)
from app.jobs.models import Job
from app.jobs.refusals import NotPublishable
from app.recruiter.jobs.editing import find_own_job
from app.recruiter.jobs.forms import CloseForm, LeftForm, PublishForm
from app.web.access import actor, needs, viewer
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("publishing", __name__)


@blueprint.get("/jobs/<int:job_id>/posting")
@needs(Permission.JOBS_EDIT)
def new_posting(job_id: int) -> ResponseReturnValue:
    """What is missing before the job can be shown, each with the page where it is mended."""
    job = find_own_job(job_id)
    posting = job.live_posting
    form = PublishForm(formdata=None, data={"last_day": posting.last_day if posting else None})
    problems = [problem for problem in publication_problems(job) if problem.section != "publish"]
    return show("recruiter/jobs/posting.html", job=job, form=form, problems=problems, hints=publication_hints(job))


@blueprint.post("/jobs/<int:job_id>/posting")
@needs(Permission.JOBS_EDIT)
def create_posting(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    form = PublishForm()
    context: dict[str, Any] = {"job": job, "form": form, "hints": publication_hints(job)}
    if not form.validate_on_submit():
        return show("recruiter/jobs/posting.html", status=422, problems=[], **context)
    try:
        publish_job(job, last_day=form.last_day.data, by=actor())
    except NotPublishable as refusal:
        return show("recruiter/jobs/posting.html", status=409, problems=refusal.problems, **context)
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/jobs/posting.html", status=409, problems=[], **context)
    flash(_("The job is on the careers site."), "success")
    return redirect_to("recruiter.jobs.job.show_job", job_id=job.id)


@blueprint.post("/jobs/<int:job_id>/posting/withdrawal")
@needs(Permission.JOBS_EDIT)
def withdraw_posting(job_id: int) -> ResponseReturnValue:
    unpublish_job(find_own_job(job_id), by=actor())
    flash(_("The job is off the careers site."), "success")
    return redirect_to("recruiter.jobs.job.show_job", job_id=job_id)


@blueprint.post("/jobs/<int:job_id>/internal-posting")
@needs(Permission.JOBS_EDIT)
def create_internal_posting(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    try:
        post_internally(job, by=actor())
    except NotPublishable as refusal:
        form = PublishForm(formdata=None)
        return show("recruiter/jobs/posting.html", status=409, job=job, form=form, hints=publication_hints(job), problems=refusal.problems)
    flash(_("Colleagues see the job now."), "success")
    return redirect_to("recruiter.jobs.publishing.new_posting", job_id=job_id)


@blueprint.post("/jobs/<int:job_id>/internal-posting/withdrawal")
@needs(Permission.JOBS_EDIT)
def withdraw_internal(job_id: int) -> ResponseReturnValue:
    withdraw_internal_posting(find_own_job(job_id), by=actor())
    flash(_("Colleagues see the job no longer."), "success")
    return redirect_to("recruiter.jobs.publishing.new_posting", job_id=job_id)


@blueprint.post("/jobs/<int:job_id>/opening")
@needs(Permission.JOBS_EDIT)
def open_quietly(job_id: int) -> ResponseReturnValue:
    open_job(find_own_job(job_id), by=actor())
    flash(_("The job is open, and not public."), "success")
    return redirect_to("recruiter.jobs.job.show_job", job_id=job_id)


@blueprint.post("/jobs/<int:job_id>/hold")
@needs(Permission.JOBS_EDIT)
def hold(job_id: int) -> ResponseReturnValue:
    put_on_hold(find_own_job(job_id), by=actor())
    sentence = _("The job is on hold. Nobody can apply until you take it up again.")
    flash_undo(sentence, url_for("recruiter.jobs.publishing.reopen", job_id=job_id))
    return redirect_to("recruiter.jobs.job.show_job", job_id=job_id)


@blueprint.post("/jobs/<int:job_id>/reopening")
@needs(Permission.JOBS_EDIT)
def reopen(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    reopen_job(job, by=actor())
    flash(_("The job is open again."), "success")
    return redirect_to("recruiter.jobs.job.show_job", job_id=job_id)


@blueprint.get("/jobs/<int:job_id>/closing")
@needs(Permission.JOBS_EDIT)
def new_closing(job_id: int) -> ResponseReturnValue:
    """Filled or no longer wanted, and who is still in process; of a job that is over, only the latter."""
    job = find_own_job(job_id)
    form = LeftForm() if job.is_over else CloseForm()
    return show("recruiter/jobs/closing.html", job=job, form=form, stages=stage_counts(viewer(), job))


@blueprint.post("/jobs/<int:job_id>/closing")
@needs(Permission.JOBS_EDIT)
def close(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    if job.is_over:
        return _reject_those_forgotten(job)
    form = CloseForm()
    context: dict[str, Any] = {"job": job, "form": form, "stages": stage_counts(viewer(), job)}
    if not form.validate_on_submit():
        return show("recruiter/jobs/closing.html", status=422, **context)
    act = None
    try:
        if form.left.data is not None:
            act = _reject_those_left(job, form.left.data)
        close_job(job, reason=form.reason.data, note=form.note.data or "", by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/jobs/closing.html", status=409, **context)
    flash(_("The job is closed and has left every feed."), "success")
    if act is not None and act.is_busy:
        return redirect_to("recruiter.hiring.bulk_acts.show_bulk_act", act_id=act.id)
    return redirect_to("recruiter.jobs.job.show_job", job_id=job.id)


def _reject_those_forgotten(job: Job) -> ResponseReturnValue:
    """What closing the job began and somebody stopped, or took back, goes on."""
    form = LeftForm()
    context: dict[str, Any] = {"job": job, "form": form, "stages": stage_counts(viewer(), job)}
    if not form.validate_on_submit():
        return show("recruiter/jobs/closing.html", status=422, **context)
    try:
        act = _reject_those_left(job, form.left.data)
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/jobs/closing.html", status=409, **context)
    if act is None:
        return redirect_to("recruiter.jobs.job.show_job", job_id=job.id)
    return redirect_to("recruiter.hiring.bulk_acts.show_bulk_act", act_id=act.id)


def _reject_those_left(job: Job, reason_id: int) -> BulkAct | None:
    """With a letter to each; many in the background. Whoever was interviewed is owed a personal word first."""
    if not viewer().may(Permission.APPLICATIONS_REJECT):
        raise NotAllowed()
    ids = active_ids(viewer(), job)
    return bulk_reject(ids, job=job, reason=db.session.get_one(RejectReason, reason_id), by=actor()) if ids else None
