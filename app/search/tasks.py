"""Sweeps: acts on many people, and people whose documents wait to be made anew because many changed at once."""

from flask_babel import force_locale

from app.accounts.models import User
from app.core.chunks import LARGEST_CHUNK, InChunks
from app.core.transaction import transaction
from app.extensions import db
from app.search.bulk import PeopleAct, act_kind, advance_people_act, give_up_people_act
from app.search.index import index_dirty


def index_changed_candidates() -> int:
    """One short transaction; answers how many people it brought up to date."""
    with transaction():
        return index_dirty()


def advance_people_acts() -> int:
    """Work on the act that has waited longest; answers how many people were looked at."""
    return PEOPLE_ACTS.work()


def _advance(act: PeopleAct, size: int) -> int:
    user = db.session.get(User, act.by_id)
    with force_locale(user.locale if user else "en"):
        return advance_people_act(act, size)


def _largest(act: PeopleAct) -> int:
    kind = act_kind(act.kind)
    return kind.chunk if kind is not None else LARGEST_CHUNK


PEOPLE_ACTS = InChunks(PeopleAct, _advance, give_up_people_act, _largest)
