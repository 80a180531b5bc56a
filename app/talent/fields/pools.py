"""`pool:` and `segment:`, what talent adds to the query language."""

from contextvars import ContextVar

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from app.core.text import folded
from app.extensions import db
from app.search.catalogue import Kind, QueryField, Value, register_field
from app.search.compile import compile_query
from app.search.conditions import LAST, among, ids_named, lacking
from app.search.fields.offered import MOST_VALUES
from app.search.parser import parse
from app.search.refusals import QueryError
from app.search.scope import Scope
from app.search.syntax import Condition, Missing, Present, Words
from app.search.tokens import tokens
from app.talent.models import Pool, PoolMember, PoolStage, Segment
from app.talent.policy import visible_pools, visible_segments

_asking: ContextVar[tuple[int, ...]] = ContextVar("asking", default=())
"""Segments that are being compiled, outermost first: none is compiled within itself, whatever was stored."""


def _members(scope: Scope) -> Select[int]:
    pools = visible_pools(scope.viewer).with_only_columns(Pool.id)
    return select(PoolMember.candidate_id).where(PoolMember.left_at.is_(None), PoolMember.pool_id.in_(pools))


def _pool(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    """Members of a pool by its name, or of one of its stages: `pool:"Hearing engineers/Ready"`."""
    match condition:
        case Missing():
            return lacking(_members(scope))
        case Present():
            return among(_members(scope), scope)
        case Words():
            return among(_members(scope).where(_named(condition, scope)), scope)
    return false()


def _named(words: Words, scope: Scope) -> ColumnElement[bool]:
    rows = visible_pools(scope.viewer).with_only_columns(Pool.id, Pool.name)
    pools = ids_named(rows, words, whole=True) or ids_named(rows, words)
    if pools or "/" not in words.text:
        return PoolMember.pool_id.in_(pools)
    name, _slash, stage = words.text.rpartition("/")
    spoken = Words(name, tuple(tokens(name)))
    if not spoken.tokens:
        return false()
    pools = ids_named(rows, spoken, whole=True) or ids_named(rows, spoken)
    wanted = folded(stage)
    stages = db.session.execute(select(PoolStage.id, PoolStage.name).where(PoolStage.pool_id.in_(pools)))
    return PoolMember.stage_id.in_([stage_id for stage_id, called in stages if folded(called) == wanted])


def _pool_values(scope: Scope, typed: str) -> list[Value]:
    key = folded(typed)
    rows = visible_pools(scope.viewer).where(Pool.archived_at.is_(None), Pool.name_key >= key, Pool.name_key < key + LAST)
    names = rows.with_only_columns(Pool.name).order_by(Pool.name_key).limit(MOST_VALUES)
    return [Value(name, name) for name in db.session.scalars(names)]


def _segment(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    match condition:
        case Words():
            rows = visible_segments(scope.viewer).where(Segment.name_key == folded(condition.text))
            if condition.prefix:
                key = folded(condition.text)
                rows = visible_segments(scope.viewer).where(Segment.name_key >= key, Segment.name_key < key + LAST)
        case Present() | Missing():
            rows = visible_segments(scope.viewer)
        case _:
            return false()
    parts = [in_segment(one, scope) for one in db.session.scalars(rows.order_by(Segment.id))]
    inside = or_(false(), *parts)
    return ~inside if isinstance(condition, Missing) else inside


def in_segment(segment: Segment, scope: Scope) -> ColumnElement[bool]:
    """The condition a candidate of the segment meets, as `scope` sees it."""
    above = _asking.get()
    if segment.id in above:
        return false()
    token = _asking.set((*above, segment.id))
    try:
        return and_(compile_query(parse(segment.query), scope))
    except QueryError:  # a field that was known when it was saved
        return false()
    finally:
        _asking.reset(token)


def _segment_values(scope: Scope, typed: str) -> list[Value]:
    key = folded(typed)
    rows = visible_segments(scope.viewer).where(Segment.name_key >= key, Segment.name_key < key + LAST)
    names = rows.with_only_columns(Segment.name).order_by(Segment.name_key).limit(MOST_VALUES)
    return [Value(name, name) for name in db.session.scalars(names)]


register_field(
    QueryField(
        name="pool",
        label=_("Pool"),
        kind=Kind.TEXT,
        compile=_pool,
        values=_pool_values,
        reading=_("in the pool %(value)s"),
        help=_("Of one stage: pool:\"Name/Stage\""),
        sort_rank=40,
    )
)
register_field(
    QueryField(
        name="segment",
        label=_("Segment"),
        kind=Kind.TEXT,
        compile=_segment,
        values=_segment_values,
        reading=_("in the segment %(value)s"),
        sort_rank=41,
    )
)
