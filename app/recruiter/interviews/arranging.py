"""Arranging an interview and changing it, with what the panel already has on that day."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.hiring.commands import cancel_interview, change_interview, schedule_interview
from app.hiring.interviewing import employer_zone, when_words, zone_names
from app.hiring.models import Application, Interview
from app.hiring.policy import workable_applications, workable_interviews
from app.hiring.queries import busy_times, for_page, last_known_zone, panel_choices, with_everything
from app.recruiter.interviews.forms import InterviewForm, new_values, values_of
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_back, redirect_to, show

blueprint = Blueprint("arranging", __name__)


@blueprint.get("/applications/<int:application_id>/interviews/new")
@needs(Permission.APPLICATIONS_MOVE)
def new_interview(application_id: int) -> Response:
    application = _application(application_id)
    zone = last_known_zone(application.candidate_id) or employer_zone()
    form = InterviewForm(formdata=None, data=new_values(application, zone), zone=viewer().time_zone)
    return _page(application, form)


@blueprint.post("/applications/<int:application_id>/interviews")
@needs(Permission.APPLICATIONS_MOVE)
def create_interview(application_id: int) -> Response:
    """Invites the candidate and the panel. The button that only looks at the day writes nothing."""
    application, form = _application(application_id), InterviewForm(zone=viewer().time_zone)
    if request.form.get("action") == "look":
        return _page(application, form)
    if form.repeated_answer:
        return redirect_back(form.repeated_answer, "/recruiter/interviews")
    if not form.validate_on_submit():
        return _page(application, form, status=422)
    try:
        interview = schedule_interview(
            application, plan=form.plan(), by=actor(), despite_clashes=form.despite_clashes.data
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _page(application, form, status=409, clash=refusal.field == "despite_clashes")
    where = url_for("recruiter.interviews.interview.show_interview", interview_id=interview.id)
    form.remember(where)
    flash(_("The interview is arranged. Everybody gets an invitation for their calendar."), "success")
    return redirect_back(where, where)


@blueprint.get("/interviews/<int:interview_id>/edit")
@needs(Permission.APPLICATIONS_MOVE)
def edit_interview(interview_id: int) -> Response:
    interview = _interview(interview_id)
    seats = {seat.user_id: seat.role for seat in interview.seats}
    asked = InterviewForm(formdata=None, zone=viewer().time_zone).seats if "day" in request.args else seats
    form = InterviewForm(formdata=None, data=values_of(interview, viewer()), zone=viewer().time_zone, seats=asked)
    return _page(interview.application, form, interview=interview)


@blueprint.post("/interviews/<int:interview_id>/edit")
@needs(Permission.APPLICATIONS_MOVE)
def save_interview(interview_id: int) -> Response:
    """Only those whose calendar changes get a mail."""
    interview, form = _interview(interview_id), InterviewForm(zone=viewer().time_zone)
    if request.form.get("action") == "look":
        return _page(interview.application, form, interview=interview)
    if not form.validate_on_submit():
        return _page(interview.application, form, status=422, interview=interview)
    try:
        change_interview(
            interview, interview.application, plan=form.plan(), by=actor(), version=form.version.data,
            despite_clashes=form.despite_clashes.data,
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        clash = refusal.field == "despite_clashes"
        return _page(interview.application, form, status=409, interview=interview, clash=clash)
    flash(_("The interview is changed. Those it concerns get a new invitation."), "success")
    return redirect_to("recruiter.interviews.interview.show_interview", interview_id=interview_id)


@blueprint.post("/interviews/<int:interview_id>/cancellation")
@needs(Permission.APPLICATIONS_MOVE)
def create_cancellation(interview_id: int) -> Response:
    """It leaves everybody's calendar."""
    interview = _interview(interview_id)
    cancel_interview(interview, by=actor(), version=request.form.get("version", type=int))
    flash(_("The interview is called off. Those who were invited are told."), "success")
    return redirect_to("recruiter.hiring.application.show_application", application_id=interview.application_id)


def _application(application_id: int) -> Application:
    return find(workable_applications(viewer()), application_id, options=with_everything())


def _interview(interview_id: int) -> Interview:
    return find(workable_interviews(viewer()), interview_id, options=for_page())


def _page(
    application: Application, form: InterviewForm, *, status: int = 200, interview: Interview | None = None,
    clash: bool = False,
) -> Response:  # fmt: skip
    team, others = panel_choices(application.job_id)
    return show(
        "recruiter/interviews/arrange.html", status, application=application, job=application.job, form=form,
        interview=interview, team=team, others=others, clash=clash, zones=zone_names(), **_seen(form, interview),
    )  # fmt: skip


def _seen(form: InterviewForm, interview: Interview | None) -> dict[str, Any]:
    """The day of the chosen panel, and the time as the candidate reads it."""
    starts_at, ends_at = form.moment, form.until
    busy, told = [], ""
    if starts_at is not None and form.seats:
        place = ZoneInfo(viewer().time_zone)
        midnight = datetime.combine(starts_at.astimezone(place).date(), time.min, place)
        busy = busy_times(list(form.seats), midnight, midnight + timedelta(days=1), but=interview.id if interview else 0)
    if starts_at is not None and ends_at is not None and form.time_zone.data in zone_names():
        told = when_words(starts_at, ends_at, form.time_zone.data, str(get_locale()))
    return {"busy": busy, "told": told, "starts_at": starts_at, "ends_at": ends_at}
