"""The applications of a job as a list, narrowed and sorted by the address."""

from dataclasses import asdict
from datetime import date
from enum import Enum
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict

from app.accounts.permissions import Permission
from app.core.text import row_number
from app.hiring.models import ApplicationState
from app.hiring.policy import workable_applications, workable_jobs
from app.hiring.queries import (
    MARKS,
    SORTS,
    Filters,
    Place,
    across_jobs,
    counts_of,
    listing_of,
    sources_of,
    stages_of_board,
)
from app.web.access import needs, viewer
from app.web.finding import find
from app.web.pages import show

blueprint = Blueprint("applications", __name__)


@blueprint.get("/jobs/<int:job_id>/applications")
@needs(Permission.APPLICATIONS_SEE)
def show_applications(job_id: int) -> Response:
    job = find(workable_jobs(viewer()), job_id)
    filters = filters_from(request.args)
    sort = request.args.get("sort", "applied") if request.args.get("sort") in SORTS else "applied"
    descending = request.args.get("order", "desc" if sort in ("applied", "entered") else "asc") == "desc"
    place = Place(row_number(request.args.get("after")), row_number(request.args.get("before")), "last" in request.args)
    listing = listing_of(job.id, filters, sort=sort, descending=descending, place=place)
    return show(
        "recruiter/hiring/applications.html", job=job, filters=filters, listing=listing, sort=sort,
        descending=descending, stages=stages_of_board(job.id), sources=sources_of(job.id), counts=counts_of(job.id),
        states=ApplicationState, query=address_of(filters), url=Address(job.id, filters, sort, descending),
    )  # fmt: skip


@blueprint.get("/applications")
@needs(Permission.APPLICATIONS_MOVE)
def show_across() -> Response:
    """Active applications of all jobs the viewer works on that want attention; what the home page's numbers count."""
    filters = filters_from(request.args)
    rows_found, total = across_jobs(workable_applications(viewer()), filters)
    return show("recruiter/hiring/across.html", found=rows_found, total=total, filters=filters)


class Address:
    """Addresses of this list with one thing changed."""

    def __init__(self, job_id: int, filters: Filters, sort: str, descending: bool) -> None:
        self._job_id = job_id
        self._kept = {**address_of(filters), "sort": sort, "order": "desc" if descending else "asc"}

    def __call__(self, **changes: Any) -> str:
        values = {**self._kept, **changes}
        return url_for("recruiter.hiring.applications.show_applications", job_id=self._job_id,
                       **{key: value for key, value in values.items() if value is not None})  # fmt: skip

    def sorted_by(self, column: str) -> str:
        was = self._kept["sort"] == column and self._kept["order"]
        return self(sort=column, order="asc" if was == "desc" else "desc" if was == "asc" else "asc")

    def direction(self, column: str) -> str | None:
        return str(self._kept["order"]) if self._kept["sort"] == column else None


def filters_from(given: MultiDict[str, str]) -> Filters:
    """What the address asks for; what makes no sense is left out."""
    state = given.get("state", "")
    return Filters(
        words=given.get("q", "")[:200].strip(),
        state=ApplicationState(state) if state in {one.value for one in ApplicationState} else None,
        stage_id=row_number(given.get("stage")), reached_id=row_number(given.get("reached")), left_id=row_number(given.get("left")),
        source=given["source"][:200] if "source" in given and given["source"] != "*" else None,
        mark=given.get("mark", "") if given.get("mark") in MARKS else "",
        received_from=day_from(given.get("from")), received_to=day_from(given.get("to")),
    )  # fmt: skip


NAMES = {"words": "q", "stage_id": "stage", "reached_id": "reached", "left_id": "left", "received_from": "from",
         "received_to": "to"}  # fmt: skip


def address_of(filters: Filters) -> dict[str, str]:
    """The filters as parameters of an address."""
    return {
        NAMES.get(name, name): str(value.value if isinstance(value, Enum) else value)
        for name, value in asdict(filters).items()
        if value is not None and (value != "" or name == "source")
    }


def day_from(text: str | None) -> date | None:
    """A day of this century as an address writes it, or None."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None
