"""Whether somebody applies as a colleague: the form and its address carry the link from their company mailbox."""

from flask import g, request

from app.jobs.models import Job
from app.jobs.queries import colleagues_job, public_job
from app.talent.queries.referrals import employee_link_of_token

INTERNAL = "internal"
"""Where such an application came from."""


def colleague_token() -> str:
    """The link this request carries while it works, else empty."""
    if "colleague_token" not in g:
        typed = request.values.get("colleague", "")[:80]
        g.colleague_token = typed if typed and employee_link_of_token(typed) is not None else ""
    return str(g.colleague_token)


def job_to_apply_for(slug: str) -> Job | None:
    """A live job of the careers site; for a colleague also one that is posted for colleagues only."""
    return colleagues_job(slug) if colleague_token() else public_job(slug)
