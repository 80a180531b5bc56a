"""Applications and what happens to them, split by noun."""

from app.hiring.models.application import Answer, Application, ApplicationState, StageStay, Suspicion
from app.hiring.models.bulk import BulkAct, BulkActItem, BulkKind, BulkState, ItemOutcome, StopReason
from app.hiring.models.draft import ApplyDraft
from app.hiring.models.interview import (
    OUTCOMES,
    OWING,
    CalendarFeed,
    Interview,
    InterviewKind,
    InterviewState,
    Seat,
    SeatResponse,
    SeatRole,
)
from app.hiring.models.offer import Offer, OfferState
from app.hiring.models.rejection import ReasonSide, Rejection, RejectReason
from app.hiring.models.review import ReviewAnswer, ReviewRequest
from app.hiring.models.scorecard import OVERALL, Kit, KitAttribute, Rating, Scorecard, ScorecardRating

__all__ = [
    "OUTCOMES",
    "OVERALL",
    "OWING",
    "Answer",
    "Application",
    "ApplicationState",
    "ApplyDraft",
    "BulkAct",
    "BulkActItem",
    "BulkKind",
    "BulkState",
    "CalendarFeed",
    "Interview",
    "InterviewKind",
    "InterviewState",
    "ItemOutcome",
    "Kit",
    "KitAttribute",
    "Offer",
    "OfferState",
    "Rating",
    "ReasonSide",
    "RejectReason",
    "Rejection",
    "ReviewAnswer",
    "ReviewRequest",
    "Scorecard",
    "ScorecardRating",
    "Seat",
    "SeatResponse",
    "SeatRole",
    "StageStay",
    "StopReason",
    "Suspicion",
]
