"""One act on many: rehearsed on a page of its own, done, taken back as a whole."""

from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.commands import (
    ask_review,
    bulk_move,
    bulk_reject,
    ensure_reject_reasons,
    plan_bulk_move,
    plan_bulk_rejection,
    undo_bulk_act,
)
from app.hiring.models import Application, ApplicationState
from app.hiring.policy import visible_bulk_acts, workable_jobs
from app.hiring.queries import matching_ids, names_of, reject_reasons, sample_previews
from app.jobs.models import Job, Stage
from app.recruiter.hiring.application import review_form
from app.recruiter.hiring.applications import filters_from
from app.recruiter.hiring.forms import RejectionForm, ReviewForm
from app.web.access import actor, needs, reads, viewer
from app.web.finding import find
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("bulk", __name__)
MOST = 5000
MOST_SHOWN = 50


@blueprint.post("/jobs/<int:job_id>/bulk")
@needs(Permission.APPLICATIONS_MOVE)
@reads
def rehearse(job_id: int) -> Response:
    """What would happen, in a sentence, before anything does."""
    job = find(workable_jobs(viewer()), job_id)
    ids = chosen_ids(job)
    if not ids:
        raise Refused(_("Tick at least one application first."))
    if request.form.get("act") == "reject":
        form = RejectionForm(formdata=None)
        form.offer_choices(reject_reasons())
        return _rejection_page(job, ids, form)
    if request.form.get("act") == "ask":
        return _review_page(job, ids, review_form())
    to = find(select(Stage).where(Stage.job_id == job.id), request.form.get("to", 0, int))
    plan = plan_bulk_move(ids, job=job, to=to)
    return show("recruiter/hiring/bulk_move.html", job=job, plan=plan, to=to, ids=ids)


@blueprint.post("/jobs/<int:job_id>/bulk-moves")
@needs(Permission.APPLICATIONS_MOVE)
def create_bulk_move(job_id: int) -> Response:
    job = find(workable_jobs(viewer()), job_id)
    to = find(select(Stage).where(Stage.job_id == job.id), request.form.get("to", 0, int))
    act = bulk_move(chosen_ids(job), job=job, to=to, by=actor())
    moved = len(act.data["moves"])
    flash_undo(
        ngettext("%(num)s application is now in %(stage)s.", "%(num)s applications are now in %(stage)s.", moved,
                 stage=to.name), _undo(act.id),
    )  # fmt: skip
    return redirect_to("recruiter.hiring.board.show_board", job_id=job.id)


@blueprint.post("/jobs/<int:job_id>/bulk-rejections")
@needs(Permission.APPLICATIONS_REJECT)
def create_bulk_rejection(job_id: int) -> Response:
    job = find(workable_jobs(viewer()), job_id)
    ids = chosen_ids(job)
    reasons = ensure_reject_reasons()
    form = RejectionForm()
    form.offer_choices([reason for reason in reasons if reason.retired_at is None])
    if not form.validate_on_submit():
        return _rejection_page(job, ids, form, status=422)
    try:
        act = bulk_reject(
            ids, job=job, reason=next(one for one in reasons if one.id == form.reason.data), by=actor(),
            note=form.note.data or "", tell=form.tell.data, silence_reason=form.silence_reason.data or "",
            delay=form.delay.data,
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _rejection_page(job, ids, form, status=409)
    rejected = len(act.data["rejections"])
    flash_undo(
        ngettext("%(num)s person is rejected. The mail waits and can still be stopped.",
                 "%(num)s people are rejected. The mails wait and can still be stopped.", rejected), _undo(act.id),
    )  # fmt: skip
    return redirect_to("recruiter.hiring.board.show_board", job_id=job.id)


@blueprint.post("/jobs/<int:job_id>/bulk-reviews")
@needs(Permission.APPLICATIONS_MOVE)
def create_bulk_review(job_id: int) -> Response:
    """Ask one colleague about up to twenty applications with one mail."""
    job = find(workable_jobs(viewer()), job_id)
    ids = chosen_ids(job)
    form = review_form(from_request=True)
    if not form.validate_on_submit():
        return _review_page(job, ids, form, status=422)
    colleague = db.session.get_one(User, form.user.data)
    try:
        asked = ask_review(_active(job, ids), job=job, user=colleague, message=form.message.data or "", by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _review_page(job, ids, form, status=409)
    flash(ngettext("%(colleague)s was asked about %(num)s application.", "%(colleague)s was asked about %(num)s applications.",
                   len(asked), colleague=colleague.name), "success")  # fmt: skip
    return redirect_to("recruiter.hiring.board.show_board", job_id=job.id)


@blueprint.post("/bulk-acts/<int:act_id>/undoing")
@needs(Permission.APPLICATIONS_MOVE)
def create_undoing(act_id: int) -> Response:
    """Take back what still stands of it."""
    act = find(visible_bulk_acts(viewer()), act_id)
    job = db.session.get_one(Job, act.job_id)
    back = undo_bulk_act(act, job=job, by=actor())
    flash(ngettext("%(num)s application is back where it was.", "%(num)s applications are back where they were.", back),
          "success")  # fmt: skip
    return redirect_to("recruiter.hiring.board.show_board", job_id=job.id)


def chosen_ids(job: Job) -> list[int]:
    """The ticked applications, or with `all` everything the filters of the list match."""
    if request.form.get("all"):
        return matching_ids(job.id, filters_from(MultiDict(_pairs(request.form.get("query", "")))), most=MOST)
    typed = request.form.get("ids", "").split(",") + request.form.getlist("application")
    return sorted({int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 10})[:MOST]


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query[:2000], keep_blank_values=True)


def _active(job: Job, ids: list[int]) -> list[Application]:
    return list(
        db.session.scalars(
            select(Application)
            .where(Application.id.in_(ids), Application.job_id == job.id, Application.state == ApplicationState.ACTIVE)
            .order_by(Application.id)
        )
    )


def _review_page(job: Job, ids: list[int], form: ReviewForm, *, status: int = 200) -> Response:
    chosen = [(one.id, one.given_name) for one in _active(job, ids)[:MOST_SHOWN]]
    return show("recruiter/hiring/bulk_review.html", status, job=job, ids=ids, chosen=chosen, form=form)


def _rejection_page(job: Job, ids: list[int], form: RejectionForm, *, status: int = 200) -> Response:
    plan = plan_bulk_rejection(ids, job=job)
    context: dict[str, Any] = {
        "aside": names_of(plan.set_aside), "silent": names_of(plan.without_address),
        "previews": sample_previews(plan.reached, job),
    }  # fmt: skip
    return show("recruiter/hiring/bulk_rejection.html", status, job=job, plan=plan, ids=ids, form=form, **context)


def _undo(act_id: int) -> str:
    return url_for("recruiter.hiring.bulk.create_undoing", act_id=act_id)
