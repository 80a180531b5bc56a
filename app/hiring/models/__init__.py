"""Applications and what happens to them, split by noun."""

from app.hiring.models.application import Answer, Application, ApplicationState, StageStay, Suspicion
from app.hiring.models.bulk import BulkAct, BulkActItem, BulkKind, BulkState, ItemOutcome, StopReason
from app.hiring.models.draft import ApplyDraft
from app.hiring.models.offer import Offer, OfferState
from app.hiring.models.rejection import ReasonSide, Rejection, RejectReason
from app.hiring.models.review import ReviewAnswer, ReviewRequest

__all__ = [
    "Answer",
    "Application",
    "ApplicationState",
    "ApplyDraft",
    "BulkAct",
    "BulkActItem",
    "BulkKind",
    "BulkState",
    "ItemOutcome",
    "Offer",
    "OfferState",
    "ReasonSide",
    "RejectReason",
    "Rejection",
    "ReviewAnswer",
    "ReviewRequest",
    "StageStay",
    "StopReason",
    "Suspicion",
]
