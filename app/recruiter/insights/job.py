"""The report of one job: how far people got, how long it took, where they came from."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, abort, make_response, request, url_for
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.hiring.policy import workable_jobs
from app.insights.funnel import Period, funnel_of, time_in_stages
from app.insights.sources import first_interview_stage, sources_report
from app.jobs.models import Job
from app.recruiter.hiring.applications import day_from
from app.web.access import needs, viewer
from app.web.finding import find
from app.web.pages import show

blueprint = Blueprint("job", __name__)


@blueprint.get("/insights/jobs/<int:job_id>")
@needs(Permission.INSIGHTS_SEE)
def show_job_report(job_id: int) -> Response:
    job = find(workable_jobs(viewer()), job_id)
    period = _period()
    return show(
        "recruiter/insights/job.html", job=job, period=period, funnel=funnel_of(job.id, period),
        times=time_in_stages(job.id, period), sources=sources_report(job.id, period),
        interview=first_interview_stage(job.id), behind=Rows(job, period),
    )  # fmt: skip


@blueprint.get("/insights/jobs/<int:job_id>/<report>.csv")
@needs(Permission.INSIGHTS_SEE)
def download_report(job_id: int, report: str) -> Response:
    """The same numbers as a table for a spreadsheet."""
    job = find(workable_jobs(viewer()), job_id)
    if report not in TABLES:
        abort(404)
    out = io.StringIO()
    csv.writer(out).writerows([defused(cell) for cell in row] for row in TABLES[report](job, _period()))
    response = make_response("\ufeff" + out.getvalue())
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{report}-job-{job.id}.csv"'
    return response


class Rows:
    """Addresses of the applications behind a number."""

    def __init__(self, job: Job, period: Period) -> None:
        self._kept: dict[str, Any] = {"job_id": job.id, "from": period.first.isoformat(), "to": period.last.isoformat()}

    def __call__(self, **filters: Any) -> str:
        return url_for("recruiter.hiring.applications.show_applications", **self._kept, **filters)

    def csv(self, report: str) -> str:
        return url_for("recruiter.insights.job.download_report", report=report, **self._kept)


def defused(cell: object) -> object:
    """A cell no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _funnel_table(job: Job, period: Period) -> Iterable[list[object]]:
    funnel = funnel_of(job.id, period)
    yield [_("Stage"), _("Reached"), _("Share of all received")]
    yield [_("Received"), funnel.received, 1.0]
    for step in funnel.steps:
        yield [step.stage.name, step.reached, round(step.reached / funnel.received, 4) if funnel.received else ""]


def _time_table(job: Job, period: Period) -> Iterable[list[object]]:
    yield [_("Stage"), _("Completed stays"), _("Median days"), _("90th percentile, days")]
    for time in time_in_stages(job.id, period):
        yield [time.stage.name, time.n, _or_empty(time.median_days), _or_empty(time.p90_days)]


def _sources_table(job: Job, period: Period) -> Iterable[list[object]]:
    yield [_("Source"), _("Received"), _("Interviewed"), _("Hired")]
    for row in sources_report(job.id, period):
        yield [row.source, row.received, row.interviewed, row.hired]


TABLES = {"funnel": _funnel_table, "time-in-stage": _time_table, "sources": _sources_table}


def _or_empty(value: float | None) -> object:
    return "" if value is None else value


def _period() -> Period:
    return Period.of(day_from(request.args.get("from")), day_from(request.args.get("to")))

