"""Adding many to a pool, an act on many: rehearsed by reason, done by chunks, stopped, taken back."""

from typing import Any

import pytest
from sqlalchemy import func, insert, select

from app.candidates.commands import record_consent
from app.candidates.models import Candidate, ConsentAction, Purpose
from app.core.activity import Activity
from app.core.actors import user_actor
from app.core.claims import claim_due
from app.core.clock import now
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.models import BulkState
from app.search.bulk import (
    Chosen,
    NobodyReached,
    PeopleAct,
    act_kind,
    begin_people_act,
    stop_people_act,
    undo_people_act,
)
from app.search.bulk.people import rehearse
from app.search.refusals import QueryError
from app.search.tasks import PEOPLE_ACTS, advance_people_acts
from app.talent.commands.adding import NoSuchPool
from app.talent.commands.members import move_member
from app.talent.models import JoinedHow, Pool, PoolMember, Sharing

MANY = 400


def living(pool_id: int) -> int:
    return db.session.scalar(
        select(func.count()).where(PoolMember.pool_id == pool_id, PoolMember.left_at.is_(None))
    ) or 0  # fmt: skip


def people(number: int, **values: Any) -> None:
    """Plain rows: hundreds of candidates must not take a test's time."""
    rows = [{"full_name": f"Person {at}", "name_key": f"person {at}", **values} for at in range(number)]
    db.session.execute(insert(Candidate), rows)


def kind() -> Any:
    found = act_kind("pool")
    assert found is not None
    return found


def add(pool: Pool, user: Any, *, ids: list[int] | None = None, query: str | None = None, why: str = "") -> PeopleAct:
    given = kind().read({"pool": str(pool.id), "why": why}, user)
    return begin_people_act(kind(), Chosen(ids or (), query), given=given, viewer=user, by=user_actor(user.id))


def test_a_few_join_at_once(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada)
    act = add(pool, cast.ada, ids=[make.candidate().id for _n in range(3)], why="Met at the fair")
    assert (act.state, act.reached, living(pool.id)) == (BulkState.DONE, 3, 3)
    assert (act.given["why"], act.chosen) == ("", {})
    assert {(row[0], row[1]) for row in db.session.execute(select(PoolMember.why, PoolMember.how))} == {("Met at the fair", JoinedHow.RECRUITER)}


def test_what_a_query_finds_joins(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada)
    found = make.candidate(skills=("Python",))
    make.candidate(skills=("Cobol",))
    add(pool, cast.ada, query="skill:python")
    member = db.session.scalars(select(PoolMember)).one()
    assert (member.candidate_id, member.how) == (found.id, JoinedHow.SEARCH)


def test_who_will_not_be_added_is_told_before_with_the_reason(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada)
    joins, member, restricted, opposed, erased = (make.candidate() for _n in range(5))
    make.pool_member(pool, member)
    restricted.restricted_at = erased.erased_at = now()
    for action in (ConsentAction.CONFIRMED, ConsentAction.WITHDRAWN):
        record_consent(opposed, purpose=Purpose.POOL, action=action, method="form", by=user_actor(cast.ada.id))
    db.session.flush()
    chosen = Chosen([one.id for one in (joins, member, restricted, opposed, erased)])
    told = rehearse(kind(), kind().read({"pool": str(pool.id)}, cast.ada), chosen, cast.ada)
    assert (told.reached, {group.reason: group.number for group in told.left_out}) == (
        1, {"member": 1, "restricted": 1, "opposed": 1},
    )  # fmt: skip
    act = add(pool, cast.ada, ids=list(chosen.ids))
    assert (act.reached, living(pool.id)) == (1, 2)


@pytest.mark.parametrize("query", ["skill:nobody", 'name:"Carla'])
def test_a_query_that_finds_nobody_or_cannot_be_read_is_refused(cast: Any, make: Any, query: str) -> None:
    with pytest.raises((NobodyReached, QueryError)):
        add(make.pool(owner=cast.ada), cast.ada, query=query)


def test_a_pool_that_is_archived_or_somebody_elses_cannot_be_chosen(cast: Any, make: Any) -> None:
    archived, private = make.pool(owner=cast.ada, archived_at=now()), make.pool(owner=cast.otto, sharing=Sharing.PRIVATE)
    for pool in (str(archived.id), str(private.id), "", "x", "99999999999"):
        with pytest.raises(NoSuchPool):
            kind().read({"pool": pool}, cast.ada)


def test_taking_back_leaves_those_somebody_went_on_with(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada)
    ids = [make.candidate().id for _n in range(3)]
    act = add(pool, cast.ada, ids=ids)
    member = db.session.scalars(select(PoolMember).where(PoolMember.candidate_id == ids[1])).one()
    move_member(member, to=make.pool_stage(pool, "Contacted"), by=user_actor(cast.ada.id))
    act = undo_people_act(act, by=user_actor(cast.ada.id))
    assert (act.state, act.returned, living(pool.id)) == (BulkState.UNDONE, 2, 1)


@pytest.mark.real_commits
class TestInTheBackground:
    def began(self, cast: Any, make: Any) -> tuple[PeopleAct, int]:
        with transaction():
            people(MANY, city="Berlin", city_key="berlin")
            pool_id = make.pool(owner=cast.ada).id
            return add(db.session.get_one(Pool, pool_id), cast.ada, query="city:berlin"), pool_id

    def test_all_that_match_join_in_chunks(self, app: Any, cast: Any, make: Any) -> None:
        _act, pool_id = self.began(cast, make)
        advance_people_acts()
        with transaction():
            assert living(pool_id) == MANY
            assert db.session.scalar(select(func.count()).where(Activity.kind == "added_to_pool")) == MANY

    def test_it_is_stopped_and_taken_back(self, app: Any, cast: Any, make: Any) -> None:
        act, pool_id = self.began(cast, make)
        with transaction():
            claim = claim_due(PeopleAct, limit=1)[0]
        PEOPLE_ACTS.chunk(claim, 70)
        with transaction():
            stop_people_act(db.session.get_one(PeopleAct, act.id))
        assert PEOPLE_ACTS.chunk(claim, 10) == (0, False)
        with transaction():
            assert living(pool_id) == 70
            undo_people_act(db.session.get_one(PeopleAct, act.id), by=user_actor(cast.ada.id))
        advance_people_acts()
        with transaction():
            assert (db.session.get_one(PeopleAct, act.id).state, living(pool_id)) == (BulkState.UNDONE, 0)

    def test_a_pool_archived_meanwhile_takes_nobody_more(self, app: Any, cast: Any, make: Any) -> None:
        act, pool_id = self.began(cast, make)
        with transaction():
            db.session.get_one(Pool, pool_id).archived_at = now()
        advance_people_acts()
        with transaction():
            done = db.session.get_one(PeopleAct, act.id)
            assert (done.state, done.reached, living(pool_id)) == (BulkState.DONE, 0, 0)
