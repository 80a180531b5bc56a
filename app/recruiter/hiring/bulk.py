"""One act on many, rehearsed on a page of its own and begun; how it goes on is shown by `bulk_acts`."""

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
    TooManyAtOnce,
    ask_review,
    bulk_move,
    bulk_reject,
    ensure_reject_reasons,
    plan_bulk_move,
    plan_bulk_rejection,
)
from app.hiring.commands.bulk import MOST
from app.hiring.models import Application, ApplicationState, BulkAct
from app.hiring.policy import workable_jobs
from app.hiring.queries import matching_ids, names_of, reject_reasons, sample_previews
from app.jobs.models import Job, Stage
from app.recruiter.hiring.application import review_form
from app.recruiter.hiring.applications import filters_from
from app.recruiter.hiring.forms import RejectionForm, ReviewForm
from app.web.access import actor, needs, reads, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import flash_undo, redirect_back, redirect_to, show

blueprint = Blueprint("bulk", __name__)
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
    return show("recruiter/hiring/bulk_move.html", job=job, plan=plan, to=to, form=PageForm(formdata=None))


@blueprint.post("/jobs/<int:job_id>/bulk-moves")
@needs(Permission.APPLICATIONS_MOVE)
def create_bulk_move(job_id: int) -> Response:
    job = find(workable_jobs(viewer()), job_id)
    form = PageForm()
    if form.repeated_answer:
        return redirect_back(form.repeated_answer, board_of(job))
    to = find(select(Stage).where(Stage.job_id == job.id), request.form.get("to", 0, int))
    act = bulk_move(chosen_ids(job), job=job, to=to, by=actor())
    answer = _begun(
        act, ngettext("%(num)s application is now in %(stage)s.", "%(num)s applications are now in %(stage)s.", act.reached,
                      stage=to.name),
    )  # fmt: skip
    form.remember(answer)
    return redirect_back(answer, answer)


@blueprint.post("/jobs/<int:job_id>/bulk-rejections")
@needs(Permission.APPLICATIONS_REJECT)
def create_bulk_rejection(job_id: int) -> Response:
    job = find(workable_jobs(viewer()), job_id)
    ids = chosen_ids(job)
    reasons = ensure_reject_reasons()
    form = RejectionForm()
    if form.repeated_answer:
        return redirect_back(form.repeated_answer, board_of(job))
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
    answer = _begun(
        act, ngettext("%(num)s person is rejected. The mail waits and can still be stopped.",
                      "%(num)s people are rejected. The mails wait and can still be stopped.", act.reached),
    )  # fmt: skip
    form.remember(answer)
    return redirect_back(answer, answer)


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


def chosen_ids(job: Job) -> list[int]:
    """The ticked applications, or with `all` everything the filters of the list match."""
    if request.form.get("all"):
        ids = matching_ids(job.id, filters_from(MultiDict(_pairs(request.form.get("query", "")))), most=MOST + 1)
    else:
        typed = request.form.get("ids", "").split(",") + request.form.getlist("application")
        ids = sorted({int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 10})
    if len(ids) > MOST:
        raise TooManyAtOnce()
    return ids


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


def board_of(job: Job) -> str:
    return url_for("recruiter.hiring.board.show_board", job_id=job.id)


def _begun(act: BulkAct, sentence: str) -> str:
    """Where to look next: at the board with an undo when it is done, else at how far it is."""
    if act.is_busy:
        return url_for("recruiter.hiring.bulk_acts.show_bulk_act", act_id=act.id)
    flash_undo(sentence, url_for("recruiter.hiring.bulk_acts.create_undoing", act_id=act.id))
    return url_for("recruiter.hiring.board.show_board", job_id=act.job_id)
