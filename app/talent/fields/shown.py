"""Pools and communities as columns of a list of people, as far as the viewer may see them."""

from typing import Any

from sqlalchemy import Select, select

from app.search.catalogue import Column, register_column
from app.search.fields.shown import recruiting
from app.search.scope import Scope
from app.talent.models import Community, Membership, Pool, PoolMember
from app.talent.policy import visible_pools


def _pools(scope: Scope) -> Select[*tuple[Any, ...]]:
    seen = visible_pools(scope.viewer).with_only_columns(Pool.id)
    members = select(PoolMember.candidate_id, Pool.name, PoolMember.id).join(Pool, Pool.id == PoolMember.pool_id)
    return members.where(PoolMember.left_at.is_(None), PoolMember.pool_id.in_(seen))


def _communities(_scope: Scope) -> Select[*tuple[Any, ...]]:
    members = select(Membership.candidate_id, Community.name, Membership.id)
    return members.join(Community, Community.id == Membership.community_id).where(Membership.left_at.is_(None))


register_column("pool", Column(rows=_pools, seen_by=recruiting))
register_column("community", Column(rows=_communities, seen_by=recruiting))
