"""Who was invited to a job and what came of it; who else might be asked."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.permissions import Permission
from app.extensions import db
from app.jobs.models import Job
from app.jobs.policy import visible_jobs
from app.talent.commands.inviting import withdraw_invitation
from app.talent.models import JobInvitation, Pool
from app.talent.policy import visible_pools
from app.talent.queries.invitations import invitations_to, standing_of
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/jobs/<int:job_id>/invitations")
@needs(Permission.POOLS_SEE)
def show_invitations(job_id: int) -> ResponseReturnValue:
    job = find(visible_jobs(viewer()), job_id, options=[selectinload(Job.postings)])
    return show(
        "recruiter/invitations/invitations.html", job=job, invitations=invitations_to(job.id), standing_of=standing_of,
        pool_ids=set(db.session.scalars(visible_pools(viewer()).with_only_columns(Pool.id))),
    )  # fmt: skip


@blueprint.post("/job-invitations/<int:job_invitation_id>/withdrawal")
@needs(Permission.MAIL_SEND)
def create_withdrawal(job_invitation_id: int) -> ResponseReturnValue:
    """The link leads to the plain form from now on."""
    seen = select(JobInvitation).where(JobInvitation.job_id.in_(visible_jobs(viewer()).with_only_columns(Job.id)))
    invitation = find(seen, job_invitation_id, options=[joinedload(JobInvitation.candidate)])
    if withdraw_invitation(invitation, by=actor()):
        flash(_("Taken back. The mail had left already; its link leads to the plain form now."), "warning")
    else:
        flash(_("Taken back. No mail has left."), "success")
    return redirect_to(".show_invitations", job_id=invitation.job_id)
