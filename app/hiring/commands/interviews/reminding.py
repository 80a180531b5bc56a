"""Reminders: of interviews a day and an hour before, of scorecards the working day after. Each is said once."""

from collections.abc import Sequence
from datetime import timedelta

from app.core.actors import SYSTEM
from app.core.clock import now
from app.hiring.commands.interviews.letters import Invitations
from app.hiring.models import Interview, Seat, SeatResponse

DAY_BEFORE, HOUR_BEFORE = timedelta(hours=24), timedelta(minutes=65)


def remind_of_interviews(interviews: Sequence[Interview]) -> int:
    """Interviews that begin within a day: those within the hour get the last word only. They come with application,
    seats and users, locked. Answers how many were reminded of.
    """
    moment, reminded = now(), 0
    for interview in interviews:
        left = interview.starts_at - moment
        within_hour = left <= HOUR_BEFORE
        due = interview.hour_reminded_at is None if within_hour else interview.day_reminded_at is None
        if not interview.is_scheduled or left < timedelta() or left > DAY_BEFORE or not due:
            continue
        interview.day_reminded_at = interview.day_reminded_at or moment
        if within_hour:
            interview.hour_reminded_at = moment
        coming = [seat for seat in interview.seats if seat.response is not SeatResponse.DECLINED and seat.user.is_active]
        Invitations(interview, interview.application, SYSTEM).remind("hour" if within_hour else "day", coming)
        reminded += 1
    return reminded


def remind_of_scorecards(seats: Sequence[Seat]) -> int:
    """Seats whose scorecard is owed. They come with interview, its application and seats, and user."""
    for seat in seats:
        seat.card_reminded_at = now()
        Invitations(seat.interview, seat.interview.application, SYSTEM).ask_for_card(seat)
    return len(seats)
