"""Reads about merges and likely pairs."""

from dataclasses import dataclass

from sqlalchemy import BindParameter, CompoundSelect, Select, and_, false, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.accounts.policy import TALENT_ROLES
from app.candidates.duplicates import MatchReason, strength
from app.candidates.merging.schema import pointers
from app.candidates.models import Candidate, DuplicatePair, Merge, PairState
from app.candidates.policy import visible_candidates
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


def visible_merges(viewer: User) -> Select[Merge]:
    """Merges are recruiting's business, as far as it sees the kept record."""
    if viewer.role not in TALENT_ROLES:
        return select(Merge).where(false())
    return select(Merge).where(Merge.kept_id.in_(visible_candidates(viewer).with_only_columns(Candidate.id)))


def visible_pairs(viewer: User) -> Select[DuplicatePair]:
    """Pairs of two people recruiting sees."""
    if viewer.role not in TALENT_ROLES:
        return select(DuplicatePair).where(false())
    people = visible_candidates(viewer).with_only_columns(Candidate.id)
    return select(DuplicatePair).where(DuplicatePair.first_id.in_(people), DuplicatePair.second_id.in_(people))


def lives_of(candidate_id: int | BindParameter[int]) -> CompoundSelect[int]:
    """SQL: this person's ids, former ones included. History keeps the id it was written under."""
    own = select(Candidate.id).where(Candidate.id == candidate_id)
    return union_all(own, select(Candidate.id).where(Candidate.merged_into_id == candidate_id))


def standing_merges(candidate_id: int) -> list[Merge]:
    """What was merged into this record and could be parted again, the latest first: only that one can go now."""
    found = select(Merge).where(Merge.kept_id == candidate_id, Merge.undone_at.is_(None)).options(joinedload(Merge.by))
    return list(db.session.scalars(found.order_by(Merge.id.desc())))


def open_pairs(
    viewer: User, *, reason: MatchReason | None = None, after: int | None = None, limit: int = 50
) -> list[PairRow]:
    """Open pairs of visible people, surest first, behind the pair `after`."""
    found = visible_pairs(viewer).where(DuplicatePair.state == PairState.OPEN)
    if reason is not None:
        found = found.where(DuplicatePair.strength == strength(reason))
    place = db.session.get(DuplicatePair, after) if after else None
    if place is not None:
        further = and_(DuplicatePair.strength == place.strength, DuplicatePair.id > place.id)
        found = found.where(or_(DuplicatePair.strength > place.strength, further))
    record = selectinload(Candidate.contact_points)
    both = (joinedload(DuplicatePair.first).options(record), joinedload(DuplicatePair.second).options(record))
    rows = db.session.scalars(found.order_by(DuplicatePair.strength, DuplicatePair.id).limit(limit).options(*both))
    return [PairRow(pair, MatchReason(pair.reason)) for pair in rows]


def open_pair_counts() -> dict[MatchReason, int]:
    """How many pairs wait for somebody to look, by reason."""
    counts = select(DuplicatePair.reason, func.count()).where(DuplicatePair.state == PairState.OPEN)
    found = dict(db.session.execute(counts.group_by(DuplicatePair.strength, DuplicatePair.reason)).all())
    return {reason: found[reason.value] for reason in MatchReason if reason.value in found}


def pair_of(one: int, other: int) -> DuplicatePair | None:
    """What the inbox knows about these two."""
    ends = (DuplicatePair.first_id == min(one, other), DuplicatePair.second_id == max(one, other))
    return db.session.scalars(select(DuplicatePair).where(*ends)).one_or_none()


def others_ruled_out(candidate_id: int) -> set[int]:
    """Of whom somebody said that they are not this person."""
    ends = or_(DuplicatePair.first_id == candidate_id, DuplicatePair.second_id == candidate_id)
    rows = select(DuplicatePair.first_id, DuplicatePair.second_id).where(ends, DuplicatePair.state == PairState.DIFFERENT)
    return {first + second - candidate_id for first, second in db.session.execute(rows)}


def carried(candidate_id: int) -> dict[str, int]:
    """How many rows of each table would come along."""
    counts = [
        select(literal(one.table.name).label("name"), func.count().label("number")).select_from(one.table).where(one.column == candidate_id)
        for one in pointers()
    ]
    found: dict[str, int] = {}
    for name, number in db.session.execute(union_all(*counts)):
        if number:
            found[name] = found.get(name, 0) + number
    return found
