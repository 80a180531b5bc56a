"""What talent does when something happens below it."""

from sqlalchemy import select

from app.candidates.activities import ConsentRecorded
from app.candidates.models import ConsentAction, Purpose
from app.core.activity import Recorded, on
from app.extensions import db
from app.hiring.activities import ApplicationConfirmed, ApplicationReceived, RejectionUndone
from app.jobs.activities import JobClosed, JobPublished
from app.talent.commands.inviting import answer_invitations, stop_invitations
from app.talent.commands.keeping import withdraw_keep_in_touch
from app.talent.commands.members import end_stays
from app.talent.commands.telling import stop_telling, tell_of_finalists
from app.talent.models import JobInvitation, LeftWhy, PoolMember


@on(ApplicationReceived, ApplicationConfirmed)
def answer_invitation(recorded: list[Recorded]) -> None:
    """Whoever applied for certain has answered. A form in somebody's name has not."""
    certain = [one.activity for one in recorded if getattr(one.happening, "confirmed", True)]
    answer_invitations({(one.job_id, one.candidate_id): one.application_id for one in certain}, by=recorded[0].by)


@on(RejectionUndone)
def withdraw_offers(recorded: list[Recorded]) -> None:
    """Back in process: there is nothing to console about."""
    withdraw_keep_in_touch([one.activity.application_id for one in recorded if one.activity.application_id])


@on(ConsentRecorded)
def leave_pools(recorded: list[Recorded]) -> None:
    """Who does not agree any more to be kept in mind leaves every pool, and waiting invitations do not leave."""
    ended = [
        one for one in recorded
        if one.happening.purpose is Purpose.POOL and one.happening.action in (ConsentAction.WITHDRAWN, ConsentAction.EXPIRED)
    ]  # fmt: skip
    ids = [one.activity.candidate_id for one in ended]
    if not ids:
        return
    living = select(PoolMember).where(PoolMember.candidate_id.in_(ids), PoolMember.left_at.is_(None))
    end_stays(db.session.scalars(living).all(), why=LeftWhy.CONSENT_ENDED, by=ended[0].by)
    stop_invitations(select(JobInvitation.id).where(JobInvitation.candidate_id.in_(ids)), reason="consent-ended")


@on(JobPublished)
def remember_finalists(recorded: list[Recorded]) -> None:
    """Somebody nearly got a job like this: its lead hears of them the day it opens."""
    tell_of_finalists([one.activity.job_id for one in recorded if one.activity.job_id])


@on(JobClosed)
def stop_inviting(recorded: list[Recorded]) -> None:
    """Nobody is asked to apply for a job that is over."""
    jobs = [one.activity.job_id for one in recorded]
    stop_invitations(select(JobInvitation.id).where(JobInvitation.job_id.in_(jobs)), reason="job-closed")
    stop_telling([job_id for job_id in jobs if job_id])
