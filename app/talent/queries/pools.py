"""Pools as lists show them: how many people, and how alive each pool is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.viewing import once_per_viewer
from app.candidates.interest import Level, key_of
from app.candidates.models import Candidate
from app.core.clock import now, today
from app.extensions import db
from app.talent.models import RHYTHMS, Pool, PoolHealth, PoolMember, PoolStage
from app.talent.policy import visible_pools

STALE_AFTER = timedelta(days=365)
DORMANT_AFTER = timedelta(days=90)
COUNTED_AT_ONCE = 5_000
"""A pool of more people is shown as it was counted last night."""
HISTORY = timedelta(days=180)


@dataclass(frozen=True)
class Aliveness:
    """Of a pool's people: who was contacted within the pool's rhythm, who is warm or hot, and with whom nothing happened
    in a year. `counted_on` is set when the numbers are those of a night.
    """

    members: int = 0
    contacted: int = 0
    engaged: int = 0
    stale: int = 0
    counted_on: date | None = None

    def share(self, number: int) -> int:
        """`number` in per cent of the members."""
        return round(100 * number / self.members) if self.members else 0


@dataclass(frozen=True)
class PoolRow:
    pool: Pool
    alive: Aliveness


def pool_rows(viewer: User, *, archived: bool = False) -> list[PoolRow]:
    """The viewer's pools by name, in three queries."""
    wanted = Pool.archived_at.is_not(None) if archived else Pool.archived_at.is_(None)
    pools = db.session.scalars(
        visible_pools(viewer).where(wanted).options(joinedload(Pool.owner)).order_by(Pool.name_key, Pool.id).limit(500)
    ).all()
    alive = aliveness_of([pool.id for pool in pools])
    return [PoolRow(pool, alive.get(pool.id, Aliveness())) for pool in pools]


def count_archived(viewer: User) -> int:
    archived = visible_pools(viewer).where(Pool.archived_at.is_not(None)).with_only_columns(func.count())
    return db.session.scalar(archived) or 0


def aliveness_of(pool_ids: Sequence[int]) -> dict[int, Aliveness]:
    """How alive each pool is: small ones counted over their people in one query, large ones as of last night."""
    if not pool_ids:
        return {}
    members = _members_of(pool_ids)
    large = [pool_id for pool_id, number in members.items() if number > COUNTED_AT_ONCE]
    noted = _last_noted(large) if large else {}
    now_counted = count_aliveness([pool_id for pool_id in members if pool_id not in noted])
    return now_counted | {pool_id: replace(known, members=members[pool_id]) for pool_id, known in noted.items()}


def count_aliveness(pool_ids: Sequence[int]) -> dict[int, Aliveness]:
    """Counted now, over all people of these pools."""
    if not pool_ids:
        return {}
    moment = now()
    long_ago = moment - STALE_AFTER
    spoken = func.coalesce(Candidate.contacted_at, Candidate.added_at)
    heard = func.coalesce(Candidate.human_signal_at, Candidate.added_at)
    quiet = (spoken < long_ago) & (heard < long_ago) & (PoolMember.added_at < long_ago)
    within = or_(*(and_(Pool.rhythm_days == days, Candidate.contacted_at > moment - timedelta(days=days)) for days in RHYTHMS))
    rows = db.session.execute(
        select(
            PoolMember.pool_id, func.count(), _number(within),
            _number(Candidate.interest_key >= key_of(Level.WARM.lowest, moment)), _number(quiet),
        )
        .join(Candidate, Candidate.id == PoolMember.candidate_id)
        .join(Pool, Pool.id == PoolMember.pool_id)
        .where(PoolMember.pool_id.in_(pool_ids), PoolMember.left_at.is_(None))
        .group_by(PoolMember.pool_id)
    )  # fmt: skip
    return {row[0]: Aliveness(*row[1:]) for row in rows}


def health_history(pool_id: int) -> list[PoolHealth]:
    """Noted nights of the last half year, oldest first."""
    rows = select(PoolHealth).where(PoolHealth.pool_id == pool_id, PoolHealth.day > today() - HISTORY)
    return list(db.session.scalars(rows.order_by(PoolHealth.day)))


def dormant_pools(viewer: User) -> Select[Pool]:
    """Pools with people of whom nobody was contacted for ninety days, and that did not just begin."""
    since = now() - DORMANT_AFTER
    people = select(PoolMember.id).where(PoolMember.pool_id == Pool.id, PoolMember.left_at.is_(None))
    met = people.join(Candidate, Candidate.id == PoolMember.candidate_id).where(Candidate.contacted_at > since)
    return visible_pools(viewer).where(
        Pool.archived_at.is_(None), Pool.created_at < since, people.exists(), ~met.exists()
    )


def _members_of(pool_ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(PoolMember.pool_id, func.count())
        .where(PoolMember.pool_id.in_(pool_ids), PoolMember.left_at.is_(None))
        .group_by(PoolMember.pool_id)
    )
    return {row[0]: row[1] for row in rows}


def _last_noted(pool_ids: Sequence[int]) -> dict[int, Aliveness]:
    newest = (
        select(PoolHealth.pool_id, func.max(PoolHealth.day).label("day"))
        .where(PoolHealth.pool_id.in_(pool_ids))
        .group_by(PoolHealth.pool_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(PoolHealth).join(newest, (newest.c.pool_id == PoolHealth.pool_id) & (newest.c.day == PoolHealth.day))
    )
    return {one.pool_id: Aliveness(one.members, one.contacted, one.engaged, one.stale, one.day) for one in rows}


def pools_to_add_to(viewer: User) -> list[tuple[int, str]]:
    """For selects: pools that still take people."""
    return [(number, name) for number, name in db.session.execute(_open_pools(viewer))]


@once_per_viewer
def _open_pools(viewer: User) -> Select[int, str]:
    open_ones = visible_pools(viewer).where(Pool.archived_at.is_(None)).order_by(Pool.name_key, Pool.id).limit(500)
    return open_ones.with_only_columns(Pool.id, Pool.name)


def stages_of_pool(pool_id: int) -> list[PoolStage]:
    return list(
        db.session.scalars(
            select(PoolStage).where(PoolStage.pool_id == pool_id).order_by(PoolStage.position, PoolStage.id)
        )
    )


def pools_of_candidate(viewer: User, candidate_id: int) -> list[PoolMember]:
    """The pools one person is in, as far as the viewer sees them, with their stages."""
    return list(db.session.scalars(_memberships_in_pools(viewer), {"person": candidate_id}))


@once_per_viewer
def _memberships_in_pools(viewer: User) -> Select[PoolMember]:
    return (
        select(PoolMember)
        .where(
            PoolMember.candidate_id == bindparam("person", type_=Integer), PoolMember.left_at.is_(None),
            PoolMember.pool_id.in_(visible_pools(viewer).with_only_columns(Pool.id)),
        )
        .options(
            joinedload(PoolMember.pool).selectinload(Pool.stages), joinedload(PoolMember.stage),
            joinedload(PoolMember.added_by).load_only(User.name),
        )
        .order_by(PoolMember.added_at, PoolMember.id)
    )  # fmt: skip


def member_ids(pool_id: int, stage_id: int | None = None) -> Select[int]:
    """Candidate ids of a pool, for audiences and invitations."""
    living = select(PoolMember.candidate_id).where(PoolMember.pool_id == pool_id, PoolMember.left_at.is_(None))
    return living.where(PoolMember.stage_id == stage_id) if stage_id else living


def _number(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
