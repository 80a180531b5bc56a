"""People joining a pool, moving on in it, being come back to, leaving it."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import insert, select

from app.candidates.commands import add_todo
from app.candidates.models import Candidate
from app.core.activity import record, record_all
from app.core.actors import SYSTEM, Actor
from app.core.clock import now, today
from app.core.refusals import Refused, Stale
from app.core.text import one_line
from app.extensions import db
from app.talent.activities import AddedToPool, LeftPool, MovedInPool
from app.talent.models import JoinedHow, LeftWhy, Pool, PoolMember, PoolStage

CHUNK = 400


class PoolIsArchived(Refused):
    sentence = _("This pool is archived. Bring it back before you change who is in it.")


class AlreadyLeft(Refused):
    sentence = _("This person is not in the pool any more.")


class NotAStage(Refused):
    sentence = _("This pool has no such stage. Load the page again.")


class BackAlready(Refused):
    sentence = _("This person is in the pool again already.")


class DayHasPassed(Refused):
    sentence = _("Choose a day that is still to come.")


def add_to_pool(
    pool: Pool, candidate_ids: Sequence[int], *, by: Actor, why: str = "", how: JoinedHow = JoinedHow.RECRUITER,
    stage: PoolStage | None = None,
) -> list[int]:  # fmt: skip
    """Those of the people who are not members yet join, in the first stage unless `stage` says another; who is erased
    or restricted does not. Answers their candidate ids. A handful of queries however many they are.
    """
    hold_pool(pool)
    stage = stage or first_stage(pool.id)
    if stage is None or stage.pool_id != pool.id:
        raise NotAStage()
    joining = _not_yet(pool.id, candidate_ids)
    if not joining:
        return []
    moment = now()
    row = {
        "pool_id": pool.id, "stage_id": stage.id, "stage_since": moment, "why": one_line(why)[:500], "how": how,
        "added_by_id": by.user_id, "added_at": moment,
    }  # fmt: skip
    db.session.execute(insert(PoolMember), [{**row, "candidate_id": candidate_id} for candidate_id in joining])
    record_all([AddedToPool(candidate=one, subject=pool, how=how) for one in joining], by=by)
    return joining


def move_member(member: PoolMember, *, to: PoolStage, by: Actor, from_stage: int | None = None) -> None:
    """On to another stage; `from_stage` is where the mover saw the person."""
    _hold(member)
    if to.pool_id != member.pool_id:
        raise NotAStage()
    if from_stage is not None and from_stage != member.stage_id:
        raise Stale(_("Someone moved this person meanwhile. Look where they stand now."))
    if to.id == member.stage_id:
        return
    came_from, member.stage_id, member.stage_since = member.stage_id, to.id, now()
    pool = db.session.get_one(Pool, member.pool_id)
    record(MovedInPool(candidate=member.candidate_id, subject=pool, from_stage=came_from, to_stage=to.id), by=by)


def leave_pool(member: PoolMember, *, by: Actor, why: LeftWhy = LeftWhy.REMOVED) -> None:
    """Out of the pool; the stay is remembered. Leaving twice changes nothing."""
    _hold(member, living=False)
    if member.left_at is None:
        end_stays([member], why=why, by=by)


def end_stays(members: Sequence[PoolMember], *, why: LeftWhy, by: Actor) -> None:
    """Several stays at once, of any pools."""
    for member in members:
        member.left_at, member.left_why, member.come_back_on = now(), why, None
    pools = {pool.id: pool for pool in db.session.scalars(select(Pool).where(Pool.id.in_({one.pool_id for one in members})))}
    record_all([LeftPool(candidate=one.candidate_id, subject=pools[one.pool_id], why=why) for one in members], by=by)


def undo_leaving(member: PoolMember, *, by: Actor) -> None:
    """Back where the person stood."""
    hold_pool(db.session.get_one(Pool, member.pool_id))
    _hold(member, living=False)
    if member.left_at is None:
        return
    if not _not_yet(member.pool_id, [member.candidate_id]):
        raise BackAlready()
    member.left_at = member.left_why = None
    pool = db.session.get_one(Pool, member.pool_id)
    record(AddedToPool(candidate=member.candidate_id, subject=pool, how=member.how), by=by)


def change_membership(member: PoolMember, *, why: str, come_back_on: date | None, by: Actor) -> None:
    """Why somebody is here and when to come back to them; on that day it becomes a to-do of whoever said so."""
    _hold(member)
    if come_back_on is not None and come_back_on <= today() and come_back_on != member.come_back_on:
        raise DayHasPassed(field="come_back_on")
    member.why = one_line(why)[:500]
    if come_back_on != member.come_back_on:
        member.come_back_on = come_back_on
        member.come_back_by_id = by.user_id if come_back_on else None


def remind_of_members(members: Sequence[PoolMember]) -> int:
    """The day has come: a to-do each, once. `members` come with their pool, held by the caller."""
    for member in members:
        add_todo(
            what=str(_("Come back to this person: %(pool)s", pool=member.pool.name)), due_on=today(), by=SYSTEM,
            owner_id=member.come_back_by_id or member.pool.owner_id, candidate_id=member.candidate_id,
        )  # fmt: skip
        member.come_back_on = None
    return len(members)


def hold_pool(pool: Pool) -> None:
    """Nobody else adds to the pool or archives it until this transaction ends."""
    db.session.flush()
    db.session.execute(select(Pool.id).where(Pool.id == pool.id).with_for_update())
    db.session.refresh(pool)
    if pool.is_archived:
        raise PoolIsArchived()


def first_stage(pool_id: int) -> PoolStage | None:
    stages = select(PoolStage).where(PoolStage.pool_id == pool_id).order_by(PoolStage.position, PoolStage.id)
    return db.session.scalars(stages.limit(1)).one_or_none()


def _not_yet(pool_id: int, candidate_ids: Sequence[int]) -> list[int]:
    """Of the people, those who may join and are not members, in their order."""
    wanted = list(dict.fromkeys(candidate_ids))
    free: set[int] = set()
    for start in range(0, len(wanted), CHUNK):
        living = select(PoolMember.id).where(
            PoolMember.pool_id == pool_id, PoolMember.candidate_id == Candidate.id, PoolMember.left_at.is_(None)
        )
        free |= set(
            db.session.scalars(
                select(Candidate.id).where(
                    Candidate.id.in_(wanted[start : start + CHUNK]), Candidate.erased_at.is_(None),
                    Candidate.restricted_at.is_(None), ~living.exists(),
                )
            )
        )  # fmt: skip
    return [candidate_id for candidate_id in wanted if candidate_id in free]


def _hold(member: PoolMember, *, living: bool = True) -> None:
    db.session.refresh(member, attribute_names=["stage_id", "left_at", "come_back_on"], with_for_update=True)
    if living and member.left_at is not None:
        raise AlreadyLeft()


