"""Asking many people whether their details are still right."""

from sqlalchemy import func, select

from app.candidates.models import RefreshRequest
from app.core.actors import user_actor
from app.extensions import db
from app.mailing.models import Message, MessageState
from app.search.bulk import Chosen, act_kind, begin_people_act, undo_people_act
from app.search.bulk.people import rehearse


def test_people_are_asked_for_their_details_once_in_two_weeks(cast, make):
    people = [make.candidate(f"Person {number}").id for number in range(6)]
    kind = act_kind("refresh")
    begin_people_act(kind, Chosen(people[:2]), given={}, viewer=cast.ada, by=user_actor(cast.ada.id))
    assert db.session.scalar(select(func.count()).select_from(RefreshRequest)) == 2
    found = rehearse(kind, {}, Chosen(people), cast.ada)
    assert (found.reached, [(group.reason, group.number) for group in found.left_out]) == (4, [("asked", 2)])


def test_asking_is_taken_back_until_the_mails_leave(cast, make):
    people = [make.candidate(f"Person {number}").id for number in range(2)]
    act = begin_people_act(act_kind("refresh"), Chosen(people), given={}, viewer=cast.ada, by=user_actor(cast.ada.id))
    undo_people_act(act, by=user_actor(cast.ada.id))
    states = select(Message.state).where(Message.cause.startswith("refresh:"))
    assert set(db.session.scalars(states)) == {MessageState.CANCELLED}
    assert act.returned == 2
