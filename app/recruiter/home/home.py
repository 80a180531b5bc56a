"""The back office's first page: what waits for this person today, what is new in their jobs, and this quarter in numbers."""

from flask import Blueprint, Response, request
from sqlalchemy import select

from app.accounts.models import Team
from app.accounts.permissions import Permission
from app.extensions import db
from app.hiring.policy import workable_jobs
from app.insights.home import day_of
from app.insights.strip import strip_of
from app.jobs.models import Job, JobState
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("home", __name__)
MOST_JOBS = 300


@blueprint.get("/")
@needs(Permission.BACK_OFFICE)
def show_home() -> Response:
    day = day_of(viewer())
    return show("recruiter/home/home.html", day=day, steps=day.steps)


@blueprint.get("/strip")
@needs(Permission.INSIGHTS_SEE)
def show_strip() -> Response:
    """From subscriber to hire, this quarter; fetched by home once it stands."""
    job, team = request.args.get("job", "")[:120], request.args.get("team", "")[:120]
    jobs, teams = _jobs(), _teams()
    job, team = (job if job in dict(jobs) else ""), (team if team in dict(teams) else "")
    return show(
        "recruiter/home/strip.html", strip=strip_of(viewer(), job=job, team=team), jobs=jobs, teams=teams, job=job, team=team,
    )  # fmt: skip


def _jobs() -> list[tuple[str, str]]:
    found = workable_jobs(viewer()).where(Job.state.in_((JobState.OPEN, JobState.ON_HOLD, JobState.CLOSED)))
    rows = found.with_only_columns(Job.slug, Job.title).order_by(Job.state.desc(), Job.title_key, Job.id).limit(MOST_JOBS)
    return [(slug, title) for slug, title in db.session.execute(rows)]


def _teams() -> list[tuple[str, str]]:
    return [(name, name) for name in db.session.scalars(select(Team.name).order_by(Team.name))]
