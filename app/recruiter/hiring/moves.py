"""Moving, marking, hiring: the small acts on one application."""

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.permissions import Permission
from app.core.refusals import NotAllowed, Refused, Stale
from app.hiring.commands import (
    clear_suspicion,
    hire_application,
    mark_maybe,
    move_application,
    set_reply_by,
    undo_hire,
)
from app.hiring.models import Application
from app.hiring.policy import workable_applications
from app.jobs.models import Stage, StageType
from app.recruiter.hiring.board import card_answer
from app.recruiter.hiring.forms import MoveForm, ReplyByForm
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import flash_undo, own_path, redirect_back

blueprint = Blueprint("moves", __name__)


@blueprint.post("/applications/<int:application_id>/moves")
@needs(Permission.APPLICATIONS_MOVE)
def create_move(application_id: int) -> Response:
    """To another stage. Somebody who was faster is named, and the card shows where it stands now."""
    application = find(workable_applications(viewer()), application_id)
    form = MoveForm()
    if not form.validate_on_submit():
        abort(400)
    to = find(select(Stage).where(Stage.job_id == application.job_id), form.to.data)
    if to.type is StageType.HIRED and not viewer().may(Permission.OFFERS_MAKE):
        raise NotAllowed(_("Hiring is for recruiters. Move the application to the offer stage."))
    came_from = application.stage_id
    try:
        move_application(application, to=to, by=actor(), from_stage=form.from_stage.data)
    except Stale as refusal:
        flash(str(refusal), "error")
        return card_answer(application.job_id, application.id, status=409)
    _offer_undo(application, to, came_from)
    return _on(application)


@blueprint.post("/applications/<int:application_id>/mark")
@needs(Permission.APPLICATIONS_MOVE)
def create_mark(application_id: int) -> Response:
    """Maybe, or no longer maybe."""
    application = find(workable_applications(viewer()), application_id)
    mark_maybe(application, maybe=request.form.get("mark") != "none", by=actor())
    return _on(application)


@blueprint.post("/applications/<int:application_id>/clearing")
@needs(Permission.APPLICATIONS_MOVE)
def create_clearing(application_id: int) -> Response:
    """Off the suspicious shelf."""
    application = find(workable_applications(viewer()), application_id)
    clear_suspicion([application], by=actor())
    flash(_("%(name)s is with the others now.", name=application.given_name), "success")
    return _on(application)


@blueprint.post("/applications/<int:application_id>/reply-by")
@needs(Permission.APPLICATIONS_MOVE)
def create_reply_by(application_id: int) -> Response:
    """A new promise to the candidate."""
    application = find(workable_applications(viewer()), application_id)
    form = ReplyByForm()
    if not form.validate_on_submit():
        raise Refused(_("Enter the date by which the candidate will hear from us."))
    set_reply_by(application, reply_by=form.reply_by.data, by=actor(), version=form.version.data)
    flash(_("The candidate reads the new date at once."), "success")
    return _on(application)


@blueprint.post("/applications/<int:application_id>/hire")
@needs(Permission.OFFERS_MAKE)
def create_hire(application_id: int) -> Response:
    """Hire without an offer in the system."""
    application = find(workable_applications(viewer()), application_id)
    hired = hire_application(application, by=actor())
    undo = url_for("recruiter.hiring.moves.create_hire_undoing", application_id=application.id)
    sentence = _("%(name)s is hired, and one opening is closed.", name=application.given_name)
    if hired.others:
        sentence += " " + _("This person is still in process for other jobs.")
    flash_undo(sentence, undo)
    return _on(application)


@blueprint.post("/applications/<int:application_id>/hire/undoing")
@needs(Permission.OFFERS_MAKE)
def create_hire_undoing(application_id: int) -> Response:
    """The hire did not happen after all."""
    application = find(workable_applications(viewer()), application_id)
    undo_hire(application, by=actor())
    flash(_("Back in process, and the opening is open again."), "success")
    return _on(application)


def _offer_undo(application: Application, to: Stage, came_from: int) -> None:
    """A toast that says what happened and takes it back."""
    if application.stage_id == came_from:
        return
    if not application.is_active:
        undo = url_for("recruiter.hiring.moves.create_hire_undoing", application_id=application.id)
        flash_undo(_("%(name)s is hired, and one opening is closed.", name=application.given_name), undo)
        return
    board = url_for("recruiter.hiring.board.show_board", job_id=application.job_id)
    there = own_path(request.form.get("next")) or ""
    flash_undo(
        _("%(name)s is now in %(stage)s.", name=application.given_name, stage=to.name),
        url_for("recruiter.hiring.moves.create_move", application_id=application.id),
        fields={"to": came_from, "from_stage": to.id, "next": board if there.endswith("/card") else there},
    )


def _on(application: Application) -> Response:
    """To the page the form named (the board names the card), else to the application."""
    there = url_for("recruiter.hiring.application.show_application", application_id=application.id)
    return redirect_back(own_path(request.form.get("next")), there)
