"""One job, as the public reads it."""

from functools import lru_cache

from flask import Blueprint, abort, g
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.core.markdown import markdown_html
from app.jobs.models import Job
from app.jobs.places import places_line
from app.jobs.queries import gone_job, public_job, similar_jobs
from app.jobs.wording import pay_line, public_steps
from app.portal.addresses import apply_path, job_url, source
from app.portal.careers.structured import job_posting
from app.web.access import public
from app.web.pages import show

blueprint = Blueprint("job", __name__)


@blueprint.get("/jobs/<slug>")
@public
def show_job(slug: str) -> ResponseReturnValue:
    """Everything to decide on. A job that is over says so (410); one the public never saw does not exist (404)."""
    if "\0" in slug:
        abort(404)
    job = public_job(slug)
    if job is None:
        return _show_gone(slug)
    return show(
        "portal/careers/job.html",
        job=job,
        posting=job.live_posting,
        places=places_line(job.locations),
        pay=pay_line(job),
        steps=public_steps(job),
        description=rendered(job.description),
        posting_data=job_posting(job, company=g.site.name if g.site else "", description=full_description(job)),
        canonical=job_url(job.slug),
        apply_url=apply_path(job.slug),
        src=source(),
    )


def _show_gone(slug: str) -> ResponseReturnValue:
    job = gone_job(slug)
    if job is None:
        abort(404)
    return show("portal/careers/gone.html", status=410, job=job, similar=similar_jobs(job), src=source())


@lru_cache(maxsize=512)
def rendered(markdown: str) -> Markup:
    """Safe HTML of a description; the same text is asked for on every visit."""
    return markdown_html(markdown)


def full_description(job: Job) -> Markup:
    """Summary, description and benefits as one piece of HTML, for machines."""
    summary = Markup("<p>{}</p>").format(job.summary) if job.summary else Markup()
    benefits = rendered(job.benefits) if job.benefits else Markup()
    return summary + rendered(job.description) + benefits
