"""The list of jobs."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.core.text import one_line, row_number
from app.insights.jobs import JobFilter, JobsShown, job_rows, shown_counts, teams_with_jobs
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("jobs", __name__)


@blueprint.get("/jobs")
@needs(Permission.JOBS_SEE)
def show_jobs() -> ResponseReturnValue:
    """The viewer's jobs with their numbers; each number opens what it counts."""
    wanted = _filter()
    return show(
        "recruiter/jobs/jobs.html",
        wanted=wanted,
        found=job_rows(viewer(), wanted),
        tabs=list(JobsShown),
        counts=shown_counts(viewer()),
        teams=teams_with_jobs(viewer()),
        address=_address(wanted),
    )


def _filter() -> JobFilter:
    shown = next((shown for shown in JobsShown if shown.value == request.args.get("show")), JobsShown.CURRENT)
    return JobFilter(
        shown=shown,
        words=one_line(request.args.get("q"))[:200],
        team_id=_number("team"),
        mine=request.args.get("mine") == "1",
        page=_number("page") or 1,
    )


def _address(wanted: JobFilter) -> dict[str, str]:
    """The filter as it stands in the address, the page left out."""
    parts = {
        "show": wanted.shown.value,
        "q": wanted.words,
        "team": str(wanted.team_id or ""),
        "mine": "1" if wanted.mine else "",
    }
    return {name: value for name, value in parts.items() if value}


def _number(name: str) -> int | None:
    return row_number(request.args.get(name))
