"""Questions talent cannot answer itself: packages above register who uses its segments and pools."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.text import folded
from app.extensions import db
from app.search.models import SavedView, Sharing
from app.search.parser import parse
from app.search.refusals import QueryError
from app.search.syntax import Test, Words, leaves
from app.talent.models import Segment, SegmentUse


@dataclass(frozen=True)
class Use:
    """Something that asks for a segment: what it is called and where it is."""

    name: str
    kind: object
    path: str


WhoUses = Callable[[Segment], list[Use]]

segment_users: list[WhoUses] = []
"""Filled by packages above: what of theirs uses a segment (a campaign's audience…)."""


def uses_of_segment(segment: Segment) -> list[Use]:
    """Everything that would miss the segment."""
    return [use for who in segment_users for use in who(segment)]


def _other_segments(segment: Segment) -> list[Use]:
    asking = select(Segment).join(SegmentUse, SegmentUse.segment_id == Segment.id).where(SegmentUse.used_id == segment.id)
    return [
        Use(one.name, _("Segment"), f"/recruiter/segments/{one.id}")
        for one in db.session.scalars(asking.order_by(Segment.name_key))
    ]


def _saved_views(segment: Segment) -> list[Use]:
    """Views whose question names the segment. What a colleague keeps to themselves is counted among the uses, unnamed."""
    asking = select(SavedView).where(SavedView.query.contains("segment:")).order_by(SavedView.name_key)
    return [
        Use(view.name if view.sharing is Sharing.SHARED else _("A colleague's own view"), _("View"), "/recruiter/candidates?" + urlencode({"q": view.query}))
        for view in db.session.scalars(asking)
        if _asks_for(view.query, segment)
    ]


def _asks_for(query: str, segment: Segment) -> bool:
    try:
        asked = leaves(parse(query).root)
    except QueryError:
        return False
    return any(
        isinstance(leaf, Test) and leaf.field == "segment" and isinstance(leaf.condition, Words)
        and folded(leaf.condition.text) == segment.name_key
        for leaf, _wanted in asked
    )  # fmt: skip


segment_users.extend((_other_segments, _saved_views))
