"""Segments as pages show them: how many people now, over time, and how warm they are."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.candidates.interest import Level, key_of
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.core.clock import now, today
from app.extensions import db
from app.search.alike import is_alike
from app.search.parser import parse
from app.search.queries import matching_ids
from app.search.refusals import QueryError
from app.talent.models import Segment, SegmentChange, SegmentSize
from app.talent.policy import visible_segments

HISTORY = timedelta(days=90)
LATELY = timedelta(days=30)
SHOWN_CHANGES = 20


@dataclass(frozen=True)
class SegmentRow:
    """A segment with its last noted size; None before the first night, and where the keeper sees more than the viewer."""

    segment: Segment
    people: int | None
    before: int | None
    """A month earlier."""


def segment_rows(viewer: User) -> list[SegmentRow]:
    """The viewer's segments by name. Sizes are those of the last day they were counted, so that the list is quick."""
    segments = db.session.scalars(
        visible_segments(viewer).options(joinedload(Segment.owner)).order_by(Segment.name_key, Segment.id).limit(500)
    ).all()
    last, former = _sizes_on(today()), _sizes_on(today() - timedelta(days=30))
    return [
        SegmentRow(one, last.get(one.id), former.get(one.id)) if _sees_what_was_noted(viewer, one) else SegmentRow(one, None, None)
        for one in segments
    ]


def _sees_what_was_noted(viewer: User, segment: Segment) -> bool:
    """Sizes, comings and goings were found with the keeper's sight: they are the keeper's, admins', and everybody's where all
    of recruiting would have found the same.
    """
    if viewer.is_admin or viewer.id == segment.owner_id:
        return True
    try:
        return is_alike(parse(segment.query))
    except QueryError:
        return False


def size_history(viewer: User, segment: Segment) -> list[tuple[date, int]]:
    """Noted sizes of the last ninety days, oldest first; none where the keeper sees more than the viewer."""
    if not _sees_what_was_noted(viewer, segment):
        return []
    rows = db.session.execute(
        select(SegmentSize.day, SegmentSize.people)
        .where(SegmentSize.segment_id == segment.id, SegmentSize.day > today() - HISTORY)
        .order_by(SegmentSize.day)
    )
    return [(row.day, row.people) for row in rows]


@dataclass(frozen=True)
class Movement:
    """Who came into a segment and who left it lately, people whom the viewer sees; the sums count everybody."""

    entered: int
    left: int
    changes: list[SegmentChange]


def movement_of(viewer: User, segment: Segment) -> Movement | None:
    """Of the last thirty days, newest first; None before the segment was counted twice, and where the keeper sees more."""
    if not _sees_what_was_noted(viewer, segment):
        return None
    since = today() - LATELY
    sums = db.session.execute(
        select(func.count(SegmentSize.entered), func.sum(SegmentSize.entered), func.sum(SegmentSize.left)).where(
            SegmentSize.segment_id == segment.id, SegmentSize.day > since
        )
    ).one()
    if not sums[0]:
        return None
    changes = (
        select(SegmentChange)
        .where(SegmentChange.segment_id == segment.id, SegmentChange.day > since)
        .where(visible_candidates(viewer).where(Candidate.id == SegmentChange.candidate_id).correlate(SegmentChange).exists())
        .options(joinedload(SegmentChange.candidate))
        .order_by(SegmentChange.day.desc(), SegmentChange.id.desc())
        .limit(SHOWN_CHANGES)
    )
    return Movement(sums[1] or 0, sums[2] or 0, list(db.session.scalars(changes)))


def interest_spread(people: Select[int]) -> list[tuple[Level, int]]:
    """How many of the people are how warm, warmest first; in one query."""
    moment = now()
    borders = [(level, key_of(level.lowest, moment)) for level in reversed(Level) if level.lowest > 0]
    number = case(
        *((Candidate.interest_key >= border, at) for at, (_level, border) in enumerate(borders)), else_=len(borders)
    )
    rows = db.session.execute(select(number, func.count()).where(Candidate.id.in_(people)).group_by(number)).all()
    found = {row[0]: row[1] for row in rows}
    levels = [*(level for level, _border in borders), Level.COLD]
    return [(level, found.get(at, 0)) for at, level in enumerate(levels)]


def segment_ids(segment: Segment, viewer: User) -> Select[int]:
    """Ids of the people of the segment whom the viewer sees, for audiences. QueryError when it can no longer be read."""
    return matching_ids(viewer, parse(segment.query))


def is_readable(segment: Segment) -> bool:
    try:
        parse(segment.query)
    except QueryError:
        return False
    return True


def _sizes_on(until: date) -> dict[int, int]:
    latest = (
        select(SegmentSize.segment_id, func.max(SegmentSize.day).label("day"))
        .where(SegmentSize.day <= until)
        .group_by(SegmentSize.segment_id)
        .subquery()
    )
    rows = db.session.execute(
        select(SegmentSize.segment_id, SegmentSize.people).join(
            latest, (latest.c.segment_id == SegmentSize.segment_id) & (latest.c.day == SegmentSize.day)
        )
    )
    return {row[0]: row[1] for row in rows}
