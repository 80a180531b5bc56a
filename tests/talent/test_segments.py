"""Segments: kept questions that ask for one another without going in circles, and their place in the query language."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.interest import Level, key_of
from app.core.actors import user_actor
from app.core.clock import at, now, today
from app.core.refusals import NotAllowed
from app.extensions import db
from app.search.describe import describe
from app.search.parser import parse
from app.search.queries import matching_ids
from app.search.refusals import QueryError
from app.talent.commands.segments import (
    EverybodyIsNoSegment,
    NoSuchSegment,
    SegmentCircle,
    SegmentInUse,
    SegmentNameTaken,
    SegmentNeedsName,
    SharedAsksForPrivate,
    change_segment,
    delete_segment,
    save_segment,
)
from app.talent.models import Segment, SegmentSize, SegmentUse, Sharing
from app.talent.queries.segments import interest_spread, segment_ids, segment_rows, size_history
from app.talent.tasks import note_segment_sizes


@pytest.fixture
def save(cast: Any) -> Any:
    def kept(name: str, query: str, *, owner: Any = None, sharing: Sharing = Sharing.SHARED) -> Segment:
        owner = owner or cast.ada
        return save_segment(name=name, query=query, owner=owner, by=user_actor(owner.id), sharing=sharing)

    return kept


def found(viewer: Any, query: str) -> set[int]:
    return set(db.session.scalars(matching_ids(viewer, parse(query))))


def test_a_segment_is_always_current(cast: Any, make: Any, save: Any) -> None:
    segment = save("Pythonistas", "skill:python")
    first = make.candidate(skills=("Python",))
    assert set(db.session.scalars(segment_ids(segment, cast.ada))) == {first.id}
    second = make.candidate(skills=("Python",))
    assert found(cast.ada, "segment:Pythonistas") == {first.id, second.id}


def test_segments_include_and_exclude_others(cast: Any, make: Any, save: Any) -> None:
    berlin = make.candidate(skills=("Python",), city="Berlin")
    munich = make.candidate(skills=("Python",), city="Munich")
    save("Berliners", "city:berlin")
    save("Away", "skill:python -segment:Berliners")
    save("Both", 'segment:"Away" OR segment:"Berliners"')
    assert found(cast.ada, "segment:away") == {munich.id}
    assert found(cast.ada, 'segment:"both"') == {berlin.id, munich.id}
    assert munich.id not in found(cast.ada, "-segment:both")


def test_a_circle_is_refused_and_shown(cast: Any, save: Any) -> None:
    first = save("First", "city:berlin")
    save("Second", "segment:First skill:python")
    save("Third", "segment:Second")
    with pytest.raises(SegmentCircle, match="First → Third → Second → First"):
        change_segment(first, name="First", query="segment:Third", viewer=cast.ada, by=user_actor(cast.ada.id),
                       sharing=Sharing.SHARED)  # fmt: skip
    with pytest.raises(SegmentCircle, match="cannot ask for itself"):
        save("Snake", "segment:snake")


def test_a_circle_in_the_table_still_has_an_answer(cast: Any, make: Any) -> None:
    make.segment("One", owner=cast.ada, query="segment:Two OR city:berlin")
    make.segment("Two", owner=cast.ada, query="segment:One")
    person = make.candidate(city="Berlin")
    assert found(cast.ada, "segment:one") == {person.id}


@pytest.mark.parametrize(
    ("name", "query", "refusal"),
    [
        (" ", "city:berlin", SegmentNeedsName), ("Empty", "  ", EverybodyIsNoSegment), ("Bad", "city:(", QueryError),
        ("Lost", "segment:nowhere", NoSuchSegment),
    ],
)  # fmt: skip
def test_what_is_no_segment_is_refused(save: Any, name: str, query: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        save(name, query)


def test_a_name_is_given_once(save: Any, cast: Any) -> None:
    save("Berliners", "city:berlin")
    with pytest.raises(SegmentNameTaken):
        save("BERLINERS", "city:munich", owner=cast.otto)


def test_a_shared_segment_does_not_ask_for_a_private_one(save: Any, cast: Any) -> None:
    save("Mine", "city:berlin", sharing=Sharing.PRIVATE)
    with pytest.raises(SharedAsksForPrivate):
        save("Ours", "segment:Mine")
    with pytest.raises(NoSuchSegment):
        save("Theirs", "segment:Mine", owner=cast.otto)
    assert save("Mine too", "segment:Mine", sharing=Sharing.PRIVATE)


def test_what_others_ask_for_neither_goes_nor_changes_its_name(save: Any, cast: Any) -> None:
    used = save("Used", "city:berlin")
    user = save("User", "segment:Used")
    by = user_actor(cast.ada.id)
    with pytest.raises(SegmentInUse, match="User"):
        delete_segment(used, viewer=cast.ada, by=by)
    with pytest.raises(SegmentInUse):
        change_segment(used, name="Other", query="city:berlin", viewer=cast.ada, by=by, sharing=Sharing.SHARED)
    with pytest.raises(SegmentInUse):
        change_segment(used, name="Used", query="city:berlin", viewer=cast.ada, by=by, sharing=Sharing.PRIVATE)
    delete_segment(user, viewer=cast.ada, by=by)
    delete_segment(used, viewer=cast.ada, by=by)
    assert db.session.scalars(select(SegmentUse)).all() == []


def test_only_owners_and_admins_change_a_segment(save: Any, cast: Any) -> None:
    segment = save("Ours", "city:berlin")
    with pytest.raises(NotAllowed):
        delete_segment(segment, viewer=cast.otto, by=user_actor(cast.otto.id))


def test_a_private_segment_finds_nobody_for_others(save: Any, cast: Any, make: Any) -> None:
    make.candidate(city="Berlin")
    save("Mine", "city:berlin", sharing=Sharing.PRIVATE)
    assert found(cast.otto, "segment:Mine") == set()
    assert len(found(cast.ada, "segment:Mine")) == 1
    for nobody in (cast.hugo, cast.ines, cast.cleo):
        assert found(nobody, "segment:Mine OR segment:any") == set()


def test_pools_are_asked_for_by_name_and_stage(cast: Any, make: Any) -> None:
    pool = make.pool("Hearing engineers", owner=cast.ada)
    new, ready, left = (make.candidate() for _n in range(3))
    make.pool_member(pool, new)
    make.pool_member(pool, ready, stage="Ready")
    make.pool_member(pool, left, left_at=now())
    assert found(cast.ada, 'pool:"Hearing engineers"') == {new.id, ready.id} == found(cast.ada, "pool:hearing")
    assert found(cast.ada, 'pool:"hearing engineers/ready"') == {ready.id}
    assert found(cast.ada, "pool:any") == {new.id, ready.id}
    assert left.id in found(cast.ada, "pool:none")
    assert found(cast.hugo, "pool:any") == set()


def test_a_private_pool_finds_nobody_for_others(cast: Any, make: Any) -> None:
    make.pool_member(make.pool("Quiet", owner=cast.ada, sharing=Sharing.PRIVATE), make.candidate())
    assert found(cast.otto, "pool:quiet") == set() == found(cast.otto, "pool:any")


def test_they_read_back_in_plain_words(app: Any) -> None:
    with app.test_request_context():
        assert describe(parse('pool:"Hearing engineers"')) == "people in the pool Hearing engineers"
        assert describe(parse("segment:Berliners")) == "people in the segment Berliners"


def test_sizes_are_noted_once_a_day(cast: Any, make: Any, save: Any, sweep: Any) -> None:
    segment = save("Berliners", "city:berlin")
    make.candidate(city="Berlin")
    db.session.flush()
    assert sweep(note_segment_sizes) == 1
    assert sweep(note_segment_sizes) == 0
    make.candidate(city="Berlin")
    with at(now() + timedelta(days=1)):
        assert sweep(note_segment_sizes) == 1
        assert [number for _day, number in size_history(cast.ada, segment)] == [1, 2]
        assert segment_rows(cast.ada)[0].people == 2


def test_the_spread_of_interest_is_one_query(cast: Any, make: Any, save: Any, queries: Any) -> None:
    for points in (50, 25, 12, 1):
        make.candidate(city="Berlin", interest_key=key_of(points, now()), interest_rank=0)
    make.candidate(city="Berlin")
    segment = save("Berliners", "city:berlin")
    people = segment_ids(segment, cast.ada)
    with queries as sent:
        spread = interest_spread(people)
    assert sent.count == 1
    assert spread == [(Level.HOT, 1), (Level.WARM, 1), (Level.WARMING, 1), (Level.COLD, 2)]


def test_sizes_go_with_their_segment(cast: Any, save: Any) -> None:
    segment = save("Berliners", "city:berlin")
    db.session.add(SegmentSize(segment_id=segment.id, day=today(), people=3))
    delete_segment(segment, viewer=cast.ada, by=user_actor(cast.ada.id))
    db.session.flush()
    assert db.session.scalars(select(SegmentSize)).all() == []
