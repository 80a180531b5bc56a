"""Calling interviews off, by hand or because their application ended."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.activity import record_all
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.activities import InterviewCancelled
from app.hiring.commands.interviews.letters import Invitations
from app.hiring.models import Application, Interview, InterviewState, Seat

CALLED_OFF = "called_off"


class NotScheduled(Refused):
    sentence = _("This interview was called off or has taken place. Arrange a new one.")


def cancel_interview(interview: Interview, *, by: Actor, version: int | None = None) -> None:
    """Call one off: it leaves everybody's calendar. It comes with its application and its seats with their users."""
    db.session.refresh(interview, ["state", "version", "sequence"], with_for_update=True)
    interview.check_version(version)
    if not interview.is_scheduled:
        raise NotScheduled()
    _cancel([interview], why=CALLED_OFF, by=by)


def cancel_interviews_of(application_ids: Sequence[int], *, why: str, by: Actor) -> int:
    """Call off what still lies ahead of applications that ended; answers how many."""
    ahead = db.session.scalars(
        select(Interview)
        .where(
            Interview.application_id.in_(application_ids), Interview.state == InterviewState.SCHEDULED,
            Interview.starts_at > now(),
        )
        .options(joinedload(Interview.application), selectinload(Interview.seats).joinedload(Seat.user))
        .order_by(Interview.id)
        .with_for_update(of=Interview)
    ).all()  # fmt: skip
    _cancel(ahead, why=why, by=by)
    return len(ahead)


def _cancel(interviews: Sequence[Interview], *, why: str, by: Actor) -> None:
    for interview in interviews:
        interview.state = InterviewState.CANCELLED
        interview.cancelled_because = why
        interview.sequence += 1
    db.session.flush()
    record_all([_cancelled(interview, interview.application, why) for interview in interviews], by=by)
    for interview in interviews:
        Invitations(interview, interview.application, by).uninvite(
            candidate=True, users=[seat.user for seat in interview.seats]
        )


def _cancelled(interview: Interview, application: Application, why: str) -> InterviewCancelled:
    return InterviewCancelled(
        candidate=application.candidate_id, job=application.job_id, application=application, subject=interview,
        starts_at=interview.starts_at, why=why,
    )  # fmt: skip
