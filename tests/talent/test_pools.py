"""Pools: making them, their stages, who may change them, how alive they are."""

from datetime import timedelta
from typing import Any

import pytest

from app.accounts.permissions import Role
from app.core.actors import user_actor
from app.core.clock import now
from app.core.refusals import NotAllowed, Stale
from app.extensions import db
from app.talent.commands.pools import (
    NoStages,
    PeopleInPoolStage,
    PoolNameTaken,
    PoolNeedsName,
    StageNameTwice,
    archive_pool,
    change_pool,
    change_pool_stages,
    make_pool,
    reopen_pool,
)
from app.talent.models import Pool, PoolMember, Sharing
from app.talent.policy import may_change, visible_pools
from app.talent.queries.pools import aliveness_of, pool_rows, stages_of_pool


def names(pool: Pool) -> list[str]:
    return [stage.name for stage in stages_of_pool(pool.id)]


def test_a_new_pool_has_the_usual_stages(cast: Any) -> None:
    pool = make_pool(name="  Hearing   engineers ", owner=cast.ada, by=user_actor(cast.ada.id), target_role="DSP Engineer")
    assert pool.name == "Hearing engineers"
    assert names(pool) == ["New", "Contacted", "Replied", "Interested", "Ready"]


def test_a_pool_needs_a_name_of_its_own(cast: Any) -> None:
    by = user_actor(cast.ada.id)
    make_pool(name="Audiologists", owner=cast.ada, by=by)
    with pytest.raises(PoolNeedsName):
        make_pool(name="\u202e ", owner=cast.ada, by=by)
    with pytest.raises(PoolNameTaken):
        make_pool(name="AUDIOLOGISTS", owner=cast.otto, by=by)


def test_the_name_of_a_colleagues_private_pool_is_no_secret_to_trip_over(cast: Any) -> None:
    make_pool(name="Quiet", owner=cast.ada, by=user_actor(cast.ada.id), sharing=Sharing.PRIVATE)
    assert make_pool(name="Quiet", owner=cast.otto, by=user_actor(cast.otto.id), sharing=Sharing.PRIVATE).id


def test_who_sees_a_pool(cast: Any, make: Any) -> None:
    shared, private = make.pool("Shared", owner=cast.ada), make.pool("Private", owner=cast.ada, sharing=Sharing.PRIVATE)

    def seen(viewer: Any) -> set[int]:
        return {pool.id for pool in db.session.scalars(visible_pools(viewer))}

    assert seen(cast.ada) == {shared.id, private.id} == seen(cast.root)
    assert seen(cast.otto) == {shared.id} == seen(cast.cora)
    for nobody in (cast.hugo, cast.ines, cast.cleo):
        assert seen(nobody) == set()


def test_only_the_owner_and_admins_change_a_pool(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada)
    assert [may_change(one, pool) for one in (cast.ada, cast.root, cast.otto)] == [True, True, False]
    with pytest.raises(NotAllowed):
        change_pool(pool, name="Mine now", viewer=cast.otto, by=user_actor(cast.otto.id))
    with pytest.raises(NotAllowed):
        archive_pool(pool, viewer=cast.otto, by=user_actor(cast.otto.id))


def test_a_stale_change_is_refused(cast: Any, make: Any) -> None:
    pool = make.pool("Before", owner=cast.ada)
    seen = pool.version
    change_pool(pool, name="After", viewer=cast.ada, by=user_actor(cast.ada.id), version=seen)
    db.session.flush()
    with pytest.raises(Stale):
        change_pool(pool, name="Again", viewer=cast.ada, by=user_actor(cast.ada.id), version=seen)


def test_stages_are_renamed_moved_added_and_dropped(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada, stages=("New", "Talked", "Ready"))
    new, _talked, ready = stages_of_pool(pool.id)
    left = make.pool_member(pool, make.candidate(), stage="Talked", left_at=now())
    entries = [(ready.id, "Warm"), (None, "Met"), (new.id, "New")]
    change_pool_stages(pool, entries, viewer=cast.ada, by=user_actor(cast.ada.id))
    db.session.expire_all()
    assert names(pool) == ["Warm", "Met", "New"]
    assert db.session.get_one(PoolMember, left.id).stage_id == ready.id


def test_a_stage_with_people_does_not_go(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada, stages=("New", "Ready"))
    make.pool_member(pool, make.candidate(), stage="Ready")
    keep = stages_of_pool(pool.id)[0]
    with pytest.raises(PeopleInPoolStage, match="1 person is in “Ready”"):
        change_pool_stages(pool, [(keep.id, "New")], viewer=cast.ada, by=user_actor(cast.ada.id))
    assert names(pool) == ["New", "Ready"]


@pytest.mark.parametrize(("typed", "refusal"), [([], NoStages), ([""], NoStages), (["A", "a "], StageNameTwice)])
def test_stages_that_make_no_sense_are_refused(cast: Any, make: Any, typed: list[str], refusal: type[Exception]) -> None:
    pool = make.pool(owner=cast.ada)
    with pytest.raises(refusal):
        change_pool_stages(pool, [(None, one) for one in typed], viewer=cast.ada, by=user_actor(cast.ada.id))


def test_an_archived_pool_comes_back(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada)
    archive_pool(pool, viewer=cast.ada, by=user_actor(cast.ada.id))
    assert pool.is_archived
    assert pool_rows(cast.ada) == []
    reopen_pool(pool, viewer=cast.ada, by=user_actor(cast.ada.id))
    assert [row.pool.id for row in pool_rows(cast.ada)] == [pool.id]


def test_how_alive_pools_are_takes_two_queries(cast: Any, make: Any, queries: Any) -> None:
    pool, empty = make.pool(owner=cast.ada), make.pool(owner=cast.ada)
    old = now() - timedelta(days=500)
    make.pool_member(pool, make.candidate(contacted_at=now(), human_signal_at=now(), interest_key=1_000.0))
    make.pool_member(pool, make.candidate(contacted_at=now()))
    make.pool_member(pool, make.candidate(added_at=old), added_at=old)
    make.pool_member(pool, make.candidate(), left_at=now())
    with queries as sent:
        alive = aliveness_of([pool.id, empty.id])
    assert sent.count == 2
    found = alive[pool.id]
    assert (found.members, found.contacted, found.engaged, found.stale) == (3, 2, 1, 1)
    assert found.share(found.contacted) == 67
    assert empty.id not in alive


def test_the_list_of_pools_takes_three_queries(cast: Any, make: Any, queries: Any) -> None:
    for _number in range(5):
        make.pool_member(make.pool(owner=make.user(Role.RECRUITER)), make.candidate())
    with queries as sent:
        assert [row.pool.owner.name for row in pool_rows(cast.ada)]
    assert sent.count == 3
