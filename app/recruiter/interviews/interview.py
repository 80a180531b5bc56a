"""One interview: when and where, who takes part, what to ask, how it went."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, request
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.accounts.queries import installation
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.commands import answer_invitation, note_outcome
from app.hiring.commands.interviews.letters import panel_entry
from app.hiring.interviewing import Method, calendar_file, when_words
from app.hiring.models import OWING, Application, Interview, InterviewState
from app.hiring.policy import visible_applications, visible_interviews, workable_applications
from app.hiring.queries import cards_given, for_page, is_waiting_for_own_card, kit_of, own_card, with_what_was_given
from app.recruiter.interviews.forms import OutcomeForm
from app.web.access import actor, needs, viewer
from app.web.downloads import disposition
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("interview", __name__)


@blueprint.get("/interviews/<int:interview_id>")
@needs(Permission.FEEDBACK_GIVE)
def show_interview(interview_id: int) -> Response:
    return _page(_find(interview_id))


@blueprint.get("/interviews/<int:interview_id>/calendar.ics")
@needs(Permission.FEEDBACK_GIVE)
def download_calendar(interview_id: int) -> Response:
    """For calendars that take no mail."""
    interview = _find(interview_id)
    entry = panel_entry(interview, interview.application, interview.application.job, viewer().locale)
    company = installation()
    content = calendar_file(entry, Method.PUBLISH, organizer=company.company_name if company else "Perennial")
    headers = {"Content-Disposition": disposition("interview.ics")}
    return Response(content, content_type="text/calendar; charset=utf-8", headers=headers)


@blueprint.post("/interviews/<int:interview_id>/response")
@needs(Permission.FEEDBACK_GIVE)
def create_response(interview_id: int) -> Response:
    """Will come, or cannot."""
    interview, accepted = _find(interview_id), request.form.get("answer") == "accepted"
    answer_invitation(interview, interview.application, accepted=accepted, by=actor())
    flash(_("You will come.") if accepted else _("Whoever arranged it was told and finds somebody else."), "success")
    return _back(interview_id)


@blueprint.post("/interviews/<int:interview_id>/outcome")
@needs(Permission.FEEDBACK_GIVE)
def create_outcome(interview_id: int) -> Response:
    """Anybody who was there can say how it went; where somebody was absent nobody owes a scorecard."""
    interview, form = _find(interview_id), OutcomeForm()
    if not form.validate_on_submit():
        return _page(interview, status=422, outcome_form=form)
    try:
        note_outcome(
            interview, interview.application, outcome=InterviewState(form.outcome.data), note=form.note.data or "",
            by=actor(), version=form.version.data,
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(interview, status=409, outcome_form=form)
    flash(_("Noted: %(outcome)s.", outcome=interview.state.label), "success")
    return _back(interview_id)


def _find(interview_id: int) -> Interview:
    return find(visible_interviews(viewer()), interview_id, options=for_page())


def _back(interview_id: int) -> Response:
    return redirect_to("recruiter.interviews.interview.show_interview", interview_id=interview_id)


def _page(interview: Interview, *, status: int = 200, **forms: Any) -> Response:
    who = viewer()
    application = find(visible_applications(who), interview.application_id, options=with_what_was_given())
    works = db.session.scalar(
        workable_applications(who).with_only_columns(Application.id).where(Application.id == application.id)
    )
    seat = interview.seat_of(who.id)
    owes = seat is not None and seat.owes_card and interview.state in OWING
    hidden = is_waiting_for_own_card(who, application.id)
    return show(
        "recruiter/interviews/interview.html", status, interview=interview, application=application,
        job=interview.application.job, works=works is not None, seat=seat, owes=owes, hidden=hidden,
        card=own_card(who, interview.id) if owes else None, kit=kit_of(interview.stage_id),
        given=[] if hidden else cards_given(who, interview_id=interview.id),
        told=when_words(interview.starts_at, interview.ends_at, interview.time_zone, str(get_locale())),
        other_clock=_clock(interview, who.time_zone) != _clock(interview, interview.time_zone),
        **{"outcome_form": OutcomeForm(formdata=None, version=interview.version), **forms},
    )  # fmt: skip


def _clock(interview: Interview, zone: str) -> datetime:
    """What clocks in `zone` show when it begins."""
    return interview.starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
