"""Arranging an interview and changing it: those concerned get an invitation that replaces the one before."""

from uuid import uuid4

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import date_of, now
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.activities import InterviewChanged, InterviewScheduled
from app.hiring.commands.holding import hold_active
from app.hiring.commands.interviews.cancelling import NotScheduled
from app.hiring.commands.interviews.letters import Invitations
from app.hiring.commands.interviews.plans import (
    InterviewPlan,
    check_candidate_is_free,
    check_panel_is_free,
    checked,
    panel_members,
)
from app.hiring.commands.interviews.reminding import DAY_BEFORE, HOUR_BEFORE
from app.hiring.commands.kits import ensure_kit
from app.hiring.interviewing import working_day_after
from app.hiring.models import Application, Interview, Scorecard, Seat, SeatResponse

FOR_THE_CALENDAR = ("kind", "title", "starts_at", "ends_at", "place", "link")
"""What everybody's calendar shows."""
FOR_THE_CANDIDATE = (*FOR_THE_CALENDAR, "time_zone", "instructions")
TIMES = ("starts_at", "ends_at")


class CardGiven(Refused):
    sentence = _("Somebody who already gave a scorecard stays on the panel.")

    def __init__(self) -> None:
        super().__init__(field="panel")


def schedule_interview(
    application: Application, *, plan: InterviewPlan, by: Actor, despite_clashes: bool = False
) -> Interview:
    """Arrange an interview in the application's stage; the candidate and the panel get invitations for their calendars."""
    _hold_person(application)
    hold_active(application)
    plan = checked(plan)
    users = panel_members(plan)
    check_candidate_is_free(application, plan)
    if not despite_clashes:
        check_panel_is_free(plan, users)
    interview = Interview(
        application_id=application.id, stage_id=application.stage_id, uid=uuid4().hex, coordinator_id=by.user_id,
        sequence=0, **_kept(plan),
    )  # fmt: skip
    interview.seats = [_seat(one.user_id, one.role, users, by) for one in plan.panel]
    _set_times(interview)
    ensure_kit(application.stage_id)
    db.session.add(interview)
    db.session.flush()
    record(
        InterviewScheduled(
            candidate=application.candidate_id, job=application.job_id, application=application, subject=interview,
            starts_at=interview.starts_at,
        ),
        by=by,
    )  # fmt: skip
    Invitations(interview, application, by).invite(candidate=True, seats=interview.seats)
    return interview


def change_interview(
    interview: Interview, application: Application, *, plan: InterviewPlan, by: Actor, version: int | None = None,
    despite_clashes: bool = False,
) -> None:  # fmt: skip
    """Another time, place or panel. Only those whose calendar changes get a mail. The seats come with the interview."""
    _hold_person(application)
    hold_active(application)
    _hold(interview)
    interview.check_version(version)
    if not interview.is_scheduled:
        raise NotScheduled()
    plan = checked(plan)
    users = panel_members(plan)
    check_candidate_is_free(application, plan, but=interview.id)
    changed = {name for name in (*FOR_THE_CANDIDATE, "panel_note") if getattr(interview, name) != getattr(plan, name)}
    moved = bool(changed & set(TIMES))
    added_ids = {seat.user_id for seat in plan.panel} - {seat.user_id for seat in interview.seats}
    if not despite_clashes:
        check_panel_is_free(plan, users if moved else {i: users[i] for i in added_ids}, but=interview.id)
    added, removed, kept = _rearrange(interview, plan, users, by)
    for name in changed:
        setattr(interview, name, getattr(plan, name))
    if moved:
        _ask_again(interview, by)
    told = bool(changed & set(FOR_THE_CANDIDATE))
    if not (told or added or removed):
        db.session.flush()
        return
    interview.sequence += 1
    db.session.flush()
    record(
        InterviewChanged(
            candidate=application.candidate_id, job=application.job_id, application=application, subject=interview,
            starts_at=interview.starts_at,
        ),
        by=by,
    )  # fmt: skip
    letters = Invitations(interview, application, by)
    letters.invite(candidate=told, seats=kept if changed & set(FOR_THE_CALENDAR) else [], changed=True)
    letters.invite(candidate=False, seats=added)
    letters.uninvite(candidate=False, users=removed)


def _rearrange(
    interview: Interview, plan: InterviewPlan, users: dict[int, User], by: Actor
) -> tuple[list[Seat], list[User], list[Seat]]:
    """Seats added, colleagues who leave, seats that stay."""
    wanted = {seat.user_id: seat.role for seat in plan.panel}
    leaving = [seat for seat in interview.seats if seat.user_id not in wanted]
    if leaving:
        _refuse_leaving(interview, [seat.user_id for seat in leaving])
    removed = [db.session.get_one(User, seat.user_id) for seat in leaving]
    for seat in leaving:
        interview.seats.remove(seat)
    kept = list(interview.seats)
    for seat in kept:
        seat.role = wanted.pop(seat.user_id)
    added = [_seat(user_id, role, users, by) for user_id, role in wanted.items()]
    interview.seats.extend(added)
    return added, removed, kept


def _refuse_leaving(interview: Interview, user_ids: list[int]) -> None:
    given = select(Scorecard.id).where(
        Scorecard.interview_id == interview.id, Scorecard.user_id.in_(user_ids), Scorecard.submitted_at.is_not(None)
    )
    if db.session.scalar(given.limit(1)) is not None:
        raise CardGiven()


def _ask_again(interview: Interview, by: Actor) -> None:
    """A new time: everybody answers anew, is reminded anew, and what the candidate said of the old one is settled."""
    for seat in interview.seats:
        mine = seat.user_id == by.user_id
        seat.response = SeatResponse.ACCEPTED if mine else SeatResponse.NEEDS_ACTION
        seat.responded_at = now() if mine else None
        seat.card_reminded_at = None
    interview.cannot_at, interview.cannot_words = None, ""
    _set_times(interview)


def _set_times(interview: Interview) -> None:
    """What follows from when it is. Whoever is invited shortly before needs no reminder besides."""
    interview.cards_due_on = working_day_after(date_of(interview.ends_at))
    left = interview.starts_at - now()
    interview.day_reminded_at = now() if left < DAY_BEFORE else None
    interview.hour_reminded_at = now() if left < HOUR_BEFORE else None


def _seat(user_id: int, role: object, users: dict[int, User], by: Actor) -> Seat:
    """Whoever arranges an interview and takes part has said yes by that."""
    mine = user_id == by.user_id
    return Seat(
        user=users[user_id], user_id=user_id, role=role, response=SeatResponse.ACCEPTED if mine else SeatResponse.NEEDS_ACTION,
        responded_at=now() if mine else None,
    )  # fmt: skip


def _kept(plan: InterviewPlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in (*FOR_THE_CANDIDATE, "panel_note")}


def _hold_person(application: Application) -> None:
    """Two interviews of one person are arranged one after the other, whatever the jobs."""
    db.session.execute(select(Candidate.id).where(Candidate.id == application.candidate_id).with_for_update())


def _hold(interview: Interview) -> None:
    db.session.refresh(interview, ["state", "version", "sequence", "starts_at", "ends_at"], with_for_update=True)
