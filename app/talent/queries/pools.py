"""Pools as lists show them: how many people, and how alive each pool is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core.clock import now
from app.extensions import db
from app.talent.models import Pool, PoolMember, PoolStage
from app.talent.policy import visible_pools

LATELY = timedelta(days=180)
STALE_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Aliveness:
    """Of a pool's people: who was contacted and who showed a sign of life lately, and with whom nothing happened in a
    year."""

    members: int = 0
    contacted: int = 0
    engaged: int = 0
    stale: int = 0

    def share(self, number: int) -> int:
        """`number` in per cent of the members."""
        return round(100 * number / self.members) if self.members else 0


@dataclass(frozen=True)
class PoolRow:
    pool: Pool
    alive: Aliveness


def pool_rows(viewer: User, *, archived: bool = False) -> list[PoolRow]:
    """The viewer's pools by name, in two queries."""
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
    """How alive each pool is, counted over its people in one query."""
    if not pool_ids:
        return {}
    lately, long_ago = now() - LATELY, now() - STALE_AFTER
    never = func.coalesce(Candidate.contacted_at, Candidate.added_at), func.coalesce(Candidate.human_signal_at, Candidate.added_at)
    quiet = (never[0] < long_ago) & (never[1] < long_ago) & (PoolMember.added_at < long_ago)
    rows = db.session.execute(
        select(
            PoolMember.pool_id, func.count(), _number(Candidate.contacted_at > lately),
            _number(Candidate.human_signal_at > lately), _number(quiet),
        )
        .join(Candidate, Candidate.id == PoolMember.candidate_id)
        .where(PoolMember.pool_id.in_(pool_ids), PoolMember.left_at.is_(None))
        .group_by(PoolMember.pool_id)
    )  # fmt: skip
    return {row[0]: Aliveness(*row[1:]) for row in rows}


def pools_to_add_to(viewer: User) -> list[tuple[int, str]]:
    """For selects: pools that still take people."""
    open_ones = visible_pools(viewer).where(Pool.archived_at.is_(None)).order_by(Pool.name_key, Pool.id).limit(500)
    return [(row.id, row.name) for row in db.session.execute(open_ones.with_only_columns(Pool.id, Pool.name))]


def stages_of_pool(pool_id: int) -> list[PoolStage]:
    return list(
        db.session.scalars(
            select(PoolStage).where(PoolStage.pool_id == pool_id).order_by(PoolStage.position, PoolStage.id)
        )
    )


def pools_of_candidate(viewer: User, candidate_id: int) -> list[PoolMember]:
    """The pools one person is in, as far as the viewer sees them, with their stages."""
    return list(
        db.session.scalars(
            select(PoolMember)
            .where(
                PoolMember.candidate_id == candidate_id, PoolMember.left_at.is_(None),
                PoolMember.pool_id.in_(visible_pools(viewer).with_only_columns(Pool.id)),
            )
            .options(
                joinedload(PoolMember.pool).selectinload(Pool.stages), joinedload(PoolMember.stage),
                joinedload(PoolMember.added_by),
            )
            .order_by(PoolMember.added_at, PoolMember.id)
        ).unique()
    )  # fmt: skip


def member_ids(pool_id: int, stage_id: int | None = None) -> Select[int]:
    """Candidate ids of a pool, for audiences and invitations."""
    living = select(PoolMember.candidate_id).where(PoolMember.pool_id == pool_id, PoolMember.left_at.is_(None))
    return living.where(PoolMember.stage_id == stage_id) if stage_id else living


def _number(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
