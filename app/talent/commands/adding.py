"""Adding many people to a pool: few at once, many in the background in chunks, taken back as a whole."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.core.actors import Actor, user_actor
from app.core.clock import now
from app.core.refusals import Refused
from app.core.text import one_line
from app.core.wake import Lane, wake
from app.extensions import db
from app.search.parser import parse
from app.search.queries import count_candidates, matching_ids
from app.search.refusals import QueryError
from app.talent.commands.members import NotAStage, PoolIsArchived, add_to_pool, end_stays, first_stage, hold_pool
from app.talent.models import AddingState, JoinedHow, LeftWhy, Pool, PoolAdding, PoolMember, PoolStage
from app.talent.policy import visible_pools

AT_ONCE = 50
"""So many join in the request itself."""
MOST = 20_000


class NobodyToAdd(Refused):
    sentence = _("Nobody is chosen who could join the pool.")


class TooManyToAdd(Refused):
    sentence = _("At most 20,000 people can be added at once. Narrow the search and do it in parts.")


class AddingIsOver(Refused):
    sentence = _("This is finished already; there is nothing left to stop.")


def begin_adding(
    pool: Pool, *, viewer: User, by: Actor, ids: Sequence[int] | None = None, query: str | None = None, why: str = "",
    stage: PoolStage | None = None,
) -> PoolAdding:  # fmt: skip
    """Add the people named by `ids`, else everybody the viewer sees whom `query` finds. QueryError as in search."""
    hold_pool(pool)
    stage = stage or first_stage(pool.id)
    if stage is None or stage.pool_id != pool.id:
        raise NotAStage()
    total = len(set(ids)) if ids is not None else _count(viewer, query or "")
    if not total:
        raise NobodyToAdd()
    if total > MOST:
        raise TooManyToAdd()
    adding = PoolAdding(
        pool_id=pool.id, by_id=viewer.id, stage_id=stage.id, why=one_line(why)[:500], total=total,
        query=None if ids is not None else (query or "")[:2000],
        chosen={"ids": sorted(set(ids))} if ids is not None else {},
    )  # fmt: skip
    db.session.add(adding)
    db.session.flush()
    if total <= AT_ONCE:
        advance_adding(adding, AT_ONCE + 1, by=by)
    else:
        adding.due_at = now()
        wake(Lane.BULK)
    return adding


def advance_adding(adding: PoolAdding, size: int, *, by: Actor | None = None) -> int:
    """The next `size` people of an adding whose row the caller holds; answers how many were looked at.

    Whoever began it must still be allowed to. Nobody is added twice: the place reached is written with the members.
    """
    user = db.session.get(User, adding.by_id, populate_existing=True)
    pool = db.session.get_one(Pool, adding.pool_id)
    if user is None or not _may_still(user, pool):
        _close(adding, AddingState.STOPPED)
        return 0
    ids = _next_ids(adding, user, size)
    seen = visible_candidates(user).where(Candidate.id.in_(ids)).with_only_columns(Candidate.id)
    how = JoinedHow.RECRUITER if adding.query is None else JoinedHow.SEARCH
    stage = db.session.get(PoolStage, adding.stage_id)
    try:
        joined = add_to_pool(
            pool, sorted(db.session.scalars(seen)), by=by or user_actor(user.id), why=adding.why, how=how, stage=stage,
            adding_id=adding.id,
        )  # fmt: skip
    except (PoolIsArchived, NotAStage):
        _close(adding, AddingState.STOPPED)
        return 0
    adding.added += len(joined)
    adding.passed += len(ids)
    adding.after_id = ids[-1] if ids else adding.after_id
    if len(ids) < size:
        _close(adding, AddingState.DONE)
    db.session.flush()
    return len(ids)


def cancel_adding(adding: PoolAdding) -> None:
    """Go no further. Who has joined stays, and can still be taken back."""
    _hold(adding)
    if adding.state is not AddingState.WORKING:
        raise AddingIsOver()
    adding.fence += 1
    _close(adding, AddingState.STOPPED)
    db.session.flush()


def undo_adding(adding: PoolAdding, *, by: Actor) -> None:
    """Everybody it added leaves again, in the background when they are many."""
    _hold(adding)
    if adding.state in (AddingState.UNDONE, AddingState.UNDOING):
        return
    adding.fence += 1
    adding.state, adding.finished_at, adding.passed, adding.total = AddingState.UNDOING, None, 0, adding.added
    adding.parked_at, adding.attempts = None, 0
    if adding.added <= AT_ONCE:
        take_back_adding(adding, AT_ONCE + 1, by=by)
    else:
        adding.due_at, adding.claimed_until = now(), None
        wake(Lane.BULK)


def take_back_adding(adding: PoolAdding, size: int, *, by: Actor | None = None) -> int:
    """The next `size` members that an adding brought, and that nobody moved on since, leave."""
    members = db.session.scalars(
        select(PoolMember)
        .where(PoolMember.adding_id == adding.id, PoolMember.left_at.is_(None), PoolMember.stage_id == adding.stage_id)
        .order_by(PoolMember.id)
        .limit(size)
        .with_for_update()
    ).all()
    end_stays(members, why=LeftWhy.UNDONE, by=by or user_actor(adding.by_id))
    adding.passed += len(members)
    if len(members) < size:
        _close(adding, AddingState.UNDONE)
    db.session.flush()
    return len(members)


def stop_adding(adding: PoolAdding) -> None:
    """It failed several times: it ends where it is."""
    adding.fence += 1
    _close(adding, AddingState.STOPPED)


def _hold(adding: PoolAdding) -> None:
    """As it is now, and nobody else's until this transaction ends."""
    db.session.flush()
    db.session.execute(select(PoolAdding.id).where(PoolAdding.id == adding.id).with_for_update())
    db.session.refresh(adding)


def _count(viewer: User, query: str) -> int:
    counted = count_candidates(viewer, parse(query), cap=MOST)
    return counted.number if counted.is_exact else MOST + 1


def _next_ids(adding: PoolAdding, user: User, size: int) -> list[int]:
    if adding.query is None:
        return [number for number in adding.chosen.get("ids", ()) if number > adding.after_id][:size]
    try:
        found = matching_ids(user, parse(adding.query))
    except QueryError:
        return []
    return list(db.session.scalars(found.where(Candidate.id > adding.after_id).order_by(Candidate.id).limit(size)))


def _may_still(user: User, pool: Pool) -> bool:
    seen = visible_pools(user).where(Pool.id == pool.id).with_only_columns(Pool.id)
    return user.may(Permission.POOLS_EDIT) and db.session.scalar(seen) is not None


def _close(adding: PoolAdding, state: AddingState) -> None:
    adding.state, adding.finished_at = state, now()
    adding.chosen, adding.why = {}, ""
    adding.due_at = adding.claimed_until = None
