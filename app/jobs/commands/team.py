"""Who hires for a job."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import User
from app.core.actors import Actor
from app.extensions import db
from app.jobs.activities import HiringTeamChanged
from app.jobs.commands.editing import compared, forget, keep_edit, lock
from app.jobs.models import Job, JobMember, TeamRole
from app.jobs.refusals import InvalidTeam


@dataclass(frozen=True)
class Membership:
    """Somebody in a role on the hiring team."""

    user_id: int
    role: TeamRole
    lead: bool = False


def set_team(job: Job, members: Sequence[Membership], *, version: int | None, by: Actor) -> None:
    """The hiring team from now on. Exactly one member leads; a confidential job keeps a recruiter who can see it."""
    job.check_version(version)
    lock(job)
    wanted = {(member.user_id, member.role): member for member in members}
    names = _check(job, list(wanted.values()))
    rows = list(db.session.scalars(select(JobMember).where(JobMember.job_id == job.id).order_by(JobMember.id)))
    standing = {(row.user_id, row.role): row for row in rows}
    before = _listed(rows, _names([row.user_id for row in rows]))
    for key, member in wanted.items():
        row = standing.pop(key, None)
        if row is None:
            db.session.add(JobMember(job_id=job.id, user_id=member.user_id, role=member.role, lead=member.lead))
        else:
            row.lead = member.lead
    for gone in standing.values():
        db.session.delete(gone)
    forget(job, "members")
    changes = compared("team", before, _listed(list(wanted.values()), names))
    keep_edit(job, HiringTeamChanged, changes, by=by)


def _check(job: Job, members: Sequence[Membership]) -> dict[int, str]:
    names = _names([member.user_id for member in members])
    if len(names) != len({member.user_id for member in members}):
        raise InvalidTeam(_("Somebody on the team no longer works here. Choose again."))
    if members and sum(member.lead for member in members) != 1:
        raise InvalidTeam(_("Exactly one person on the team leads: the one who answers for the job."))
    if job.confidential and not any(member.role is TeamRole.RECRUITER for member in members):
        raise InvalidTeam(_("A confidential job needs a recruiter on its team: nobody else could run it."))
    return names


def _names(user_ids: Sequence[int]) -> dict[int, str]:
    active = select(User.id, User.name).where(User.id.in_(user_ids), User.deactivated_at.is_(None))
    return {row.id: row.name for row in db.session.execute(active)}


def _listed(members: Sequence[JobMember] | Sequence[Membership], names: dict[int, str]) -> str:
    lines = [
        f"{names.get(member.user_id, '?')} ({member.role.value}{', lead' if member.lead else ''})" for member in members
    ]
    return "\n".join(sorted(lines))
