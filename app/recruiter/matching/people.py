"""Who fits a job, why, and what is not evident: of everybody, of a pool or a community, and past finalists."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from app.accounts.permissions import Permission
from app.jobs.models import Job
from app.jobs.policy import visible_jobs
from app.talent.queries.matches import people_for
from app.talent.wording import gaps_of, reasons_of
from app.web.access import needs, viewer
from app.web.finding import find
from app.web.pages import show

blueprint = Blueprint("people", __name__)
FEW = 3
MOST_TICKED = 50


@blueprint.get("/jobs/<int:job_id>/people")
@needs(Permission.POOLS_SEE)
def show_people(job_id: int) -> ResponseReturnValue:
    """The best first. `?among=` narrows to a group, `?tick=10` ticks the first ten."""
    job = _job(job_id)
    among = request.args.get("among", "")[:40]
    return show(
        "recruiter/matching/people.html", job=job, found=people_for(job, viewer(), among=among), reasons_of=reasons_of,
        gaps_of=gaps_of, ticked=max(0, min(request.args.get("tick", 0, int), MOST_TICKED)),
    )  # fmt: skip


@blueprint.get("/jobs/<int:job_id>/people/summary")
@needs(Permission.POOLS_SEE)
def show_summary(job_id: int) -> ResponseReturnValue:
    """How many fit and the first of them; fetched by the job's page once it stands."""
    job = _job(job_id)
    found = people_for(job, viewer())
    return show("recruiter/matching/summary.html", job=job, found=found, few=found.people[:FEW], reasons_of=reasons_of)


def _job(job_id: int) -> Job:
    return find(visible_jobs(viewer()), job_id, options=[selectinload(Job.postings)])
