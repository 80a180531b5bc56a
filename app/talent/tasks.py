"""Sweeps: people to come back to, sizes of segments, requests to join nobody confirmed.

Safe to run twice and to kill.
"""

import time

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.core.chunks import PAUSE_SECONDS
from app.core.clock import today
from app.core.housekeeping import in_pieces
from app.core.transaction import reading, transaction
from app.extensions import db
from app.search.parser import parse
from app.search.queries import matching_ids
from app.search.refusals import QueryError
from app.talent.commands.joining import FORGOTTEN_AT_ONCE, forget_join_requests
from app.talent.commands.members import remind_of_members
from app.talent.commands.noting import note_pool_days, note_segment_day, pools_to_note
from app.talent.commands.referring import forget_unanswered_referrals
from app.talent.commands.schools import remind_of_school_dates
from app.talent.models import PoolMember, Segment, SegmentSize

REMINDED_AT_ONCE = 20
REFERRALS_AT_ONCE = 100


def remind_to_come_back() -> int:
    """Members whose day has come: a to-do each."""
    done = 0
    while True:
        with transaction():
            due = db.session.scalars(
                select(PoolMember)
                .where(PoolMember.come_back_on <= today(), PoolMember.left_at.is_(None))
                .options(joinedload(PoolMember.pool))
                .order_by(PoolMember.come_back_on, PoolMember.id)
                .limit(REMINDED_AT_ONCE)
                .with_for_update(of=PoolMember, skip_locked=True)
            ).all()
            done += remind_of_members(due)
        if len(due) < REMINDED_AT_ONCE:
            return done
        time.sleep(PAUSE_SECONDS)


def forget_unconfirmed() -> int:
    """Requests to join a community whose mailbox never answered; answers how many went."""
    return in_pieces(forget_join_requests, size=FORGOTTEN_AT_ONCE)


def forget_referrals() -> int:
    """Referrals nobody answered, and links of employees that are over."""
    return in_pieces(forget_unanswered_referrals, size=REFERRALS_AT_ONCE)


def note_segment_sizes() -> int:
    """How many people every segment has today and who came and went, once a day, as its owner sees them. One at a time,
    each looked up first and written afterwards, so that nobody waits for the looking.
    """
    noted = 0
    with transaction():
        known = select(SegmentSize.segment_id).where(SegmentSize.day == today())
        waiting = list(db.session.scalars(select(Segment.id).where(Segment.id.not_in(known)).order_by(Segment.id)))
    for segment_id in waiting:
        people = _people(segment_id)
        with transaction():
            still = db.session.get(Segment, segment_id)
            if still is not None and people is not None:
                noted += note_segment_day(still, people)
    return noted


def _people(segment_id: int) -> list[int] | None:
    with reading():
        segment = db.session.scalars(select(Segment).where(Segment.id == segment_id).options(joinedload(Segment.owner))).one_or_none()
        if segment is None or not segment.owner.may(Permission.CANDIDATES_SEE):
            return None
        try:
            return list(db.session.scalars(matching_ids(segment.owner, parse(segment.query))))
        except QueryError:
            return None


def note_pool_health() -> int:
    """How alive every pool is today, once a day, a few pools in a transaction."""
    noted = 0
    while True:
        with transaction():
            waiting = pools_to_note()
            noted += note_pool_days(waiting)
        if not waiting:
            return noted
        time.sleep(PAUSE_SECONDS)


def remind_of_schools() -> int:
    """Dates of schools whose reminder is due: a to-do each."""
    with transaction():
        return remind_of_school_dates()
