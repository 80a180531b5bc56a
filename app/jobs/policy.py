"""Which jobs a viewer sees and may change."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from app.accounts.models import User
from app.accounts.permissions import Permission, Role
from app.core.clock import now
from app.jobs.models import Job, JobMember, JobState, Posting, PostingChannel, TeamRole

Reach = Callable[[User], Select[int]]

reach: list[Reach] = []
"""Filled by packages above: ids of jobs a viewer sees because something of them was asked of the viewer."""


def visible_jobs(viewer: User) -> Select[Job]:
    """Admins and compliance: all. Recruiters and coordinators: their team's and those they are on, confidential ones
    only when on the hiring team. Hiring managers: those they are on. Interviewers: only where asked.
    """
    if viewer.role in (Role.ADMIN, Role.COMPLIANCE_OFFICER):
        return select(Job)
    ways: list[ColumnElement[bool]] = [Job.id.in_(ids(viewer)) for ids in reach]
    if viewer.role in (Role.RECRUITER, Role.COORDINATOR):
        ways.append(Job.id.in_(_member_of(viewer)))
        if viewer.team_id is not None:
            ways.append(and_(Job.team_id == viewer.team_id, Job.confidential.is_(False)))
    elif viewer.role is Role.HIRING_MANAGER:
        ways.append(Job.id.in_(_member_of(viewer, TeamRole.HIRING_MANAGER)))
    return select(Job).where(or_(false(), *ways))


def visible_openly() -> Select[Job]:
    """Jobs the public may see: open, not confidential, with a live public posting."""
    moment = now()
    live = select(Posting.job_id).where(
        Posting.channel == PostingChannel.PUBLIC,
        Posting.withdrawn_at.is_(None),
        Posting.published_at <= moment,
        or_(Posting.ends_at.is_(None), Posting.ends_at > moment),
    )
    return select(Job).where(Job.state == JobState.OPEN, Job.confidential.is_(False), Job.id.in_(live))


def visible_once() -> Select[Job]:
    """Jobs the public has seen and may see no more; asked only after `visible_openly` said no. Never confidential ones."""
    shown = select(Posting.job_id).where(Posting.channel == PostingChannel.PUBLIC, Posting.published_at <= now())
    return select(Job).where(Job.state != JobState.DRAFT, Job.confidential.is_(False), Job.id.in_(shown))


def works_on(viewer: User) -> Select[int]:
    """Ids of jobs whose applications a viewer works with: visible ones, except those merely asked about."""
    if viewer.role is Role.INTERVIEWER:
        return select(Job.id).where(false())
    if viewer.role is Role.HIRING_MANAGER:
        return _member_of(viewer, TeamRole.HIRING_MANAGER)
    return visible_jobs(viewer).with_only_columns(Job.id)


def may(viewer: User, permission: Permission, job: Job) -> bool:
    """Whether `viewer` may do `permission` to a job that is visible to them."""
    return viewer.may(permission)


def _member_of(viewer: User, role: TeamRole | None = None) -> Select[int]:
    ids = select(JobMember.job_id).where(JobMember.user_id == viewer.id)
    return ids.where(JobMember.role == role) if role else ids
