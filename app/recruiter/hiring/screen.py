"""Screening: one candidate after another, by keyboard or by buttons."""

from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core.activity import record
from app.core.transaction import aside
from app.hiring.activities import ApplicationViewed
from app.hiring.commands import stages_of
from app.hiring.policy import workable_applications, workable_jobs
from app.hiring.queries import Queue, count_waiting, next_stage, screenable, screening_queue, with_everything
from app.jobs.models import Job, Stage
from app.search.highlight import highlight
from app.search.parser import parse
from app.search.refusals import QueryError
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import show

blueprint = Blueprint("screen", __name__)


@blueprint.get("/jobs/<int:job_id>/screen")
@needs(Permission.APPLICATIONS_MOVE)
def show_screen(job_id: int) -> Response:
    """The application at hand, its place in the queue, and the three decisions."""
    job = find(workable_jobs(viewer()), job_id)
    stages = stages_of(job.id)
    stage = _stage(stages)
    maybe = request.args.get("show") == "maybe"
    words = request.args.get("words", "")[:200].strip()
    wanted = request.args.get("application", 0, int) or None
    queue = screening_queue(stage, maybe=maybe, wanted=wanted if wanted and 0 < wanted < 2**31 else None)
    application = None
    if queue.current is not None:
        application = find(workable_applications(viewer()), queue.current, options=with_everything())
        _note_view(application)
    return show(
        "recruiter/hiring/screen.html", job=job, stages=stages, stage=stage, screenable=screenable(stages),
        onward=next_stage(stages, stage.id), queue=queue, application=application, maybe=maybe, words=words,
        maybes=count_waiting(stage, maybe=not maybe), marked=Marker(words), url=Address(job, stage, maybe, words),
        after=_after(job, queue, stage, maybe, words),
    )  # fmt: skip


class Marker:
    """Marks the searched words in a text, which it escapes."""

    def __init__(self, words: str) -> None:
        try:
            self._query = parse(words) if words else None
        except QueryError:
            self._query = None

    def __call__(self, text: str | None) -> Any:
        return highlight(text, self._query) if self._query is not None else (text or "")


class Address:
    """Addresses within this queue."""

    def __init__(self, job: Job, stage: Stage, maybe: bool, words: str) -> None:
        self._kept = {"job_id": job.id, "stage": stage.id, "show": "maybe" if maybe else None, "words": words or None}

    def __call__(self, **changes: Any) -> str:
        return url_for("recruiter.hiring.screen.show_screen", **{**self._kept, **changes})


def _stage(stages: list[Stage]) -> Stage:
    """The stage named by the address, else the first that people are read in."""
    wanted = request.args.get("stage", 0, int)
    if wanted:
        return next((stage for stage in stages if stage.id == wanted), None) or abort(404)
    if not stages:
        abort(404, _("This job has no stages."))
    return (screenable(stages) or stages)[0]


def _after(job: Job, queue: Queue, stage: Stage, maybe: bool, words: str) -> str:
    """Where a decision leads: to whoever comes next."""
    return Address(job, stage, maybe, words)(application=queue.after or queue.before)


def _note_view(application: Any) -> None:
    seen = ApplicationViewed(
        candidate=application.candidate_id, job=application.job_id, application=application.id
    )
    by = actor()
    aside(lambda: record(seen, by=by))
