"""Signals of interest and the keys counted from them. Keys are a cache: whatever takes a signal back counts anew."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.candidates.activities import InterestWeightsChanged
from app.candidates.interest import TREND_HALF_LIFE, WEIGHTS, joined, key_of_all
from app.candidates.models import Candidate, InterestSignal, InterestWeights, SignalKind
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now, today
from app.core.wake import Lane, wake
from app.extensions import db

CHUNK = 150
MOST_POINTS = 100
PER_DAY = "days"
"""Source of signals that count once a day however often they happen; the id is the day."""


@dataclass(frozen=True, kw_only=True)
class Signal:
    """Something a person did, told by one row (`source_kind`, `source_id`); telling it again changes nothing."""

    candidate_id: int
    kind: SignalKind
    source_kind: str
    source_id: int
    at: datetime | None = None


def daily_signal(candidate_id: int, kind: SignalKind) -> Signal:
    """One that counts once a day."""
    return Signal(candidate_id=candidate_id, kind=kind, source_kind=PER_DAY, source_id=today().toordinal())


def add_signals(signals: Sequence[Signal]) -> int:
    """Note what people did, in sets, and add it to their interest; answers how many were new."""
    if not signals:
        return 0
    weights, new = current_weights(), 0
    for start in range(0, len(signals), CHUNK):
        part = signals[start : start + CHUNK]
        people = _held({signal.candidate_id for signal in part})
        fresh = _inserted([signal for signal in part if signal.candidate_id in people])
        by_person: dict[int, list[tuple[float, datetime]]] = defaultdict(list)
        for candidate_id, kind, at in fresh:
            by_person[candidate_id].append((weights[kind], at))
        _store([_grown(people[person], told) for person, told in by_person.items()])
        new += len(fresh)
    return new


def void_signals(source_kind: str, source_ids: Iterable[int]) -> int:
    """What these rows told counts no longer, for instance because a machine clicked; answers how many signals."""
    ids, gone = list(source_ids), 0
    for start in range(0, len(ids), CHUNK):
        theirs = (
            InterestSignal.source_kind == source_kind,
            InterestSignal.source_id.in_(ids[start : start + CHUNK]),
            InterestSignal.void_at.is_(None),
        )
        people = db.session.scalars(select(InterestSignal.candidate_id).where(*theirs)).all()
        if people:
            db.session.execute(
                update(InterestSignal).where(*theirs).values(void_at=now()).execution_options(synchronize_session=False)
            )
            count_anew(set(people))
        gone += len(people)
    return gone


def count_anew(candidate_ids: Iterable[int]) -> None:
    """The keys of these people from their signals alone."""
    weights, ids = current_weights(), sorted(candidate_ids)
    for start in range(0, len(ids), CHUNK):
        part = _held(ids[start : start + CHUNK])
        told: dict[int, list[tuple[float, datetime]]] = defaultdict(list)
        rows = select(InterestSignal.candidate_id, InterestSignal.kind, InterestSignal.at).where(
            InterestSignal.candidate_id.in_(list(part)), InterestSignal.void_at.is_(None)
        )
        for candidate_id, kind, at in db.session.execute(rows):
            told[candidate_id].append((weights[kind], at))
        _store([_grown(_Held(person, None, None, held.signal_at), told[person]) for person, held in part.items()])


_WEIGHTS = select(InterestWeights.weights).limit(1)


def current_weights() -> Mapping[SignalKind, float]:
    """The points of each kind: what an admin set, else the shipped ones."""
    stored = db.session.scalar(_WEIGHTS) or {}
    return {kind: float(stored.get(kind.value, points)) for kind, points in WEIGHTS.items()}


def change_weights(wanted: Mapping[SignalKind, int], *, by: Actor) -> None:
    """New points for every kind; everybody is counted anew in the background."""
    row = db.session.scalars(select(InterestWeights).limit(1).with_for_update()).one_or_none()
    row = row or InterestWeights(id=1)
    row.weights = {kind.value: min(max(points, 0), MOST_POINTS) for kind, points in wanted.items()}
    row.next_candidate, row.due_at, row.claimed_until = 0, now(), None
    row.fence = (row.fence or 0) + 1
    db.session.add(row)
    record(InterestWeightsChanged(), by=by)
    wake(Lane.BULK)


def count_next_anew(row_id: int, fence: int, most: int) -> int:
    """The next chunk of people whose interest changed with the weights; answers how many."""
    row = db.session.scalars(
        select(InterestWeights).where(InterestWeights.id == row_id, InterestWeights.fence == fence).with_for_update()
    ).one_or_none()
    if row is None:
        return 0
    behind = InterestSignal.candidate_id > row.next_candidate
    people = select(InterestSignal.candidate_id).where(behind).group_by(InterestSignal.candidate_id)
    ids = list(db.session.scalars(people.order_by(InterestSignal.candidate_id).limit(most)))
    count_anew(ids)
    row.next_candidate = ids[-1] if ids else row.next_candidate
    row.due_at, row.claimed_until = (now() if len(ids) == most else None), None
    return len(ids)


@dataclass(frozen=True)
class _Held:
    """A person's keys as they stand, the row locked where the database has locks."""

    id: int
    key: float | None
    trend: float | None
    signal_at: datetime | None


def _held(candidate_ids: Iterable[int]) -> dict[int, _Held]:
    return {row[0]: _Held(*row) for row in db.session.execute(_KEYS, {"people": sorted(candidate_ids)})}


_KEYS = (
    select(Candidate.id, Candidate.interest_key, Candidate.trend_key, Candidate.human_signal_at)
    .where(Candidate.id.in_(bindparam("people", expanding=True)), Candidate.erased_at.is_(None))
    .order_by(Candidate.id)
    .with_for_update()
)
_GROWN: Any = (
    update(Candidate.__table__)  # type: ignore[arg-type]
    .where(Candidate.__table__.c.id == bindparam("person"))
    .values(
        interest_key=bindparam("key"), interest_rank=bindparam("rank"), trend_key=bindparam("trend"),
        human_signal_at=bindparam("latest"), updated_at=Candidate.__table__.c.updated_at,
    )
)  # fmt: skip


def _inserted(signals: Sequence[Signal]) -> list[tuple[int, SignalKind, datetime]]:
    if not signals:
        return []
    connection, moment = db.session.connection(), now()
    values = [
        {"candidate_id": signal.candidate_id, "kind": signal.kind, "at": signal.at or moment,
         "source_kind": signal.source_kind, "source_id": signal.source_id}
        for signal in signals
    ]  # fmt: skip
    return [(row[0], row[1], row[2]) for row in connection.execute(_TOLD[connection.dialect.name], values)]


def _told(insert: Callable[[Any], Any]) -> Any:
    made = insert(InterestSignal.__table__).on_conflict_do_nothing()
    return made.returning(*(InterestSignal.__table__.c[name] for name in ("candidate_id", "kind", "at")))


_TOLD = {"postgresql": _told(postgresql.insert), "sqlite": _told(sqlite.insert)}


def _grown(held: _Held, told: Sequence[tuple[float, datetime]]) -> dict[str, Any]:
    """The person's new keys; `human_signal_at` is the latest thing they did."""
    key = joined(held.key, key_of_all(told))
    trend = joined(held.trend, key_of_all(told, TREND_HALF_LIFE))
    latest = max([at for _points, at in told] + ([held.signal_at] if held.signal_at else []), default=None)
    return {"person": held.id, "key": key, "rank": int(key is None), "trend": trend, "latest": latest}


def _store(keys: Sequence[dict[str, Any]]) -> None:
    """Derived columns: the record's version does not count them."""
    if keys:
        db.session.connection().execute(_GROWN, list(keys))
