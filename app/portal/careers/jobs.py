"""The list of jobs: words and filters, all of them in the address."""

from enum import Enum
from typing import TypeVar

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.core.text import folded, one_line
from app.jobs.models import EmploymentType, RemotePolicy
from app.jobs.queries import JobSearch, public_facets, public_jobs
from app.portal.addresses import source
from app.web.access import public
from app.web.pages import show

blueprint = Blueprint("jobs", __name__)

PAGE = 50
E = TypeVar("E", bound=Enum)


@blueprint.get("/jobs")
@public
def show_jobs() -> ResponseReturnValue:
    """Live jobs that fit the search, newest first."""
    search, page = _search(), _number(request.args.get("page"))
    found = public_jobs(search, limit=PAGE, offset=(page - 1) * PAGE)
    return show(
        "portal/careers/jobs.html",
        search=search,
        found=found,
        facets=public_facets(),
        page=page,
        pages=-(-found.found // PAGE) or 1,
        address=_address(search),
        src=source(),
        types=list(EmploymentType),
        policies=list(RemotePolicy),
    )


def _search() -> JobSearch:
    return JobSearch(
        words=one_line(request.args.get("q"))[:200],
        location=folded(request.args.get("location")),
        department=one_line(request.args.get("department"))[:200],
        type=_member(EmploymentType, request.args.get("type")),
        remote=_member(RemotePolicy, request.args.get("remote")),
    )


def _address(search: JobSearch) -> dict[str, str]:
    """The search as it stands in the address."""
    parts = {
        "q": search.words,
        "location": search.location,
        "department": search.department,
        "type": search.type.value if search.type else "",
        "remote": search.remote.value if search.remote else "",
        "src": source() or "",
    }
    return {name: value for name, value in parts.items() if value}


def _member(kind: type[E], value: str | None) -> E | None:
    return next((member for member in kind if member.value == value), None)


def _number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) <= 6 and int(value) else 1
