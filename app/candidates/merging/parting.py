"""Un-merging: everything the ledger holds goes back; what happened since the merge stays where it happened."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Table, delete, select, update

from app.candidates.commands.consents import current_consents, is_open
from app.candidates.commands.interest import count_anew
from app.candidates.merging.activities import MergeUndone
from app.candidates.merging.ledger import execute, put_back, untouched
from app.candidates.merging.merging import withdraw
from app.candidates.merging.pairs import look_again
from app.candidates.merging.refusals import AlreadyUndone, KeptIsGone, LaterMerge, MergedOnward, UsedSince
from app.candidates.merging.schema import CANDIDATES, crossings, pointers
from app.candidates.models import Candidate, Consent, ConsentAction, DuplicatePair, Merge, MergeChange
from app.core.activity import record_all
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.extensions import db

ABOUT = "application_id"
"""Rows about an application, whoever they name, belong to whoever applied."""
CLOSE = 1e-9


def undo_merge(merge: Merge, *, by: Actor) -> int:
    """Make two records of one again; answers how many rows could not be put back (what they pointed at is gone).

    Raises a refusal when the record was erased, merged onward, or mixed up with the other since.
    """
    locked = select(Merge).where(Merge.id == merge.id).with_for_update()
    merge = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    kept, lost = merge.kept_id, merge.lost_id
    db.session.execute(select(CANDIDATES.c.id).where(CANDIDATES.c.id.in_([kept, lost])).order_by(CANDIDATES.c.id).with_for_update())
    if (refusal := why_not_undoable(merge)) is not None:
        raise refusal
    since = _withdrawn_since(merge)
    _forget_pairs(lost)
    left_out = put_back(merge.id)
    _follow_applications(kept, lost)
    _refuse_mixtures(kept, lost)
    merge.undone_at, merge.undone_by_id = now(), by.user_id
    db.session.flush()
    execute(delete(MergeChange).where(MergeChange.merge_id == merge.id))
    execute(update(CANDIDATES).where(CANDIDATES.c.id.in_([kept, lost])).values(untouched(CANDIDATES, {"version": CANDIDATES.c.version + 1})))
    db.session.expire_all()
    _stay_withdrawn(lost, since)
    _count_where_wrong(kept, lost)
    look_again([kept, lost])
    people = {one: db.session.get_one(Candidate, one) for one in (kept, lost)}
    told = [MergeUndone(candidate=people[one], subject=merge, other=other) for one, other in ((kept, lost), (lost, kept))]
    record_all(told, by=by)
    return left_out


def why_not_undoable(merge: Merge) -> Refused | None:
    """What stands in the way of parting these two."""
    if not merge.stands:
        return AlreadyUndone()
    erased_at, merged_into = db.session.execute(
        select(CANDIDATES.c.erased_at, CANDIDATES.c.merged_into_id).where(CANDIDATES.c.id == merge.kept_id)
    ).one()
    if erased_at is not None:
        return KeptIsGone() if merged_into is None else MergedOnward()
    later = select(Merge.id).where(Merge.kept_id == merge.kept_id, Merge.id > merge.id, Merge.undone_at.is_(None))
    return LaterMerge() if db.session.scalar(later.limit(1)) else None


def _follow_applications(kept: int, lost: int) -> None:
    """What was written since about an application of the other record goes with it: mail, notes, to-dos."""
    applied = next((one.table for one in pointers() if one.table.name == "applications"), None)
    if applied is None:
        return
    theirs = select(applied.c.id).where(applied.c.candidate_id == lost)
    for one in pointers():
        if ABOUT in one.table.c:
            about = (one.column == kept, one.table.c[ABOUT].in_(theirs))
            execute(update(one.table).where(*about).values(untouched(one.table, {one.column.name: lost})))


def _refuse_mixtures(kept: int, lost: int) -> None:
    """Nothing of one person may point at something of the other: erasing either would tear it."""
    for own, column, target in crossings():
        crossing = (
            select(own.column)
            .join(target.table, target.table.c.id == column)
            .where(own.column.in_([kept, lost]), target.column.in_([kept, lost]), own.column != target.column)
        )
        if db.session.execute(crossing.limit(1)).first() is not None:
            _bring_along(own.table, column, target.table, kept, lost)
            if db.session.execute(crossing.limit(1)).first() is not None:
                raise UsedSince()


def _bring_along(table: Table, column: Column[Any], target: Table, kept: int, lost: int) -> None:
    """What came since with an application that goes back, such as a newer résumé, goes with it."""
    needed = select(column).where(table.c.candidate_id == lost, column.is_not(None))
    execute(update(target).where(target.c.candidate_id == kept, target.c.id.in_(needed)).values(untouched(target, {"candidate_id": lost})))


def _withdrawn_since(merge: Merge) -> list[Consent]:
    """What the person said no to while the two were one: it holds for both."""
    said = select(Consent).where(
        Consent.candidate_id == merge.kept_id, Consent.at >= merge.at, Consent.action == ConsentAction.WITHDRAWN,
        Consent.method != "merge",
    )  # fmt: skip
    return list(db.session.scalars(said.order_by(Consent.id)))


def _stay_withdrawn(lost: int, said: Iterable[Consent]) -> None:
    for no in said:
        if is_open(current_consents(lost).get(no.purpose)):
            withdraw(None, lost, no)


def _count_where_wrong(*ids: int) -> None:
    """Interest that still is what its signals say stays as it was put back, to the last digit."""
    before = _interest(*ids)
    count_anew(ids)
    for candidate_id, keys in _interest(*ids).items():
        if all(_close(one, other) for one, other in zip(before[candidate_id], keys, strict=True)):
            key, trend = before[candidate_id]
            execute(update(CANDIDATES).where(CANDIDATES.c.id == candidate_id).values(untouched(CANDIDATES, {"interest_key": key, "trend_key": trend})))


def _interest(*ids: int) -> dict[int, tuple[float | None, float | None]]:
    keys = select(CANDIDATES.c.id, CANDIDATES.c.interest_key, CANDIDATES.c.trend_key).where(CANDIDATES.c.id.in_(ids))
    return {number: (key, trend) for number, key, trend in db.session.execute(keys)}


def _close(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and abs(one - other) < CLOSE)


def _forget_pairs(lost: int) -> None:
    """Whoever was compared with the shell; the ledger brings back what was known before."""
    execute(delete(DuplicatePair).where((DuplicatePair.first_id == lost) | (DuplicatePair.second_id == lost)))
