"""One act on many people: those ticked, or everybody a query finds.

Each kind of act says in SQL why it would not reach somebody. The rehearsal counts by those reasons, and every chunk of the
work asks them anew of the people it comes to, as the one who began it sees them at that moment.
"""

from app.search.bulk import keeping, mails, refreshing
from app.search.bulk.commands import (
    ActIsOver,
    AlreadyTakenBack,
    CannotBeTakenBack,
    NobodyReached,
    TooManyPeople,
    advance_people_act,
    begin_people_act,
    give_up_people_act,
    stop_people_act,
    undo_people_act,
)
from app.search.bulk.kinds import ActKind, act_kind, act_kinds, register_act
from app.search.bulk.models import PeopleAct, PeopleActItem
from app.search.bulk.people import Chosen

__all__ = [
    "ActIsOver",
    "ActKind",
    "AlreadyTakenBack",
    "CannotBeTakenBack",
    "Chosen",
    "NobodyReached",
    "PeopleAct",
    "PeopleActItem",
    "TooManyPeople",
    "act_kind",
    "act_kinds",
    "advance_people_act",
    "begin_people_act",
    "give_up_people_act",
    "keeping",
    "mails",
    "refreshing",
    "register_act",
    "stop_people_act",
    "undo_people_act",
]
