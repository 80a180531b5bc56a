"""What is noted once a day: how many people a segment has and who came and went; how alive each pool is."""

import zlib
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, insert, select

from app.candidates.models import Candidate
from app.core.clock import now, today
from app.extensions import db
from app.talent.models import Pool, PoolHealth, PoolMember, Segment, SegmentChange, SegmentSize, SegmentSnapshot
from app.talent.queries.pools import Aliveness, count_aliveness

MOST_CHANGES = 2_000
"""So many comings and as many goings of a day are kept by name; all are counted."""
CHANGES_ARE_KEPT = timedelta(days=90)
POOLS_AT_ONCE = 20


def note_segment_day(segment: Segment, ids: list[int]) -> bool:
    """These are its people today. Answers False when the day was noted before."""
    if db.session.get(SegmentSize, (segment.id, today())) is not None:
        return False
    before = db.session.get(SegmentSnapshot, segment.id)
    size = SegmentSize(segment_id=segment.id, day=today(), people=len(ids))
    if before is not None:
        known, present = set(unpacked(before.packed)), set(ids)
        entered, left = sorted(present - known), sorted(known - present)
        size.entered, size.left = len(entered), len(left)
        _keep_changes(segment.id, entered, came=True)
        _keep_changes(segment.id, left, came=False)
        before.packed, before.taken_at = packed(ids), now()
    else:
        db.session.add(SegmentSnapshot(segment_id=segment.id, packed=packed(ids)))
    db.session.add(size)
    db.session.execute(
        delete(SegmentChange).where(SegmentChange.segment_id == segment.id, SegmentChange.day < today() - CHANGES_ARE_KEPT)
    )
    db.session.flush()
    return True


def forget_snapshot(segment: Segment) -> None:
    """Another question: who answers to it now did not come in, and whoever did not, did not leave."""
    db.session.execute(delete(SegmentSnapshot).where(SegmentSnapshot.segment_id == segment.id))


def note_pool_days(pool_ids: list[int]) -> int:
    """How alive these pools are today; those that have a row of today are left alone."""
    noted = select(PoolHealth.pool_id).where(PoolHealth.day == today())
    waiting = list(db.session.scalars(select(Pool.id).where(Pool.id.in_(pool_ids), Pool.id.not_in(noted))))
    counted = count_aliveness(waiting)
    for pool_id in waiting:
        alive = counted.get(pool_id, Aliveness())
        db.session.add(
            PoolHealth(
                pool_id=pool_id, day=today(), members=alive.members, contacted=alive.contacted, engaged=alive.engaged,
                stale=alive.stale,
            )
        )  # fmt: skip
    db.session.flush()
    return len(waiting)


def pools_to_note() -> list[int]:
    """Pools with people that were not counted today."""
    noted = select(PoolHealth.pool_id).where(PoolHealth.day == today())
    people = select(PoolMember.id).where(PoolMember.pool_id == Pool.id, PoolMember.left_at.is_(None))
    waiting = select(Pool.id).where(Pool.archived_at.is_(None), Pool.id.not_in(noted), people.exists())
    return list(db.session.scalars(waiting.order_by(Pool.id).limit(POOLS_AT_ONCE)))


def packed(ids: Iterable[int]) -> bytes:
    """Ids in order as distances from one to the next, seven bits a byte, compressed: a byte or two for each person."""
    out, last = bytearray(), 0
    for number in sorted(set(ids)):
        distance, last = number - last, number
        while distance > 127:
            out.append(distance & 127 | 128)
            distance >>= 7
        out.append(distance)
    return zlib.compress(bytes(out))


def unpacked(data: bytes) -> list[int]:
    ids, last, distance, shift = [], 0, 0, 0
    for byte in zlib.decompress(data):
        distance |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            last += distance
            ids.append(last)
            distance = shift = 0
    return ids


def _keep_changes(segment_id: int, ids: list[int], *, came: bool) -> None:
    """Whoever was erased meanwhile is counted, not kept."""
    kept = ids[:MOST_CHANGES]
    if not kept:
        return
    living = set(db.session.scalars(select(Candidate.id).where(Candidate.id.in_(kept), Candidate.erased_at.is_(None))))
    rows = [{"segment_id": segment_id, "candidate_id": one, "day": today(), "entered": came} for one in kept if one in living]
    if rows:
        db.session.execute(insert(SegmentChange), rows)
