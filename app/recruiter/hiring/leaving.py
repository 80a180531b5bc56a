"""Somebody who was hired leaves the company, or stays after all."""

from flask import Blueprint, Response, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.core.clock import today
from app.core.refusals import Refused
from app.hiring.commands import note_departure, undo_departure
from app.hiring.models import Application
from app.hiring.policy import workable_applications
from app.recruiter.hiring.forms import DepartureForm
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("leaving", __name__)


@blueprint.get("/applications/<int:application_id>/departure")
@needs(Permission.OFFERS_MAKE)
def new_departure(application_id: int) -> ResponseReturnValue:
    application = _found(application_id)
    return _page(application, DepartureForm(last_day=application.left_on or today()))


@blueprint.post("/applications/<int:application_id>/departure")
@needs(Permission.OFFERS_MAKE)
def create_departure(application_id: int) -> ResponseReturnValue:
    """With the last day; from the day after it the person is one of the alumni."""
    application, form = _found(application_id), DepartureForm()
    if not form.validate_on_submit():
        return _page(application, form, status=422)
    try:
        note_departure(application, last_day=form.last_day.data, by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(application, form, status=409)
    name, day = application.candidate.display_name, format_date(form.last_day.data)
    undo = url_for("recruiter.hiring.leaving.create_departure_undoing", application_id=application.id)
    flash_undo(_("%(name)s: the last day here is %(day)s.", name=name, day=day), undo)
    return _record_of(application)


@blueprint.post("/applications/<int:application_id>/departure/undoing")
@needs(Permission.OFFERS_MAKE)
def create_departure_undoing(application_id: int) -> Response:
    """They stay after all."""
    application = _found(application_id)
    undo_departure(application, by=actor())
    flash(_("%(name)s works here as before.", name=application.candidate.display_name), "success")
    return _record_of(application)


def _found(application_id: int) -> Application:
    found: Application = find(
        workable_applications(viewer()), application_id,
        options=[joinedload(Application.candidate), joinedload(Application.job)],
    )  # fmt: skip
    return found


def _page(application: Application, form: DepartureForm, status: int = 200) -> ResponseReturnValue:
    return show("recruiter/hiring/departure.html", status=status, application=application, form=form)


def _record_of(application: Application) -> Response:
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=application.candidate_id)
