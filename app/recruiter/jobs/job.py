"""One job: its numbers, facts, openings, team and where it is shown."""

from flask import Blueprint, current_app, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.permissions import Permission
from app.hiring.queries import people_left
from app.insights.jobs import stage_counts
from app.jobs.commands import add_opening, close_opening, publication_hints
from app.jobs.models import CloseReason, Job, JobState, Opening
from app.jobs.places import places_line
from app.jobs.queries import job_history
from app.jobs.wording import pay_line
from app.recruiter.jobs.editing import find_job, find_own_job, is_own
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("job", __name__)

CHANNELS = ("linkedin", "newsletter", "referral", "event")


@blueprint.get("/jobs/<int:job_id>")
@needs(Permission.JOBS_SEE)
def show_job(job_id: int) -> ResponseReturnValue:
    """The overview. Its numbers count what the viewer may see and open it."""
    job = find_job(job_id)
    return show(
        "recruiter/jobs/job.html",
        job=job,
        own=is_own(job),
        stages=stage_counts(viewer(), job),
        places=places_line(job.locations),
        pay=pay_line(job) if job.is_public or viewer().may(Permission.PAY_SEE) else "",
        links=_links(job),
        hints=publication_hints(job) if job.state is JobState.DRAFT else [],
        history=job_history(job),
        forgotten=people_left(job.id) if job.is_over else 0,
    )


@blueprint.post("/jobs/<int:job_id>/openings")
@needs(Permission.JOBS_EDIT)
def create_opening(job_id: int) -> ResponseReturnValue:
    opening = add_opening(find_own_job(job_id), by=actor())
    flash(_("Opening %(number)s added.", number=opening.number), "success")
    return redirect_to("recruiter.jobs.job.show_job", job_id=job_id)


@blueprint.post("/jobs/<int:job_id>/openings/<int:opening_id>/closing")
@needs(Permission.JOBS_EDIT)
def drop_opening(job_id: int, opening_id: int) -> ResponseReturnValue:
    """The seat is no longer wanted. A filled one is closed by its hire, never here."""
    job = find_own_job(job_id)
    opening = find(select(Opening).where(Opening.job_id == job.id), opening_id, lock=True)
    close_opening(opening, reason=CloseReason.CANCELLED, by=actor())
    flash(_("Opening %(number)s is closed.", number=opening.number), "success")
    return redirect_to("recruiter.jobs.job.show_job", job_id=job.id)


def _links(job: Job) -> list[tuple[str, str]]:
    """The public address, once plain and once for each channel, so that reports know what came from where."""
    if not job.is_public:
        return []
    plain = f"{current_app.config['BASE_URL']}{url_for('portal.careers.job.show_job', slug=job.slug)}"
    names = {"linkedin": "LinkedIn", "newsletter": _("Newsletter"), "referral": _("Colleagues"), "event": _("Event")}
    return [(_("Public page"), plain), *((names[channel], f"{plain}?src={channel}") for channel in CHANNELS)]
