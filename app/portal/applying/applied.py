"""The page after an application: the same for everybody, so that it tells nothing about anybody."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from app.jobs.models import Job
from app.jobs.queries import gone_job
from app.jobs.wording import public_steps
from app.portal.addresses import source
from app.portal.internal.colleagues import job_to_apply_for
from app.web.access import public
from app.web.pages import show

blueprint = Blueprint("applied", __name__)


@blueprint.get("/jobs/<slug>/applied")
@public
def show_applied(slug: str) -> ResponseReturnValue:
    """What happens next. It stays readable when the job closes a minute later."""
    job = job_to_apply_for(slug)
    steps = public_steps(job) if job is not None else []
    title = _title(job or gone_job(slug))
    return show("portal/applying/applied.html", title=title, slug=slug, steps=steps, src=source())


def _title(job: Job | None) -> str:
    if job is None:
        abort(404)
    return job.title
