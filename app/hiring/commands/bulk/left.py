"""Whom an act on many leaves in process in a job that is over: somebody has to see to them."""

from flask_babel import force_locale, ngettext
from sqlalchemy import select

from app.accounts.models import User
from app.candidates.commands import add_todo, finish_todo
from app.candidates.models import Todo
from app.core.actors import SYSTEM
from app.core.clock import today
from app.extensions import db
from app.hiring.models import BulkAct, BulkKind
from app.hiring.queries.left import people_left
from app.jobs.models import Job


def see_to_those_left(act: BulkAct) -> None:
    """A to-do for whoever began the act, as long as somebody waits; it leads to where the rest are rejected."""
    job, owner = db.session.get_one(Job, act.job_id), db.session.get(User, act.by_id or 0)
    if act.kind is not BulkKind.REJECT or not job.is_over or owner is None:
        return
    path = f"/recruiter/jobs/{job.id}/closing"
    waiting = select(Todo).where(
        Todo.owner_id == owner.id, Todo.done_at.is_(None), Todo.cancelled_at.is_(None), Todo.path == path
    )
    todo, left = db.session.scalars(waiting.limit(1)).first(), people_left(job.id)
    if todo is not None and not left:
        finish_todo(todo, by=SYSTEM)
    if left and todo is None:
        with force_locale(owner.locale):
            what = ngettext(
                "%(job)s is over, and %(num)s person is still in process", "%(job)s is over, and %(num)s people are still in process",
                left, job=job.title,
            )  # fmt: skip
        add_todo(what=what, due_on=today(), owner_id=owner.id, by=SYSTEM, path=path)
