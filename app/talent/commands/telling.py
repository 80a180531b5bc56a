"""What the lead of a new job is told: who nearly got one like it."""

from collections.abc import Sequence

from flask_babel import force_locale, ngettext
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.policy import TALENT_ROLES
from app.candidates.commands import add_todo
from app.candidates.commands.todos import cancel_todos
from app.candidates.models import Todo
from app.core.actors import SYSTEM
from app.core.clock import today
from app.extensions import db
from app.jobs.models import Job, JobMember
from app.talent.queries.finalists import finalists_for
from app.talent.queries.wanted import wants_of


def tell_of_finalists(job_ids: Sequence[int]) -> None:
    """A to-do for each job's lead, once per job, when past finalists are known that the lead may see."""
    leads = db.session.execute(
        select(Job, User)
        .join(JobMember, JobMember.job_id == Job.id)
        .join(User, User.id == JobMember.user_id)
        .where(Job.id.in_(job_ids), JobMember.lead, User.role.in_(TALENT_ROLES), User.deactivated_at.is_(None))
        .order_by(Job.id)
    )
    for job, lead in leads.all():
        path = _path(job.id)
        if db.session.scalar(select(Todo.id).where(Todo.owner_id == lead.id, Todo.path == path).limit(1)) is not None:
            continue
        if number := len(finalists_for(job, lead, wants_of(job))):
            with force_locale(lead.locale):
                what = ngettext(
                    "Look at %(num)s past finalist who may like “%(job)s”",
                    "Look at %(num)s past finalists who may like “%(job)s”",
                    number,
                    job=job.title,
                )
            add_todo(what=what, due_on=today(), owner_id=lead.id, by=SYSTEM, path=path)


def stop_telling(job_ids: Sequence[int]) -> None:
    """Those jobs are over: nobody needs to look any more."""
    cancel_todos(Todo.path.in_([_path(job_id) for job_id in job_ids]))


def _path(job_id: int) -> str:
    return f"/recruiter/jobs/{job_id}/people?among=finalists"
