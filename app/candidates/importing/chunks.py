"""Working through an import, a chunk per transaction. Where the next chunk begins commits with the rows before it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import selectinload

from app.candidates.activities import CandidateImported
from app.candidates.commands.consents import notice_duty
from app.candidates.commands.people import RecordValues, confirm_fields, fold_keys, record_values
from app.candidates.commands.tags import skill_name, skills_named, tags_named
from app.candidates.duplicates import Hit, compatible_names, find_hits, find_known_addresses
from app.candidates.facts import PersonFacts
from app.candidates.importing.batches import blocked_addresses
from app.candidates.importing.rows import ReadRow, read_row
from app.candidates.importing.tables import Table, read_table_once
from app.candidates.models import (
    Candidate,
    CandidateLink,
    CandidateSkill,
    CandidateTag,
    ContactKind,
    ContactPoint,
    DuplicateChoice,
    ImportBatch,
    ImportRow,
    NoticeDuty,
    RowOutcome,
    Skill,
    Tag,
    Touchpoint,
)
from app.candidates.values import email_key, link_key
from app.core.activity import record_all
from app.core.actors import SYSTEM, Actor, user_actor
from app.core.clock import now
from app.core.text import folded
from app.extensions import db

FIRST_CHUNK, SMALLEST_CHUNK, LARGEST_CHUNK = 60, 25, 400
MOST_ROUNDS = 4
"""So often one address may stand in a chunk."""
_FILLED = {"title": "current_title", "employer": "current_employer", "headline": "headline", "city": "city",
           "region": "region", "country": "country", "preferred_name": "preferred_name", "source": "source"}  # fmt: skip


Hits = dict[int, list[Hit]]
"""By the number of a row: who it may be."""


@dataclass(frozen=True)
class Known:
    """Somebody a later row of the same file may turn out to be; only a dry run, which adds nobody, needs to remember."""

    row: int
    name: str


@dataclass
class NewPerson:
    """Somebody to be added; `id` is known once the chunk is written."""

    row: ReadRow
    said: RecordValues
    skill_ids: list[int]
    id: int = 0


@dataclass
class Chunk:
    """One chunk being worked on."""

    batch: ImportBatch
    rows: list[ReadRow]
    seen: dict[str, Known]
    country: str
    skills: dict[str, Skill] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    new: list["NewPerson"] = field(default_factory=list)
    changed: list[tuple[Candidate, tuple[str, ...]]] = field(default_factory=list)

    @property
    def by(self) -> Actor:
        return user_actor(self.batch.created_by_id) if self.batch.created_by_id else SYSTEM


def table_of(batch: ImportBatch) -> Table:
    """The rows of the batch's file; kept between chunks."""
    if batch.file is None:
        raise FileNotFoundError("the file of this import is gone")
    return read_table_once(batch.file.sha256, batch.file.read)


def read_chunk(
    batch: ImportBatch, table: Table, size: int, country: str, month_first: frozenset[str]
) -> list[ReadRow]:
    """Understand the next rows. Reads no database: do it before the transaction."""
    cells = table.rows[batch.next_row : batch.next_row + size]
    return [
        read_row(number, row, table, batch.mapping, country=country, month_first=month_first)
        for number, row in enumerate(cells, start=batch.next_row + 1)
    ]


def look_up(rows: list[ReadRow]) -> Hits:
    """Who each row may be. The longest look, so it is taken before the transaction; in it only addresses again."""
    return dict(zip((row.number for row in rows), find_hits([row.probe for row in rows]), strict=True))


def import_chunk(batch: ImportBatch, rows: list[ReadRow], seen: dict[str, Known], country: str, hits: Hits) -> None:
    """Judge `rows` (the next of the batch) and, unless it is a dry run, bring the people in."""
    for part in [rows] if batch.dry_run else _rounds(rows):
        _import_part(Chunk(batch, part, seen, country), hits)


def _rounds(rows: list[ReadRow]) -> list[list[ReadRow]]:
    """The rows in as few parts as it takes for an address to stand in each only once: a row that names somebody of an
    earlier row finds the person whom that one brought in. What comes after many repeats waits for the next chunk.
    """
    rounds: list[list[ReadRow]] = [[] for _round in range(MOST_ROUNDS)]
    after: dict[str, int] = {}
    for row in rows:
        keys = [email_key(address) for address in row.facts.emails]
        turn = max((after.get(key, 0) for key in keys), default=0)
        if turn >= MOST_ROUNDS:
            break
        rounds[turn].append(row)
        after.update(dict.fromkeys(keys, turn + 1))
    return [part for part in rounds if part]


def _import_part(chunk: Chunk, looked_up: Hits) -> None:
    batch, rows = chunk.batch, chunk.rows
    usable = [row for row in rows if not row.refused]
    _refuse_blocked(usable)
    usable = [row for row in usable if not row.refused]
    hits = _known_by_now(usable, looked_up)
    if not batch.dry_run:
        chunk.skills = skills_named(name for row in usable for name in row.facts.skills)
        chunk.tags = tags_named([*(batch.tags or {}).get("names", ()), *(name for row in usable for name in row.tags)])
    people = _whole({hit.candidate_id for found in hits.values() for hit in found if hit.reason.is_same_person})
    for row in rows:
        _judge(chunk, row, hits.get(row.number, []), people)
    _write(chunk)


def _known_by_now(rows: list[ReadRow], looked_up: Hits) -> Hits:
    """What was looked up, with the addresses as they stand in this transaction."""
    addresses = find_known_addresses([row.probe for row in rows])
    return {
        row.number: [*known, *(hit for hit in looked_up[row.number] if not hit.reason.is_same_person)]
        for row, known in zip(rows, addresses, strict=True)
    }


def _refuse_blocked(rows: Sequence[ReadRow]) -> None:
    """People who asked to be erased or left for good do not come back."""
    keys = [email_key(address) for row in rows for address in row.facts.emails]
    blocked: dict[str, str] = {}
    for look_up in blocked_addresses:
        blocked.update(look_up(keys))
    for row in rows if blocked else ():
        for address in row.facts.emails:
            if reason := blocked.get(email_key(address)):
                row.refused = row.refused or reason
        if row.refused == "erased":  # the report names the row by its number: not even the name comes back
            row.facts, row.tags, row.problems = PersonFacts(), (), []


def _judge(chunk: Chunk, row: ReadRow, found: list[Hit], people: Mapping[int, Candidate]) -> None:
    if row.refused:
        _note(chunk, row, RowOutcome.REFUSED, reason=row.refused)
        return
    match = next((one for one in found if one.reason.is_same_person), None)
    person = people.get(match.candidate_id) if match else None
    if person is not None:
        _known_person(chunk, row, person)
        return
    if (earlier := _earlier(chunk, row)) is not None:
        _note(chunk, row, RowOutcome.MATCHED, reason="same-row", detail={"row": earlier.row})
        return
    why = {"why": found[0].reason.value, "candidate_id": found[0].candidate_id} if found else {}
    candidate = None if chunk.batch.dry_run else _new_person(chunk, row)
    _note(chunk, row, RowOutcome.IMPORTED, candidate, reason="possible" if found else "", detail=why)


def _earlier(chunk: Chunk, row: ReadRow) -> Known | None:
    for address in row.facts.emails:
        known = chunk.seen.get(email_key(address))
        if known is not None and compatible_names(known.name, row.facts.name):
            return known
    if chunk.batch.dry_run:
        for address in row.facts.emails:
            chunk.seen.setdefault(email_key(address), Known(row.number, row.facts.name))
    return None


def _new_person(chunk: Chunk, row: ReadRow) -> NewPerson:
    said = record_values(row.facts, country=chunk.country, confirmed_by="import")
    if not said.values["source"] and chunk.batch.source:
        said.values.update(source=chunk.batch.source, source_key=folded(chunk.batch.source))
    skill_ids = sorted({_skill(chunk, name).id for name in row.facts.skills})
    person = NewPerson(row, said, skill_ids)
    chunk.new.append(person)
    return person


def _skill(chunk: Chunk, typed: str) -> Skill:
    return chunk.skills[folded(skill_name(typed))]


def _known_person(chunk: Chunk, row: ReadRow, person: Candidate) -> None:
    choice = chunk.batch.duplicates
    if person.restricted_at is not None or choice is DuplicateChoice.SKIP:
        reason = "known" if person.restricted_at is None else "restricted"
        _note(chunk, row, RowOutcome.MATCHED, person, reason=reason)
        return
    before = _merge(chunk, row, person, overwrite=choice is DuplicateChoice.UPDATE)
    if not before:
        _note(chunk, row, RowOutcome.MATCHED, person, reason="known")
        return
    outcome = RowOutcome.UPDATED if choice is DuplicateChoice.UPDATE else RowOutcome.FILLED
    if not chunk.batch.dry_run:
        chunk.changed.append((person, tuple(sorted(before))))
    _note(chunk, row, outcome, person, before=before)


def _merge(chunk: Chunk, row: ReadRow, person: Candidate, *, overwrite: bool) -> dict[str, Any]:
    """Bring the row into the record; answers field → [old, new] and kind → what was added, for undo."""
    dry, before = chunk.batch.dry_run, dict[str, Any]()
    for fact, column in _FILLED.items():
        value, old = getattr(row.facts, fact), getattr(person, column)
        if value and value != old and (not old or (overwrite and column != "source")):
            before[column] = [old, value]
            if not dry:
                setattr(person, column, value)
    if not dry and before:
        fold_keys(person)
        confirm_fields(person, before, "import")
    before.update(_added_points(row, person, dry))
    links = {link_key(link.url) for link in person.links}
    _add(before, "links", [url for url in row.facts.links if link_key(url) not in links])
    held = {skill.skill.name_key for skill in person.skills}
    _add(before, "skills", sorted({folded(skill_name(name)) for name in row.facts.skills} - held))
    if not dry:
        person.links += [CandidateLink(url=url) for url in before.get("links", ())]
        person.skills += [CandidateSkill(skill_id=chunk.skills[key].id, skill=chunk.skills[key]) for key in before.get("skills", ())]
    return before


def _added_points(row: ReadRow, person: Candidate, dry: bool) -> dict[str, list[str]]:
    added: dict[str, list[str]] = {}
    for kind, values in ((ContactKind.EMAIL, row.facts.emails), (ContactKind.PHONE, row.facts.phones)):
        known = {point.value_key for point in person.contact_points if point.kind is kind}
        for value in values:
            key = email_key(value) if kind is ContactKind.EMAIL else value
            if key not in known:
                added.setdefault(kind.value, []).append(key)
                if not dry:
                    person.contact_points.append(ContactPoint(kind=kind, value=value, value_key=key, is_primary=not known))
                known.add(key)
    return added


def _add(before: dict[str, Any], what: str, values: Sequence[str]) -> None:
    if values:
        before[what] = list(values)


def _note(
    chunk: Chunk, row: ReadRow, outcome: RowOutcome, person: Candidate | NewPerson | None = None, *, reason: str = "",
    detail: dict[str, Any] | None = None, before: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    problems: dict[str, Any] = {"cells": row.problems} if row.problems else {}
    if reason:
        problems["reason"] = reason
    if detail:
        problems["detail"] = detail
    chunk.outcomes.append(
        {"row": row, "outcome": outcome, "person": person, "problems": problems, "before": before or {}}
    )


def _write(chunk: Chunk) -> None:
    """Everything the chunk did, in few statements."""
    batch = chunk.batch
    db.session.flush()
    _insert(chunk)
    tagged = {} if batch.dry_run else _tag_people(chunk)
    for entry in chunk.outcomes:
        if entry["person"] is not None and (tag_ids := tagged.pop(entry["person"].id, None)):
            entry["before"] = {**entry["before"], "tags": tag_ids}
    values = [_row_values(batch, entry) for entry in chunk.outcomes]
    if values:
        db.session.execute(insert(ImportRow), values)
    told = [CandidateImported(candidate=person.id, subject=batch) for person in chunk.new]
    told += [CandidateImported(candidate=person, subject=batch, fields=fields) for person, fields in chunk.changed]
    record_all(told, by=chunk.by)
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


def _insert(chunk: Chunk) -> None:
    """The new people and all that belongs to them, one statement per table."""
    if not chunk.new:
        return
    ids = db.session.scalars(
        insert(Candidate).returning(Candidate.id, sort_by_parameter_order=True), [person.said.values for person in chunk.new]
    )
    for person, person_id in zip(chunk.new, ids, strict=True):
        person.id = person_id
    basis = chunk.batch.lawful_basis
    rows: dict[type[Any], list[dict[str, Any]]] = {
        ContactPoint: [{"candidate_id": p.id, **point} for p in chunk.new for point in p.said.points],
        CandidateLink: [{"candidate_id": p.id, "url": url} for p in chunk.new for url in p.said.links],
        CandidateSkill: [{"candidate_id": p.id, "skill_id": skill} for p in chunk.new for skill in p.skill_ids],
        NoticeDuty: [{"candidate_id": p.id, **notice_duty(origin="import", lawful_basis=basis)} for p in chunk.new],
        Touchpoint: [_touchpoint(p) for p in chunk.new if p.said.values["source"]],
    }
    for model, values in rows.items():
        if values:
            db.session.execute(insert(model), values)


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
        if person is not None and not skipped:
            tags = (chunk.tags[folded(name)].id for name in row.tags)
            wanted.setdefault(person.id, set()).update([*batch_tags, *tags])
    held = {
        (owner, tag)
        for owner, tag in db.session.execute(
            select(CandidateTag.candidate_id, CandidateTag.tag_id).where(CandidateTag.candidate_id.in_(list(wanted)))
        )
    }
    new = [(owner, tag) for owner, ids in wanted.items() for tag in sorted(ids) if (owner, tag) not in held]
    if new:
        db.session.execute(insert(CandidateTag), [{"candidate_id": owner, "tag_id": tag} for owner, tag in new])
    by_person: dict[int, list[int]] = {}
    for owner, tag in new:
        by_person.setdefault(owner, []).append(tag)
    return by_person


def _whole(ids: set[int]) -> dict[int, Candidate]:
    if not ids:
        return {}
    found = (
        select(Candidate)
        .where(Candidate.id.in_(ids))
        .options(
            selectinload(Candidate.contact_points),
            selectinload(Candidate.links),
            selectinload(Candidate.skills).joinedload(CandidateSkill.skill),
        )
        .execution_options(populate_existing=True)
        .with_for_update()
    )
    return {person.id: person for person in db.session.scalars(found).unique()}
