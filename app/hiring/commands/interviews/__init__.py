"""Interviews: arranging, changing, calling off, answering, saying how it went, reminding."""

from app.hiring.commands.interviews.answering import (
    NotOnPanel,
    NotYetBegun,
    answer_invitation,
    note_outcome,
    say_cannot_come,
)
from app.hiring.commands.interviews.cancelling import NotScheduled, cancel_interview, cancel_interviews_of
from app.hiring.commands.interviews.feeds import open_calendar_feed, revoke_calendar_feed
from app.hiring.commands.interviews.plans import (
    CandidateBusy,
    InterviewPlan,
    InterviewUnfit,
    PanelBusy,
    PanelSeat,
    choose_time_zone,
)
from app.hiring.commands.interviews.reminding import remind_of_interviews, remind_of_scorecards
from app.hiring.commands.interviews.scheduling import CardGiven, change_interview, schedule_interview

__all__ = [
    "CandidateBusy",
    "CardGiven",
    "InterviewPlan",
    "InterviewUnfit",
    "NotOnPanel",
    "NotScheduled",
    "NotYetBegun",
    "PanelBusy",
    "PanelSeat",
    "answer_invitation",
    "cancel_interview",
    "cancel_interviews_of",
    "change_interview",
    "choose_time_zone",
    "note_outcome",
    "open_calendar_feed",
    "remind_of_interviews",
    "remind_of_scorecards",
    "revoke_calendar_feed",
    "say_cannot_come",
    "schedule_interview",
]
