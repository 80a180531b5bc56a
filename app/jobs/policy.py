"""Which jobs a viewer sees and may change."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from app.accounts.models import User
from app.accounts.permissions import Permission, Role
from app.accounts.viewing import once_per_viewer
from app.core.clock import now
from app.jobs.models import Job, JobMember, JobState, Posting, PostingChannel, TeamRole

Reach = Callable[[User], Select[int]]

SEE_ALL = (Role.ADMIN, Role.COMPLIANCE_OFFICER)

reach: list[Reach] = []
"""Filled by packages above: ids of jobs a viewer sees because something of them was asked of the viewer."""

KeptFrom = Callable[[User], Select[int] | None]

kept_from: list[KeptFrom] = []
"""Filled by packages above: ids of jobs a viewer must not work on, whatever their role (they applied for one)."""


@once_per_viewer
def visible_jobs(viewer: User) -> Select[Job]:
    """Admins and compliance: all. Recruiters and coordinators: their team's and those they are on, confidential ones
    only when on the hiring team. Hiring managers: those they are on. Interviewers: only where asked.
    """
    if viewer.role in SEE_ALL:
        return select(Job)
    asked = [Job.id.in_(ids(viewer)) for ids in reach]
    return select(Job).where(or_(false(), *_ways_to_work(viewer), *asked))


@once_per_viewer
def nameable_jobs(viewer: User) -> Select[int]:
    """Ids of jobs the viewer may hear of where others speak of them: all but the confidential ones they do not see."""
    return select(Job.id).where(or_(Job.confidential.is_(False), Job.id.in_(visible_jobs(viewer).with_only_columns(Job.id))))


def visible_openly() -> Select[Job]:
    """Jobs the public may see: open, not confidential, with a live public posting."""
    return _with_posting(PostingChannel.PUBLIC)


def visible_to_colleagues() -> Select[Job]:
    """Jobs whoever works here may see: those of the careers site, and those posted for colleagues only."""
    return _with_posting(PostingChannel.PUBLIC, PostingChannel.INTERNAL)


def _with_posting(*channels: PostingChannel) -> Select[Job]:
    moment = now()
    live = select(Posting.job_id).where(
        Posting.channel.in_(channels) if len(channels) > 1 else Posting.channel == channels[0],
        Posting.withdrawn_at.is_(None),
        Posting.published_at <= moment,
        or_(Posting.ends_at.is_(None), Posting.ends_at > moment),
    )
    return select(Job).where(Job.state == JobState.OPEN, Job.confidential.is_(False), Job.id.in_(live))


def visible_once() -> Select[Job]:
    """Jobs the public has seen and may see no more; asked only after `visible_openly` said no. Never confidential ones."""
    shown = select(Posting.job_id).where(Posting.channel == PostingChannel.PUBLIC, Posting.published_at <= now())
    return select(Job).where(Job.state != JobState.DRAFT, Job.confidential.is_(False), Job.id.in_(shown))


@once_per_viewer
def works_on(viewer: User) -> Select[int]:
    """Ids of jobs whose applications a viewer works with: visible ones, except those merely asked about and those they
    are kept from.
    """
    kept = [ids for ids_of in kept_from if (ids := ids_of(viewer)) is not None]
    if viewer.role in SEE_ALL:
        return select(Job.id).where(*(Job.id.not_in(ids) for ids in kept))
    if viewer.role is Role.HIRING_MANAGER:
        return _member_of(viewer, TeamRole.HIRING_MANAGER).where(*(JobMember.job_id.not_in(ids) for ids in kept))
    return select(Job.id).where(or_(false(), *_ways_to_work(viewer)), *(Job.id.not_in(ids) for ids in kept))


def may(viewer: User, permission: Permission, job: Job) -> bool:
    """Whether `viewer` may do `permission` to a job that is visible to them."""
    return viewer.may(permission)


def _ways_to_work(viewer: User) -> list[ColumnElement[bool]]:
    """What makes a job one the viewer works on; none for interviewers."""
    if viewer.role is Role.HIRING_MANAGER:
        return [Job.id.in_(_member_of(viewer, TeamRole.HIRING_MANAGER))]
    if viewer.role not in (Role.RECRUITER, Role.COORDINATOR):
        return []
    member = Job.id.in_(_member_of(viewer))
    own_team = and_(Job.team_id == viewer.team_id, Job.confidential.is_(False))
    return [member] if viewer.team_id is None else [member, own_team]


def _member_of(viewer: User, role: TeamRole | None = None) -> Select[int]:
    ids = select(JobMember.job_id).where(JobMember.user_id == viewer.id)
    return ids.where(JobMember.role == role) if role else ids
