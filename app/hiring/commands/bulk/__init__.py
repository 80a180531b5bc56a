"""One act on many applications of a job: rehearsed first, worked on in chunks, taken back as a whole."""

from app.hiring.commands.bulk.acts import (
    AT_ONCE,
    MOST,
    AlreadyFinished,
    AlreadyUndone,
    HireOneByOne,
    MailHasLeft,
    NothingToDo,
    TooManyAtOnce,
    bulk_move,
    bulk_reject,
    cancel_bulk_act,
    undo_bulk_act,
)
from app.hiring.commands.bulk.advancing import advance_bulk_act, permission_for, stop_bulk_act
from app.hiring.commands.bulk.plans import BulkPlan, plan_bulk_move, plan_bulk_rejection

__all__ = [
    "AT_ONCE",
    "MOST",
    "AlreadyFinished",
    "AlreadyUndone",
    "BulkPlan",
    "HireOneByOne",
    "MailHasLeft",
    "NothingToDo",
    "TooManyAtOnce",
    "advance_bulk_act",
    "bulk_move",
    "bulk_reject",
    "cancel_bulk_act",
    "permission_for",
    "plan_bulk_move",
    "plan_bulk_rejection",
    "stop_bulk_act",
    "undo_bulk_act",
]
