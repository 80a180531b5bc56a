"""What selects on the pages about people offer."""

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import GRANTS, Permission
from app.extensions import db
from app.hiring.policy import workable_jobs
from app.jobs.models import Job, JobState
from app.web.access import viewer


def colleagues() -> list[tuple[int, str]]:
    """Active users who work with candidates, by name."""
    return [(number, name) for number, name in db.session.execute(_COLLEAGUES)]


_COLLEAGUES = (
    select(User.id, User.name)
    .where(
        User.deactivated_at.is_(None),
        User.role.in_([role for role, granted in GRANTS.items() if Permission.CANDIDATES_SEE in granted]),
    )
    .order_by(User.name)
)


def jobs_to_add_to() -> list[tuple[int, str]]:
    """Open jobs the viewer works on."""
    found = workable_jobs(viewer()).where(Job.state.in_((JobState.OPEN, JobState.ON_HOLD))).order_by(Job.title_key, Job.id)
    return [(job.id, job.title) for job in db.session.scalars(found.limit(300))]
