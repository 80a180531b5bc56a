"""What is noted once a day: who came into a segment and who left, and how alive pools are."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from app.core.actors import user_actor
from app.core.clock import at, now
from app.extensions import db
from app.talent.commands.noting import note_pool_days, note_segment_day, packed, pools_to_note, unpacked
from app.talent.commands.segments import change_segment, delete_segment
from app.talent.models import PoolHealth, SegmentChange, SegmentSize, SegmentSnapshot, Sharing
from app.talent.queries.pools import Aliveness, aliveness_of, dormant_pools, health_history
from app.talent.queries.segments import movement_of


def days(number: int) -> Any:
    return at(now() + timedelta(days=number))


@given(some.sets(some.integers(min_value=1, max_value=2**31 - 1), max_size=60))
@settings(max_examples=50, deadline=None)
def test_ids_survive_their_packing(ids: set[int]) -> None:
    assert unpacked(packed(ids)) == sorted(ids)


def test_a_hundred_thousand_ids_take_little_room() -> None:
    assert len(packed(range(5, 400_005, 4))) < 2_000


def test_who_came_and_who_left_since_the_day_before(cast: Any, make: Any) -> None:
    segment = make.segment(owner=cast.ada)
    stays, leaves, comes = (make.candidate(name) for name in ("Stays", "Leaves", "Comes"))
    assert note_segment_day(segment, [stays.id, leaves.id])
    assert not note_segment_day(segment, [])
    assert movement_of(cast.ada, segment) is None
    with days(1):
        note_segment_day(segment, [stays.id, comes.id])
        moved = movement_of(cast.ada, segment)
        assert moved is not None
        assert (moved.entered, moved.left) == (1, 1)
        assert {(one.candidate.full_name, one.entered) for one in moved.changes} == {("Comes", True), ("Leaves", False)}
    with days(40):
        assert movement_of(cast.ada, segment) is None
    with days(120):
        note_segment_day(segment, [stays.id])
        assert [one.candidate_id for one in db.session.scalars(select(SegmentChange))] == [comes.id]


def test_another_question_begins_anew(cast: Any, make: Any) -> None:
    segment = make.segment("Pythonists", owner=cast.ada)
    note_segment_day(segment, [make.candidate().id])
    change = {"name": "Pythonists", "viewer": cast.ada, "by": user_actor(cast.ada.id), "sharing": Sharing.PRIVATE}
    change_segment(segment, query="skill:rust", **change)
    with days(1):
        note_segment_day(segment, [])
    size = db.session.scalars(select(SegmentSize).order_by(SegmentSize.day.desc())).first()
    assert size is not None
    assert (size.people, size.entered, size.left) == (0, None, None)


def test_a_deleted_segment_leaves_nothing(cast: Any, make: Any) -> None:
    segment, person = make.segment(owner=cast.ada), make.candidate()
    note_segment_day(segment, [person.id])
    with days(1):
        note_segment_day(segment, [])
    delete_segment(segment, viewer=cast.ada, by=user_actor(cast.ada.id))
    db.session.flush()
    for table in (SegmentSize, SegmentSnapshot, SegmentChange):
        assert db.session.scalars(select(table)).all() == []


def test_a_view_that_asks_for_a_segment_is_among_its_uses(cast: Any, make: Any) -> None:
    from app.search.models import SavedView
    from app.talent.registries import uses_of_segment

    segment = make.segment("Pythonists", owner=cast.ada)
    for name, sharing in (("Team", Sharing.SHARED), ("Mine", Sharing.PRIVATE)):
        make.add(SavedView(owner_id=cast.otto.id, name=name, name_key=name.lower(), query='city:Berlin -segment:"pythonists"', sharing=sharing))
    make.add(SavedView(owner_id=cast.ada.id, name="Other", name_key="other", query="segment:others"))
    assert [use.name for use in uses_of_segment(segment)] == ["A colleague's own view", "Team"]


def test_pools_are_noted_once_a_day(cast: Any, make: Any) -> None:
    pool = make.pool(owner=cast.ada)
    make.pool(owner=cast.ada)
    make.pool_member(pool, make.candidate(contacted_at=now()))
    assert pools_to_note() == [pool.id]
    assert note_pool_days([pool.id]) == 1
    assert pools_to_note() == []
    assert note_pool_days([pool.id]) == 0
    (night,) = health_history(pool.id)
    assert (night.members, night.contacted, night.engaged, night.stale) == (1, 1, 0, 0)


def test_large_pools_show_last_nights_numbers(cast: Any, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.talent.queries.pools.COUNTED_AT_ONCE", 1)
    pool = make.pool(owner=cast.ada)
    for _number in range(2):
        make.pool_member(pool, make.candidate())
    assert aliveness_of([pool.id])[pool.id] == Aliveness(2)
    make.add(PoolHealth(pool_id=pool.id, day=now().date(), members=4, contacted=3, engaged=2, stale=1))
    assert aliveness_of([pool.id])[pool.id] == Aliveness(2, 3, 2, 1, now().date())


def test_a_pool_nobody_was_contacted_of_is_dormant(cast: Any, make: Any) -> None:
    before = now() - timedelta(days=100)
    quiet, lively, empty, fresh = (make.pool(name, owner=cast.ada) for name in ("Quiet", "Lively", "Empty", "Fresh"))
    for pool in (quiet, lively, empty):
        pool.created_at = before
    make.pool_member(quiet, make.candidate(contacted_at=before))
    make.pool_member(lively, make.candidate(contacted_at=now()))
    make.pool_member(fresh, make.candidate())
    db.session.flush()
    assert [pool.name for pool in db.session.scalars(dormant_pools(cast.ada))] == ["Quiet"]


def test_a_pool_says_within_how_many_days_people_hear_from_us(cast: Any, make: Any) -> None:
    often, seldom = make.pool(owner=cast.ada, rhythm_days=30), make.pool(owner=cast.ada, rhythm_days=180)
    person = make.candidate(contacted_at=now() - timedelta(days=60), interest_key=1_000.0)
    for pool in (often, seldom):
        make.pool_member(pool, person)
    found = aliveness_of([often.id, seldom.id])
    assert [found[pool.id].contacted for pool in (often, seldom)] == [0, 1]
    assert [found[pool.id].engaged for pool in (often, seldom)] == [1, 1]
