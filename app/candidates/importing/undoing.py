"""Taking an import back: only what it made and nobody has touched since; the rest stays and says why."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import selectinload

from app.candidates.activities import ImportTakenBack
from app.candidates.commands.people import fold_keys
from app.candidates.importing.own_fields import put_back_answers
from app.candidates.models import (
    Candidate,
    CandidateLink,
    CandidateSkill,
    CandidateTag,
    ContactPoint,
    CustomValue,
    ImportBatch,
    ImportRow,
    NoticeDuty,
    RowOutcome,
    Skill,
    Tag,
    Touchpoint,
)
from app.candidates.values import link_key
from app.core.activity import Activity, record_all
from app.core.actors import SYSTEM, user_actor
from app.extensions import Base, db

CHUNK = 100
OWN = (CandidateSkill, CandidateTag, ContactPoint, CandidateLink, CustomValue, NoticeDuty, Touchpoint)
"""What an import writes beside the record."""
_UNSYNCHRONISED = {"synchronize_session": False}


def undo_chunk(batch: ImportBatch) -> bool:
    """Take back the next rows; answers whether the end is reached. `next_row` counts rows looked at."""
    rows = list(
        db.session.scalars(
            select(ImportRow)
            .where(ImportRow.batch_id == batch.id, ImportRow.number > batch.next_row)
            .order_by(ImportRow.number)
            .limit(CHUNK)
        )
    )
    counts = Counter(batch.counts or {})
    made = [row for row in rows if row.outcome is RowOutcome.IMPORTED and row.candidate_id]
    changed = [row for row in rows if row.before and row.outcome is not RowOutcome.IMPORTED and row.candidate_id]
    touched = _touched(batch, {row.candidate_id for row in (*made, *changed) if row.candidate_id})
    gone = [row.candidate_id for row in made if row.candidate_id not in touched and row.candidate_id]
    _remove(gone)
    for row in made:
        if row.candidate_id in touched:
            row.problems = {**row.problems, "kept": "touched"}
            counts["kept"] += 1
        else:
            counts["undone"] += 1
    for row in changed:
        counts["restored" if _restore(row) else "kept"] += 1
    by = user_actor(batch.created_by_id) if batch.created_by_id else SYSTEM
    again = dict.fromkeys(row.candidate_id for row in changed if row.candidate_id)
    record_all([ImportTakenBack(candidate=one, subject=batch) for one in again], by=by)
    batch.counts = dict(counts)
    batch.next_row = rows[-1].number if rows else batch.total_rows
    return len(rows) < CHUNK


def _touched(batch: ImportBatch, ids: set[int]) -> set[int]:
    """Those with any other activity, or whom any other table knows by now."""
    if not ids:
        return set()
    own = Activity.kind.in_(("candidate_imported", "import_taken_back")) & (Activity.subject_id == batch.id)
    found = set(db.session.scalars(select(Activity.candidate_id).where(Activity.candidate_id.in_(ids), ~own).distinct()))
    own_tables = {model.__table__ for model in OWN}
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name == "candidates" and table not in own_tables and key.ondelete != "CASCADE":
                found |= set(db.session.scalars(select(key.parent).where(key.parent.in_(ids)).distinct()))
    return {one for one in found if one is not None}


def _remove(ids: list[int]) -> None:
    if not ids:
        return
    for model in OWN:
        db.session.execute(delete(model).where(model.candidate_id.in_(ids)), execution_options=_UNSYNCHRONISED)  # type: ignore[attr-defined]
    nameless = update(ImportRow).where(ImportRow.candidate_id.in_(ids)).values(candidate_id=None, name="", problems={}, before={})
    db.session.execute(nameless, execution_options={"synchronize_session": "evaluate"})
    db.session.execute(delete(Candidate).where(Candidate.id.in_(ids)), execution_options=_UNSYNCHRONISED)


def _restore(row: ImportRow) -> bool:
    """Put back each value that still is what the import wrote; answers whether everything could be put back."""
    person = db.session.scalars(
        select(Candidate)
        .where(Candidate.id == row.candidate_id)
        .options(selectinload(Candidate.contact_points), selectinload(Candidate.links))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if person is None:
        return False
    whole = put_back_answers(person.id, row.before.get("custom", {}))
    for field, written in row.before.items():
        if field not in _ADDED:
            old, new = written
            whole &= getattr(person, field) == new
            if getattr(person, field) == new:
                setattr(person, field, old)
    fold_keys(person)
    _confirm_as_before(person, row.before.get("confirmed", {}))
    _take_off(person, row.before)
    if not whole:
        row.problems = {**row.problems, "kept": "touched"}
    return whole


_ADDED = frozenset({"email", "phone", "links", "skills", "tags", "custom", "confirmed"})


def _confirm_as_before(person: Candidate, said: dict[str, list[str] | None]) -> None:
    """When each of these fields was last confirmed before the import."""
    kept = {field: who for field, who in (person.confirmations or {}).items() if field not in said}
    person.confirmations = kept | {field: who for field, who in said.items() if who is not None}


def forget_made_names(batch: ImportBatch) -> None:
    """Skills and tags the import brought in and nobody has used since."""
    made = batch.shape.get("made", {})
    for model, ids in ((Skill, made.get("skills", ())), (Tag, made.get("tags", ()))):
        if ids:
            free = set(ids) - _in_use(model.__tablename__, ids)
            db.session.execute(delete(model).where(model.id.in_(free)), execution_options=_UNSYNCHRONISED)


def _in_use(table_name: str, ids: Sequence[int]) -> set[int]:
    return {
        used
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == table_name
        for used in db.session.scalars(select(key.parent).where(key.parent.in_(ids)).distinct())
    }


def _take_off(person: Candidate, before: dict[str, Any]) -> None:
    keys = {*before.get("email", ()), *before.get("phone", ())}
    for point in person.contact_points:
        if point.value_key in keys and point.verified_at is None:
            db.session.delete(point)
    links = {link_key(url) for url in before.get("links", ())}
    for link in person.links:
        if link_key(link.url) in links:
            db.session.delete(link)
    skills = select(Skill.id).where(Skill.name_key.in_(before.get("skills", ())))
    mine = CandidateSkill.candidate_id == person.id
    db.session.execute(delete(CandidateSkill).where(mine, CandidateSkill.skill_id.in_(skills)), execution_options=_UNSYNCHRONISED)
    tags = CandidateTag.tag_id.in_(before.get("tags", ()))
    db.session.execute(
        delete(CandidateTag).where(CandidateTag.candidate_id == person.id, tags), execution_options=_UNSYNCHRONISED
    )
