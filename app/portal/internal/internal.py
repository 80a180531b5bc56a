"""Jobs colleagues can apply for: what the careers site shows, and what is for them alone."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from app.jobs.places import places_line
from app.jobs.queries import colleagues_job, colleagues_jobs
from app.jobs.wording import pay_line, public_steps
from app.portal.careers.job import rendered
from app.portal.me.links import keep_secret
from app.talent.queries.referrals import employee_link_of_token
from app.web.access import public
from app.web.pages import show

blueprint = Blueprint("internal", __name__)
blueprint.after_request(keep_secret)
TOO_OLD = "portal/referrals/too_old.html"
MOST_JOBS = 200


@blueprint.get("/internal/<token>")
@public
def show_jobs(token: str) -> ResponseReturnValue:
    if employee_link_of_token(token) is None:
        return show(TOO_OLD, status=410)
    return show("portal/internal/jobs.html", token=token, jobs=colleagues_jobs(limit=MOST_JOBS))


@blueprint.get("/internal/<token>/<slug>")
@public
def show_job(token: str, slug: str) -> ResponseReturnValue:
    if employee_link_of_token(token) is None:
        return show(TOO_OLD, status=410)
    job = colleagues_job(slug) if "\0" not in slug else None
    if job is None:
        abort(404)
    return show(
        "portal/internal/job.html", token=token, job=job, places=places_line(job.locations), pay=pay_line(job),
        steps=public_steps(job), description=rendered(job.description), benefits=rendered(job.benefits) if job.benefits else "",
    )  # fmt: skip
