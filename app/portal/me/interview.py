"""The candidate's interview: into the calendar, in another time zone, and "I cannot make it"."""

from flask import Blueprint, Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.queries import installation
from app.hiring.commands import choose_time_zone, say_cannot_come
from app.hiring.commands.interviews.letters import candidate_entry
from app.hiring.interviewing import Method, calendar_file
from app.hiring.models import Interview
from app.hiring.policy import own_interviews
from app.hiring.queries import for_page
from app.portal.asking import applicant
from app.web.access import candidate_only, signed_in_candidate_id
from app.web.downloads import disposition
from app.web.finding import find
from app.web.pages import redirect_to

blueprint = Blueprint("interview", __name__)


@blueprint.get("/me/interviews/<int:interview_id>/calendar.ics")
@candidate_only
def download_calendar(interview_id: int) -> ResponseReturnValue:
    interview, company = _mine(interview_id), installation()
    entry = candidate_entry(interview, interview.application, interview.application.job, str(get_locale()))
    content = calendar_file(entry, Method.PUBLISH, organizer=company.company_name if company else "Perennial")
    headers = {"Content-Disposition": disposition("interview.ics")}
    return Response(content, content_type="text/calendar; charset=utf-8", headers=headers)


@blueprint.post("/me/interviews/<int:interview_id>/time-zone")
@candidate_only
def create_time_zone(interview_id: int) -> ResponseReturnValue:
    """Times are shown and told in this zone from now on."""
    interview = _mine(interview_id)
    choose_time_zone(interview, request.form.get("time_zone", ""))
    return _back(interview)


@blueprint.post("/me/interviews/<int:interview_id>/cannot")
@candidate_only
def create_cannot(interview_id: int) -> ResponseReturnValue:
    """Whoever arranged it is told and writes back; until then the interview stands."""
    interview = _mine(interview_id)
    say_cannot_come(interview, interview.application, words=request.form.get("words", ""), by=applicant())
    flash(_("Thank you for telling us. We look for another time and write to you."), "success")
    return _back(interview)


def _mine(interview_id: int) -> Interview:
    return find(own_interviews(signed_in_candidate_id()), interview_id, options=for_page())


def _back(interview: Interview) -> ResponseReturnValue:
    return redirect_to(
        "portal.me.application.show_application", application_id=interview.application_id, _anchor="interviews"
    )
