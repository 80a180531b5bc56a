"""Writing what a chunk of an import came to: everything in a few statements, past the unit of work."""

from collections import Counter
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import select

from app.candidates.activities import CandidateImported
from app.candidates.commands.consents import notice_duty
from app.candidates.importing.chunks import Chunk, Hits, NewPerson, judge_chunk
from app.candidates.models import (
    Candidate,
    CandidateLink,
    CandidateSkill,
    CandidateTag,
    ContactPoint,
    CustomValue,
    DuplicateChoice,
    ImportBatch,
    ImportRow,
    NoticeDuty,
    RowOutcome,
    Touchpoint,
)
from app.candidates.models.candidate import hash_of_point
from app.core.activity import record_all
from app.core.clock import now
from app.core.rows import insert_numbered, insert_rows
from app.core.text import folded
from app.extensions import db


def bring_in(chunk: Chunk, hits: Hits) -> None:
    """Judge the rows of `chunk` and write what they come to. Of a dry run only what would become of each."""
    for _part in judge_chunk(chunk, hits):
        db.session.flush()
        _insert_people(chunk, [person for person in chunk.new if not person.id])
    _write_outcomes(chunk)


def _write_outcomes(chunk: Chunk) -> None:
    """Tags, what became of each row, and where the next chunk begins."""
    batch = chunk.batch
    tagged = {} if batch.dry_run else _tag_people(chunk)
    for entry in chunk.outcomes:
        if entry["person"] is not None and (tag_ids := tagged.pop(entry["person"].id, None)):
            entry["before"] = {**entry["before"], "tags": tag_ids}
    insert_rows(ImportRow, [_row_values(batch, entry) for entry in chunk.outcomes])
    told = [CandidateImported(candidate=person.id, subject=batch) for person in chunk.new]
    told += [CandidateImported(candidate=person, subject=batch, fields=fields) for person, fields in chunk.changed]
    record_all(told, by=chunk.by)
    _remember_names(chunk)
    counts = Counter(batch.counts or {})
    counts.update(entry["outcome"].value for entry in chunk.outcomes)
    counts["cells"] += sum(len(entry["row"].problems) for entry in chunk.outcomes)
    counts["possible"] += sum(entry["problems"].get("reason") == "possible" for entry in chunk.outcomes)
    batch.counts = dict(counts)
    batch.next_row += len(chunk.rows)


def _row_values(batch: ImportBatch, entry: dict[str, Any]) -> dict[str, Any]:
    row, person = entry["row"], entry["person"]
    return {
        "batch_id": batch.id,
        "number": row.number,
        "outcome": entry["outcome"],
        "candidate_id": person.id if person is not None else None,
        "name": (row.facts.name or next(iter((*row.facts.emails, *row.facts.phones)), ""))[:200],
        "problems": entry["problems"],
        "before": entry["before"],
    }


def _insert_people(chunk: Chunk, people: list[NewPerson]) -> None:
    """New people and all that belongs to them, one statement per table."""
    ids = insert_numbered(Candidate, [person.said.values for person in people])
    for person, person_id in zip(people, ids, strict=True):
        person.id = person_id
    own_ids = {key: own.id for key, own in chunk.reader.own_fields.items()}
    duty = notice_duty(origin="import", lawful_basis=chunk.batch.lawful_basis)
    insert_rows(ContactPoint, [_point(person, point) for person in people for point in person.said.points])
    insert_rows(CandidateLink, [{"candidate_id": p.id, "url": url} for p in people for url in p.said.links])
    insert_rows(CandidateSkill, [{"candidate_id": p.id, "skill_id": skill} for p in people for skill in p.skill_ids])
    insert_rows(NoticeDuty, [{"candidate_id": p.id, **duty} for p in people])
    insert_rows(Touchpoint, [_touchpoint(p) for p in people if p.said.values["source"]])
    insert_rows(
        CustomValue,
        [
            {"candidate_id": p.id, "field_id": own_ids[key], **answer.columns}
            for p in people
            for key, answer in p.row.custom.items()
        ],
    )


def _point(person: NewPerson, point: dict[str, Any]) -> dict[str, Any]:
    return {"candidate_id": person.id, **point, "address_hash": hash_of_point(point["kind"], point["value_key"])}


def _touchpoint(person: NewPerson) -> dict[str, Any]:
    """How the person reached us, at the moment the file says they did."""
    since = person.row.known_since
    moment = datetime.combine(since, time(12), UTC) if since else now()
    return {"candidate_id": person.id, "source": person.said.values["source"], "medium": "import", "at": moment}


def _tag_people(chunk: Chunk) -> dict[int, list[int]]:
    """Tags of those brought in; answers which tags each person newly got."""
    batch_tags = [chunk.tags[folded(name)].id for name in (chunk.batch.tags or {}).get("names", ())]
    wanted: dict[int, set[int]] = {}
    for entry in chunk.outcomes:
        person, row = entry["person"], entry["row"]
        skipped = entry["outcome"] is RowOutcome.MATCHED and chunk.batch.duplicates is DuplicateChoice.SKIP
        tags = {*batch_tags, *(chunk.tags[folded(name)].id for name in row.tags)} if chunk.tags else set()
        if person is not None and tags and not skipped:
            wanted.setdefault(person.id, set()).update(tags)
    known = sorted(set(wanted) - {person.id for person in chunk.new})
    of_known = select(CandidateTag.candidate_id, CandidateTag.tag_id).where(CandidateTag.candidate_id.in_(known))
    held = {(owner, tag) for owner, tag in db.session.execute(of_known)} if known else set()
    new = [(owner, tag) for owner, ids in wanted.items() for tag in sorted(ids) if (owner, tag) not in held]
    insert_rows(CandidateTag, [{"candidate_id": owner, "tag_id": tag} for owner, tag in new])
    by_person: dict[int, list[int]] = {}
    for owner, tag in new:
        by_person.setdefault(owner, []).append(tag)
    return by_person


def _remember_names(chunk: Chunk) -> None:
    """Skills and tags that nobody had a name for before: undo takes them away with the people."""
    new = {what: ids for what, ids in chunk.made.items() if ids}
    if new:
        made = chunk.batch.shape.get("made", {})
        together = {what: sorted({*made.get(what, ()), *new.get(what, ())}) for what in {*made, *new}}
        chunk.batch.shape = {**chunk.batch.shape, "made": together}
