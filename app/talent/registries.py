"""Questions talent cannot answer itself: packages above register who uses its segments and pools."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
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


segment_users.append(_other_segments)
