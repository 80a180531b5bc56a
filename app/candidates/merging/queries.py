"""Reads about merges and likely pairs."""

from dataclasses import dataclass

from sqlalchemy import CompoundSelect, Select, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from app.candidates.duplicates import MatchReason
from app.candidates.models import Candidate, DuplicatePair, Merge, PairState
from app.extensions import db


@dataclass(frozen=True)
class PairRow:
    """One line of the inbox."""

    pair: DuplicatePair
    reason: MatchReason

    @property
    def certain(self) -> bool:
        return self.reason is MatchReason.VERIFIED_EMAIL


def kept_instead(candidate_id: int) -> int | None:
    """Where the record `candidate_id` went when it was merged into another."""
    return db.session.scalar(select(Candidate.merged_into_id).where(Candidate.id == candidate_id))


def lives_of(candidate_id: int) -> CompoundSelect[int]:
    """SQL: this person's ids, former ones included. History keeps the id it was written under."""
    own = select(Candidate.id).where(Candidate.id == candidate_id)
    return union_all(own, select(Candidate.id).where(Candidate.merged_into_id == candidate_id))


def standing_merges(candidate_id: int) -> list[Merge]:
    """What was merged into this record and could be parted again, the latest first: only that one can go now."""
    found = select(Merge).where(Merge.kept_id == candidate_id, Merge.undone_at.is_(None)).options(joinedload(Merge.by))
    return list(db.session.scalars(found.order_by(Merge.id.desc())))


def open_pairs(
    people: Select[Candidate], *, after: int | None = None, limit: int = 50, reason: MatchReason | None = None
) -> list[PairRow]:
    """Open pairs of visible people, surest first, behind the pair `after`."""
    visible = people.with_only_columns(Candidate.id)
    found = select(DuplicatePair).where(
        DuplicatePair.state == PairState.OPEN, DuplicatePair.first_id.in_(visible), DuplicatePair.second_id.in_(visible)
    )
    if reason is not None:
        found = found.where(DuplicatePair.reason == reason.value)
    place = db.session.get(DuplicatePair, after) if after else None
    if place is not None:
        further = (DuplicatePair.strength == place.strength) & (DuplicatePair.id > place.id)
        found = found.where((DuplicatePair.strength > place.strength) | further)
    record = selectinload(Candidate.contact_points)
    both = (joinedload(DuplicatePair.first).options(record), joinedload(DuplicatePair.second).options(record))
    rows = db.session.scalars(found.order_by(DuplicatePair.strength, DuplicatePair.id).limit(limit).options(*both))
    return [PairRow(pair, MatchReason(pair.reason)) for pair in rows]
