"""Pairs of records that may be one person: found by a sweep after a record changed, decided by people."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.candidates.duplicates import Hit, MatchReason, strength
from app.candidates.merging.activities import DuplicateRuledOut
from app.candidates.merging.ledger import Ledger, execute
from app.candidates.models import DuplicateCheck, DuplicatePair, PairState
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.rows import insert_rows
from app.extensions import db

CHUNK = 400
PAIRS: Any = DuplicatePair.__table__


def look_again(candidate_ids: Iterable[int]) -> None:
    """Something about these people changed: the sweep looks anew who they may be."""
    moment = now()
    insert_rows(DuplicateCheck, [{"candidate_id": one, "since": moment} for one in sorted(set(candidate_ids))], renewing="since")


def rule_out(pair: DuplicatePair, *, by: Actor) -> None:
    """These are two people; nobody is asked again."""
    pair.state, pair.decided_at, pair.decided_by_id = PairState.DIFFERENT, now(), by.user_id
    record(DuplicateRuledOut(candidate=pair.first_id, subject=pair, other=pair.second_id), by=by)


def ask_again(pair: DuplicatePair) -> None:
    """Undo `rule_out`."""
    pair.state, pair.decided_at, pair.decided_by_id = PairState.OPEN, None, None


def store_pairs(found: Mapping[int, Sequence[Hit]], living: Iterable[int]) -> int:
    """Write who each of these people may be, and forget what is no longer so. What was decided stays; answers how many
    pairs are new."""
    ids = sorted(living)
    wanted: dict[tuple[int, int], MatchReason] = {}
    for person, hits in found.items():
        for hit in hits:
            pair = min(person, hit.candidate_id), max(person, hit.candidate_id)
            if pair not in wanted or strength(hit.reason) < strength(wanted[pair]):
                wanted[pair] = hit.reason
    known = {(row.first_id, row.second_id): row for row in _pairs_of(ids)}
    gone = [row.id for pair, row in known.items() if pair not in wanted and row.state is PairState.OPEN]
    if gone:
        execute(delete(DuplicatePair).where(DuplicatePair.id.in_(gone)))
    for pair, reason in wanted.items():
        if pair in known and known[pair].state is PairState.OPEN and known[pair].reason != reason.value:
            values = {"reason": reason.value, "strength": strength(reason)}
            execute(update(DuplicatePair).where(DuplicatePair.id == known[pair].id).values(values))
    fresh = [_row(pair, reason, now()) for pair, reason in wanted.items() if pair not in known]
    if fresh:
        db.session.connection().execute(_insert(DuplicatePair).on_conflict_do_nothing(), fresh)
    return len(fresh)


def hand_over_pairs(ledger: Ledger, kept: int, lost: int) -> None:
    """Whoever was said to be somebody else than the lost one is somebody else than the kept one."""
    rows = db.session.execute(select(PAIRS).where(or_(PAIRS.c.first_id == lost, PAIRS.c.second_id == lost))).mappings().all()
    ruled_out = {row["first_id"] + row["second_id"] - lost for row in rows if row["state"] is PairState.DIFFERENT} - {kept}
    for row in rows:
        ledger.set_aside(PAIRS, row)
    known = {row.first_id + row.second_id - kept: row for row in _pairs_of([kept])}
    for other in sorted(ruled_out):
        if other in known:
            ledger.change(PAIRS, known[other]._mapping, {"state": PairState.DIFFERENT})
        else:
            values = {**_row((min(kept, other), max(kept, other)), MatchReason.NAME_AND_CITY, now()), "state": PairState.DIFFERENT}
            ledger.made(PAIRS, db.session.execute(insert(PAIRS).values(values).returning(*PAIRS.columns)).mappings().one())


def _pairs_of(ids: Sequence[int]) -> list[Any]:
    """Two questions, so that each uses its own index."""
    found: dict[int, Any] = {}
    columns = (PAIRS.c.id, PAIRS.c.first_id, PAIRS.c.second_id, PAIRS.c.state, PAIRS.c.reason)
    for end in (PAIRS.c.first_id, PAIRS.c.second_id):
        for start in range(0, len(ids), CHUNK):
            rows = db.session.execute(select(*columns).where(end.in_(ids[start : start + CHUNK])))
            found |= {row.id: row for row in rows}
    return list(found.values())


def _row(pair: tuple[int, int], reason: MatchReason, at: datetime) -> dict[str, Any]:
    return {"first_id": pair[0], "second_id": pair[1], "reason": reason.value, "strength": strength(reason),
            "state": PairState.OPEN, "found_at": at}  # fmt: skip


def _insert(model: type[Any]) -> Any:
    return (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert(model)
