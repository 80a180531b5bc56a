"""People in pools: joining, moving, being come back to, leaving and coming back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.commands.consents import record_consent
from app.candidates.models import ConsentAction, Purpose, Todo
from app.core.activity import Activity
from app.core.actors import user_actor
from app.core.clock import at, now, today
from app.core.refusals import Stale
from app.extensions import db
from app.talent.commands.members import (
    AlreadyLeft,
    BackAlready,
    DayHasPassed,
    NotAStage,
    PoolIsArchived,
    add_to_pool,
    change_membership,
    leave_pool,
    move_member,
    undo_leaving,
)
from app.talent.models import LeftWhy, PoolMember
from app.talent.queries.members import MemberSort, board_of_pool, list_members, more_members
from app.talent.queries.pools import pools_of_candidate
from app.talent.tasks import remind_to_come_back


@pytest.fixture
def pool(cast: Any, make: Any) -> Any:
    return make.pool("Hearing engineers", owner=cast.ada)


@pytest.fixture
def ada(cast: Any) -> Any:
    return user_actor(cast.ada.id)


def kinds(candidate_id: int) -> list[str]:
    return list(db.session.scalars(select(Activity.kind).where(Activity.candidate_id == candidate_id).order_by(Activity.id)))


def member_of(pool: Any, candidate: Any) -> PoolMember:
    return db.session.scalars(
        select(PoolMember).where(PoolMember.pool_id == pool.id, PoolMember.candidate_id == candidate.id)
    ).one()


def test_people_join_in_the_first_stage_once(pool: Any, ada: Any, make: Any) -> None:
    one, other = make.candidate(), make.candidate()
    assert add_to_pool(pool, [one.id, other.id, one.id], by=ada, why="Spoke at our meetup") == [one.id, other.id]
    assert add_to_pool(pool, [one.id], by=ada) == []
    member = member_of(pool, one)
    assert (member.stage_id, member.why) == (make.pool_stage(pool).id, "Spoke at our meetup")
    assert kinds(one.id) == ["added_to_pool"]


def test_who_is_erased_or_restricted_does_not_join(pool: Any, ada: Any, make: Any) -> None:
    gone, quiet = make.candidate(erased_at=now()), make.candidate(restricted_at=now())
    assert add_to_pool(pool, [gone.id, quiet.id, 987_654], by=ada) == []


def test_joining_many_costs_as_many_statements_as_joining_few(pool: Any, ada: Any, make: Any, queries: Any) -> None:
    few, many = [make.candidate().id for _n in range(20)], [make.candidate().id for _n in range(60)]
    db.session.flush()
    with queries as sent:
        add_to_pool(pool, few, by=ada)
    small = [sql for sql in sent.statements if not sql.startswith("INSERT INTO activities")]
    with queries as sent:
        add_to_pool(pool, many, by=ada)
    assert len([sql for sql in sent.statements if not sql.startswith("INSERT INTO activities")]) == len(small)


def test_nobody_joins_an_archived_pool(pool: Any, ada: Any, make: Any) -> None:
    pool.archived_at = now()
    db.session.flush()
    with pytest.raises(PoolIsArchived):
        add_to_pool(pool, [make.candidate().id], by=ada)


def test_a_stale_move_is_refused(pool: Any, ada: Any, make: Any) -> None:
    member = make.pool_member(pool, make.candidate())
    new, contacted, ready = (make.pool_stage(pool, name) for name in ("New", "Contacted", "Ready"))
    move_member(member, to=contacted, by=ada, from_stage=new.id)
    with pytest.raises(Stale):
        move_member(member, to=ready, by=ada, from_stage=new.id)
    assert member.stage_id == contacted.id
    assert kinds(member.candidate_id) == ["moved_in_pool"]


def test_nobody_moves_to_a_stage_of_another_pool(pool: Any, ada: Any, make: Any, cast: Any) -> None:
    member = make.pool_member(pool, make.candidate())
    with pytest.raises(NotAStage):
        move_member(member, to=make.pool_stage(make.pool(owner=cast.ada)), by=ada)


def test_leaving_is_remembered_and_undone(pool: Any, ada: Any, make: Any) -> None:
    member = make.pool_member(pool, make.candidate(), stage="Ready")
    leave_pool(member, by=ada, why=LeftWhy.NO_INTEREST)
    leave_pool(member, by=ada)
    assert member.left_why is LeftWhy.NO_INTEREST
    with pytest.raises(AlreadyLeft):
        move_member(member, to=make.pool_stage(pool), by=ada)
    undo_leaving(member, by=ada)
    assert (member.left_at, member.stage_id) == (None, make.pool_stage(pool, "Ready").id)


def test_leaving_is_not_undone_into_a_second_stay(pool: Any, ada: Any, make: Any) -> None:
    candidate = make.candidate()
    member = make.pool_member(pool, candidate, left_at=now())
    add_to_pool(pool, [candidate.id], by=ada)
    with pytest.raises(BackAlready):
        undo_leaving(member, by=ada)


def test_on_the_day_to_come_back_there_is_one_todo(pool: Any, ada: Any, make: Any, cast: Any, sweep: Any) -> None:
    member = make.pool_member(pool, make.candidate("Nora"))
    change_membership(member, why="Bound until May", come_back_on=today() + timedelta(days=30), by=ada)
    db.session.flush()
    assert sweep(remind_to_come_back) == 0
    with at(now() + timedelta(days=31)):
        assert sweep(remind_to_come_back) == 1
        assert sweep(remind_to_come_back) == 0
    todo = db.session.scalars(select(Todo)).one()
    assert (todo.owner_id, todo.candidate_id) == (cast.ada.id, member.candidate_id)
    assert "Hearing engineers" in todo.what
    assert member.come_back_on is None


def test_one_comes_back_to_somebody_in_the_future(pool: Any, ada: Any, make: Any) -> None:
    member = make.pool_member(pool, make.candidate())
    with pytest.raises(DayHasPassed):
        change_membership(member, why="", come_back_on=today(), by=ada)


def test_who_withdraws_consent_leaves_every_pool(pool: Any, ada: Any, make: Any, cast: Any) -> None:
    candidate = make.candidate()
    stays = [make.pool_member(pool, candidate), make.pool_member(make.pool(owner=cast.otto), candidate)]
    record_consent(candidate, purpose=Purpose.NEWSLETTER, action=ConsentAction.WITHDRAWN, method="form", by=ada)
    assert [one.left_at for one in stays] == [None, None]
    record_consent(candidate, purpose=Purpose.POOL, action=ConsentAction.WITHDRAWN, method="form", by=ada)
    assert {one.left_why for one in stays} == {LeftWhy.CONSENT_ENDED}


def warmth(make: Any, key: float | None) -> Any:
    return make.candidate(interest_key=key, interest_rank=0 if key is not None else 1)


def test_the_board_shows_the_warmest_first_and_true_counts(pool: Any, make: Any, queries: Any, cast: Any) -> None:
    keys = [1.5, None, 9.0, 4.0, None, 7.0]
    members = [make.pool_member(pool, warmth(make, key)) for key in keys]
    make.pool_member(pool, make.candidate(), stage="Ready")
    with queries as sent:
        board = board_of_pool(cast.ada, pool, first=3)
    assert sent.count == 3
    new = board.columns[0]
    assert [card.id for card in new.cards] == [members[at].id for at in (2, 5, 3)]
    assert (new.count, [column.count for column in board.columns], board.members) == (6, [6, 0, 1], 7)
    behind = more_members(cast.ada, new.stage, after=new.cards[-1].id, limit=10)
    assert [card.id for card in behind] == [members[at].id for at in (0, 1, 4)]


def test_the_list_is_walked_in_both_directions(pool: Any, make: Any, cast: Any) -> None:
    members = [make.pool_member(pool, warmth(make, key)) for key in (3.0, 3.0, None, 8.0, 1.0, None)]
    order = [members[at].id for at in (3, 0, 1, 4, 2, 5)]
    first = list_members(cast.ada, pool, limit=2)
    second = list_members(cast.ada, pool, limit=2, after=first.after or 0)
    third = list_members(cast.ada, pool, limit=2, after=second.after or 0)
    pages = [first, second, third]
    assert [sorted(card.id for card in page.cards) for page in pages] == [sorted(order[at : at + 2]) for at in (0, 2, 4)]
    assert (first.before, third.after) == (None, None)
    back = list_members(cast.ada, pool, limit=2, before=third.before or 0)
    assert [card.id for card in back.cards] == [card.id for card in second.cards]


def test_the_list_is_sorted_by_the_day_to_come_back(pool: Any, make: Any, cast: Any) -> None:
    days = (None, 30, 5)
    members = [
        make.pool_member(pool, make.candidate(), come_back_on=None if day is None else today() + timedelta(days=day))
        for day in days
    ]
    page = list_members(cast.ada, pool, sort=MemberSort.COME_BACK)
    assert [card.id for card in page.cards] == [members[at].id for at in (2, 1, 0)]
    assert list_members(cast.ada, pool, sort=MemberSort.COME_BACK, after=members[1].id).cards[0].id == members[0].id


def test_a_card_says_whether_somebody_agreed_or_has_to_be_told(pool: Any, ada: Any, make: Any, cast: Any) -> None:
    from app.candidates.commands.consents import owe_notice

    agreed, owed, withdrawn = make.candidate(), make.candidate(), make.candidate()
    for one in (agreed, owed, withdrawn):
        make.pool_member(pool, one)
    record_consent(agreed, purpose=Purpose.POOL, action=ConsentAction.CONFIRMED, method="form", by=ada)
    owe_notice(owed, origin="recruiter")
    db.session.flush()
    cards = {card.candidate_id: card for card in list_members(cast.ada, pool).cards}
    assert (cards[agreed.id].agreed, cards[agreed.id].notice_due) == (True, False)
    assert (cards[owed.id].agreed, cards[owed.id].notice_due) == (False, True)


def test_the_record_reads_the_pools_the_viewer_sees(pool: Any, make: Any, cast: Any) -> None:
    from app.talent.models import Sharing

    candidate = make.candidate()
    make.pool_member(pool, candidate)
    make.pool_member(make.pool(owner=cast.ada, sharing=Sharing.PRIVATE), candidate)
    assert len(pools_of_candidate(cast.ada, candidate.id)) == 2
    assert [one.pool.name for one in pools_of_candidate(cast.otto, candidate.id)] == ["Hearing engineers"]
