"""The list behind Ctrl K, as a fragment: what the viewer may open, nearest first."""

from dataclasses import dataclass

from flask import Blueprint, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.candidates.queries import CandidateRow, candidate_rows
from app.core.text import folded, one_line
from app.extensions import db
from app.hiring.policy import workable_jobs
from app.jobs.models import Job, JobState
from app.jobs.policy import visible_jobs
from app.recruiter import navigation
from app.search.parser import parse
from app.search.queries import near_names, search_candidates
from app.search.refusals import QueryError
from app.web.access import needs, viewer

blueprint = Blueprint("palette", __name__)

PEOPLE, JOBS = 6, 6
LONGEST = 200


@dataclass(frozen=True)
class Option:
    label: str
    href: str
    icon: str
    detail: str = ""
    shortcut: str = ""


@blueprint.get("/palette")
@needs(Permission.BACK_OFFICE)
def show_palette() -> ResponseReturnValue:
    """With nothing typed: where one can go, and the jobs one works on."""
    typed = one_line(request.args.get("q"))[:LONGEST]
    html = render_template(
        "recruiter/palette/palette.html",
        typed=typed,
        people=[_person(row) for row in _people(typed)],
        jobs=_jobs(typed),
        actions=_actions(typed),
        may_search=g.user.may(Permission.CANDIDATES_SEE),
    )
    response = make_response(html)
    response.headers["Cache-Control"] = "no-store"
    return response


def _people(typed: str) -> list[CandidateRow]:
    """Names that begin like what was typed; then whoever the search finds; then names nearly typed."""
    if not typed or not g.user.may(Permission.CANDIDATES_SEE):
        return []
    ids = list(db.session.scalars(_named(typed)))
    if len(ids) < PEOPLE:
        ids += [found for found in _found(typed) if found not in ids]
    return candidate_rows(ids[:PEOPLE])


def _named(typed: str) -> Select[int]:
    key = Candidate.name_key
    start = folded(typed)
    return (
        visible_candidates(viewer())
        .with_only_columns(Candidate.id)
        .where(key >= start, key < start + "\uffff")
        .order_by(key, Candidate.id)
        .limit(PEOPLE)
    )


def _found(typed: str) -> list[int]:
    try:
        query = parse(typed)
    except QueryError:
        return []
    found = search_candidates(viewer(), query, limit=PEOPLE).ids
    return found or [near.candidate_id for near in near_names(viewer(), query, most=PEOPLE)]


def _person(row: CandidateRow) -> Option:
    person = row.candidate
    what = " · ".join(part for part in (person.current_title or person.headline, person.city, row.email) if part)
    return Option(person.display_name, f"/recruiter/candidates/{person.id}", "user", what)


def _jobs(typed: str) -> list[Option]:
    """Jobs with every typed word in their title, open ones first; a job one works on opens its board."""
    if not g.user.may(Permission.JOBS_SEE):
        return []
    words = folded(typed).split()[:8]
    jobs = db.session.execute(
        visible_jobs(viewer())
        .with_only_columns(Job.id, Job.title, Job.department, Job.state)
        .where(*(Job.title_key.contains(word, autoescape=True) for word in words))
        .where(Job.state.in_([JobState.OPEN, JobState.ON_HOLD]) if not words else Job.id.is_not(None))
        .order_by(Job.state != JobState.OPEN, Job.opened_at.desc(), Job.id.desc())
        .limit(JOBS)
    ).all()
    worked_on = set(db.session.scalars(workable_jobs(viewer()).with_only_columns(Job.id).where(Job.id.in_([job.id for job in jobs]))))
    return [
        Option(
            job.title,
            f"/recruiter/jobs/{job.id}/board" if job.id in worked_on else f"/recruiter/jobs/{job.id}",
            "briefcase",
            " · ".join(part for part in (job.department, str(job.state.label)) if part),
        )
        for job in jobs
    ]


def _actions(typed: str) -> list[Option]:
    """Pages and acts whose every typed word begins a word of their label."""
    wanted = folded(typed).split()
    return [option for option in _offered() if all(_begins(option.label, word) for word in wanted)]


def _begins(label: str, word: str) -> bool:
    return any(part.startswith(word) for part in folded(label).replace("-", " ").split())


def _offered() -> list[Option]:
    pages = [
        Option(_("Go to %(page)s", page=link.label), link.url, link.icon, shortcut=f"g {link.key}") for link in navigation()
    ]
    acts = [
        (Permission.CANDIDATES_EDIT, Option(_("Add a candidate"), "/recruiter/candidates/new", "user-plus", shortcut="c")),
        (Permission.JOBS_EDIT, Option(_("New job"), "/recruiter/jobs/new", "briefcase")),
        (Permission.CANDIDATES_IMPORT, Option(_("Import candidates"), "/recruiter/imports", "upload")),
        (Permission.USERS_MANAGE, Option(_("Invite a colleague"), "/recruiter/settings/users", "mail")),
        (Permission.BACK_OFFICE, Option(_("My account"), "/recruiter/account", "circle-user")),
    ]
    return [option for permission, option in acts if g.user.may(permission)] + pages
