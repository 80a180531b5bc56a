"""Making two records one: choose, move, set aside what is there twice, write all of it down."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, insert, select, update

from app.candidates.commands.consents import current_consents, is_open
from app.candidates.commands.interest import count_anew
from app.candidates.merging.activities import CandidatesMerged
from app.candidates.merging.choices import OWN, Side, chosen_values
from app.candidates.merging.ledger import Ledger, execute, untouched
from app.candidates.merging.moving import Preferred, choose_primaries, move_everything, primaries
from app.candidates.merging.pairs import hand_over_pairs, look_again
from app.candidates.merging.refusals import NotThere, SamePerson
from app.candidates.merging.registries import merge_blocks
from app.candidates.merging.schema import CANDIDATES
from app.candidates.models import Candidate, Consent, ConsentAction, ContactKind, Merge, Purpose
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused, Stale
from app.extensions import db

BY_THEMSELVES = frozenset({ConsentAction.CONFIRMED, ConsentAction.RENEWED})


def merge_candidates(
    kept_id: int,
    lost_id: int,
    *,
    by: Actor,
    versions: tuple[int, int] | None = None,
    choices: Mapping[str, Side] | None = None,
    primary: Mapping[ContactKind, str] | None = None,
    preferred: Preferred = frozenset(),
) -> Merge:
    """`lost_id` becomes part of `kept_id` and an empty shell that leads there. `versions` are those the page showed.

    Raises Stale, NotThere when either is gone, and whatever `merge_blocks` say.
    """
    kept, lost = _both(kept_id, lost_id)
    if versions is not None and versions != (kept["version"], lost["version"]):
        raise Stale()
    if (refusal := why_not_mergeable(kept_id, lost_id)) is not None:
        raise refusal
    merge = Merge(kept_id=kept_id, lost_id=lost_id, by_id=by.user_id)
    db.session.add(merge)
    db.session.flush()
    ledger = Ledger(merge.id)
    first = {**primaries(lost_id), **primaries(kept_id), **(primary or {})}
    _keep_withdrawn(ledger, kept_id, lost_id)
    hand_over_pairs(ledger, kept_id, lost_id)
    move_everything(ledger, kept_id, lost_id, preferred=preferred)
    choose_primaries(ledger, kept_id, first)
    for shell in rows_of(CANDIDATES.c.merged_into_id == lost_id):
        ledger.change(CANDIDATES, shell, {"merged_into_id": kept_id})
    _write(kept_id, {**chosen_values(kept, lost, choices or {}), "updated_at": now()})
    _write(lost_id, {**_nothing_known(lost), "erased_at": now(), "merged_into_id": kept_id})
    count_anew([kept_id])
    for before in (kept, lost):
        ledger.changed(CANDIDATES, before, rows_of(CANDIDATES.c.id == before["id"])[0])
    ledger.keep()
    db.session.expire_all()
    look_again([kept_id])
    record(CandidatesMerged(candidate=db.session.get_one(Candidate, kept_id), subject=merge, lost=lost_id), by=by)
    return merge


def why_not_mergeable(kept_id: int, lost_id: int) -> Refused | None:
    """What stands in the way now, to say it before somebody chooses field by field."""
    if kept_id == lost_id:
        return SamePerson()
    return next((refusal for block in merge_blocks if (refusal := block(kept_id, lost_id)) is not None), None)


def _both(kept_id: int, lost_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both rows, locked in the order of their ids, so that of two who merge the same pair one comes second."""
    db.session.flush()
    living = select(CANDIDATES).where(CANDIDATES.c.id.in_([kept_id, lost_id]), CANDIDATES.c.erased_at.is_(None))
    rows = db.session.execute(living.order_by(CANDIDATES.c.id).with_for_update()).mappings()
    found = {row["id"]: dict(row) for row in rows}
    if kept_id not in found or lost_id not in found:
        raise NotThere()
    return found[kept_id], found[lost_id]


def rows_of(*where: ColumnElement[bool]) -> list[RowMapping]:
    """Candidates' rows as they stand in the table."""
    return list(db.session.execute(select(CANDIDATES).where(*where).order_by(CANDIDATES.c.id)).mappings())


def _write(candidate_id: int, values: Mapping[str, Any]) -> None:
    """Counted as a change: forms that show either of the two are out of date."""
    execute(update(CANDIDATES).where(CANDIDATES.c.id == candidate_id).values({**untouched(CANDIDATES, values), "version": CANDIDATES.c.version + 1}))


def _nothing_known(lost: Mapping[str, Any]) -> dict[str, Any]:
    """Every column that says something about the person, empty."""
    blank: dict[str, Any] = {}
    for column in CANDIDATES.columns:
        if column.name in OWN or column.name == "added_at":
            continue
        if column.nullable:
            blank[column.name] = None
        elif isinstance(lost[column.name], dict):
            blank[column.name] = {}
        else:
            blank[column.name] = getattr(column.default, "arg", "")
    return blank


def _keep_withdrawn(ledger: Ledger, kept_id: int, lost_id: int) -> None:
    """Histories are united and the newest word counts, with one exception: what one record said no to is not allowed
    by the other, unless the person said so from their own mailbox afterwards."""
    one, other = current_consents(kept_id), current_consents(lost_id)
    for purpose in Purpose:
        first, second = one.get(purpose), other.get(purpose)
        if first is None or second is None or is_open(first) == is_open(second):
            continue
        yes, no = (first, second) if is_open(first) else (second, first)
        if yes.id < no.id or (yes.action in BY_THEMSELVES and yes.at > no.at):
            continue
        withdraw(ledger, kept_id, no)


def withdraw(ledger: Ledger | None, candidate_id: int, like: Consent) -> None:
    """One more row that says no, for the record `candidate_id`, the way `like` said it."""
    table: Any = Consent.__table__
    values = {
        "candidate_id": candidate_id, "purpose": like.purpose, "action": ConsentAction.WITHDRAWN, "at": now(),
        "method": "merge", "locale": like.locale, "evidence": "",
    }  # fmt: skip
    made = db.session.execute(insert(table).values(values).returning(*table.columns)).mappings().one()
    if ledger is not None:
        ledger.made(table, made)
