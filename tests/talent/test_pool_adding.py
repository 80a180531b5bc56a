"""Adding many to a pool: at once, in the background, killed in the middle, stopped, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from app.accounts.permissions import Role
from app.candidates.models import Candidate
from app.core.activity import Activity
from app.core.actors import user_actor
from app.core.claims import claim_due
from app.core.clock import at, now
from app.core.transaction import transaction
from app.extensions import db
from app.search.refusals import QueryError
from app.talent.commands.adding import (
    AT_ONCE,
    AddingIsOver,
    NobodyToAdd,
    TooManyToAdd,
    begin_adding,
    cancel_adding,
    undo_adding,
)
from app.talent.commands.members import move_member
from app.talent.models import AddingState, JoinedHow, Pool, PoolAdding, PoolMember
from app.talent.tasks import add_chunk, advance_pool_addings

MANY = 2_000


def living(pool_id: int) -> int:
    return db.session.scalar(
        select(func.count()).where(PoolMember.pool_id == pool_id, PoolMember.left_at.is_(None))
    ) or 0  # fmt: skip


def people(number: int, **values: Any) -> None:
    """Plain rows: two thousand candidates must not take a test's time."""
    rows = [{"full_name": f"Person {at}", "name_key": f"person {at}", **values} for at in range(number)]
    db.session.execute(insert(Candidate), rows)


def test_a_few_join_at_once(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada)
    chosen = [make.candidate().id for _n in range(3)]
    adding = begin_adding(pool, viewer=cast.ada, by=user_actor(cast.ada.id), ids=chosen, why="Met at the fair")
    assert (adding.state, adding.added, living(pool.id)) == (AddingState.DONE, 3, 3)
    assert (adding.why, adding.chosen) == ("", {})
    assert set(db.session.scalars(select(PoolMember.why))) == {"Met at the fair"}


def test_what_a_query_finds_joins(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada)
    found = make.candidate(skills=("Python",))
    make.candidate(skills=("Cobol",))
    begin_adding(pool, viewer=cast.ada, by=user_actor(cast.ada.id), query="skill:python")
    member = db.session.scalars(select(PoolMember)).one()
    assert (member.candidate_id, member.how) == (found.id, JoinedHow.SEARCH)


@pytest.mark.parametrize("query", ["skill:nobody", 'name:"Carla'])
def test_a_query_that_finds_nobody_or_cannot_be_read_is_refused(cast: Any, make: Any, query: str) -> None:
    with pytest.raises((NobodyToAdd, QueryError)):
        begin_adding(make.pool(owner=cast.ada), viewer=cast.ada, by=user_actor(cast.ada.id), query=query)


def test_too_many_are_refused(cast: Any, make: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("app.talent.commands.adding.MOST", 2)
    ids = [make.candidate().id for _n in range(3)]
    for chosen in ({"ids": ids}, {"query": ""}):
        with pytest.raises(TooManyToAdd):
            begin_adding(make.pool(owner=cast.ada), viewer=cast.ada, by=user_actor(cast.ada.id), **chosen)


def test_taking_back_leaves_those_somebody_went_on_with(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada)
    ids = [make.candidate().id for _n in range(3)]
    adding = begin_adding(pool, viewer=cast.ada, by=user_actor(cast.ada.id), ids=ids)
    member = db.session.scalars(select(PoolMember).where(PoolMember.candidate_id == ids[1])).one()
    move_member(member, to=make.pool_stage(pool, "Contacted"), by=user_actor(cast.ada.id))
    undo_adding(adding, by=user_actor(cast.ada.id))
    undo_adding(adding, by=user_actor(cast.ada.id))
    assert (adding.state, living(pool.id)) == (AddingState.UNDONE, 1)


@pytest.mark.real_commits
def test_two_thousand_join_in_chunks_whatever_dies_on_the_way(app: Any, cast: Any, make: Any) -> None:
    with transaction():
        people(MANY, city="Berlin", city_key="berlin")
        pool_id = make.pool(owner=cast.ada).id
        begun = begin_adding(
            db.session.get_one(Pool, pool_id), viewer=cast.ada, by=user_actor(cast.ada.id), query="city:berlin"
        )
        assert (begun.state, begun.total) == (AddingState.WORKING, MANY)
    with transaction():
        claim = claim_due(PoolAdding, limit=1)[0]
    assert add_chunk(claim, 150) == (150, True)
    with pytest.raises(RuntimeError), transaction():  # the worker dies before its second chunk is committed
        adding = db.session.get_one(PoolAdding, claim.id)
        from app.talent.commands.adding import advance_adding

        advance_adding(adding, 150)
        raise RuntimeError("killed")
    with at(now() + timedelta(seconds=40)):
        advance_pool_addings()
    with transaction():
        done = db.session.get_one(PoolAdding, claim.id)
        assert (done.state, done.added, done.passed) == (AddingState.DONE, MANY, MANY)
        assert living(pool_id) == MANY
        told = db.session.scalar(select(func.count()).where(Activity.kind == "added_to_pool"))
        assert told == MANY
    assert add_chunk(claim, 10) == (0, False)  # the dead one's late step is refused


@pytest.mark.real_commits
def test_an_adding_is_stopped_and_taken_back_in_the_background(app: Any, cast: Any, make: Any) -> None:
    with transaction():
        people(AT_ONCE * 3)
        pool = make.pool(owner=cast.ada)
        begin_adding(pool, viewer=cast.ada, by=user_actor(cast.ada.id), query="")
    with transaction():
        claim = claim_due(PoolAdding, limit=1)[0]
    add_chunk(claim, AT_ONCE + 10)
    with transaction():
        adding = db.session.get_one(PoolAdding, claim.id)
        cancel_adding(adding)
        with pytest.raises(AddingIsOver):
            cancel_adding(adding)
    assert add_chunk(claim, 10) == (0, False)
    with transaction():
        undo_adding(db.session.get_one(PoolAdding, claim.id), by=user_actor(cast.ada.id))
    advance_pool_addings()
    with transaction():
        assert db.session.get_one(PoolAdding, claim.id).state is AddingState.UNDONE
        assert living(pool.id) == 0


@pytest.mark.real_commits
def test_who_may_no_longer_keep_pools_adds_nobody_more(app: Any, cast: Any, make: Any) -> None:
    with transaction():
        people(AT_ONCE + 5)
        pool = make.pool(owner=cast.ada)
        begin_adding(pool, viewer=cast.ada, by=user_actor(cast.ada.id), query="")
        cast.ada.role = Role.INTERVIEWER
        db.session.add(cast.ada)
    advance_pool_addings()
    with transaction():
        assert db.session.scalars(select(PoolAdding.state)).one() is AddingState.STOPPED
        assert living(pool.id) == 0
