"""Judging the rows of an import, a chunk per transaction. Where the next chunk begins commits with the rows before it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.candidates.commands import confirm_fields
from app.candidates.commands.people import RecordValues, fold_keys, record_values
from app.candidates.commands.tags import skill_name, skills_named, tags_named
from app.candidates.custom_fields import custom_values_of, typed_answer
from app.candidates.duplicates import Hit, compatible_names, find_known_addresses, find_namesakes
from app.candidates.facts import PersonFacts
from app.candidates.importing.batches import blocked_addresses
from app.candidates.importing.own_fields import keep_answer
from app.candidates.importing.rows import Reader, ReadRow, read_row
from app.candidates.importing.tables import Table, read_table_once
from app.candidates.models import (
    Candidate,
    CandidateLink,
    CandidateSkill,
    ContactKind,
    ContactPoint,
    CustomValue,
    DuplicateChoice,
    ImportBatch,
    RowOutcome,
    Skill,
    Tag,
)
from app.candidates.values import email_key, link_key
from app.core.actors import SYSTEM, Actor, user_actor
from app.core.text import folded
from app.extensions import db

FIRST_CHUNK, SMALLEST_CHUNK, LARGEST_CHUNK = 100, 60, 800
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
    reader: Reader
    skills: dict[str, Skill] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    new: list["NewPerson"] = field(default_factory=list)
    changed: list[tuple[Candidate, tuple[str, ...]]] = field(default_factory=list)
    made: dict[str, list[int]] = field(default_factory=dict)
    """Skills and tags that had no name before."""
    own_values: dict[int, dict[str, CustomValue]] = field(default_factory=dict)
    """What people known already say in the employer's own fields."""

    @property
    def by(self) -> Actor:
        return user_actor(self.batch.created_by_id) if self.batch.created_by_id else SYSTEM


def table_of(batch: ImportBatch) -> Table:
    """The rows of the batch's file; kept between chunks."""
    if batch.file is None:
        raise FileNotFoundError("the file of this import is gone")
    return read_table_once(batch.file.sha256, batch.file.read, batch.shape.get("sheet", ""))


def read_chunk(batch: ImportBatch, table: Table, size: int, reader: Reader) -> list[ReadRow]:
    """Understand the next rows. Reads no database: do it before the transaction."""
    cells = table.rows[batch.next_row : batch.next_row + size]
    return [read_row(number, row, reader) for number, row in enumerate(cells, start=batch.next_row + 1)]


def look_up(rows: list[ReadRow]) -> Hits:
    """Who each row may be by name and web address. The longest look, so it is taken before the transaction; addresses
    and numbers, which somebody may be given meanwhile, are looked for in it."""
    return dict(zip((row.number for row in rows), find_namesakes([row.probe for row in rows]), strict=True))


def judge_chunk(chunk: Chunk, hits: Hits) -> Iterator[None]:
    """Judge the rows of `chunk`. Of a dry run it is one part; else the people of each part are written before the next
    one is judged, so it stops after each. What comes after many repeats is left off the chunk."""
    _refuse_blocked([row for row in chunk.rows if not row.refused])
    if chunk.batch.dry_run:
        _judge_part(chunk, chunk.rows, hits)
        return
    parts = _rounds(chunk.rows)
    chunk.rows = [row for part in parts for row in part]
    _name(chunk, [row for row in chunk.rows if not row.refused])
    for part in parts:
        _judge_part(chunk, part, hits)
        yield


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


def _judge_part(chunk: Chunk, rows: list[ReadRow], looked_up: Hits) -> None:
    hits = _known_by_now([row for row in rows if not row.refused], looked_up)
    people = _whole({hit.candidate_id for found in hits.values() for hit in found if hit.reason.is_same_person})
    if chunk.reader.own_fields:
        chunk.own_values = custom_values_of(list(people))
    for row in rows:
        _judge(chunk, row, hits.get(row.number, []), people)


def _name(chunk: Chunk, rows: list[ReadRow]) -> None:
    """The skills and tags the rows speak of, new ones made."""
    skills = [name for row in rows for name in row.facts.skills]
    tags = [*(chunk.batch.tags or {}).get("names", ()), *(name for row in rows for name in row.tags)]
    last_skill, last_tag = _last_id(Skill) if skills else 0, _last_id(Tag) if tags else 0
    chunk.skills, chunk.tags = skills_named(skills), tags_named(tags)
    chunk.made = {
        "skills": [skill.id for skill in chunk.skills.values() if skill.id > last_skill],
        "tags": [tag.id for tag in chunk.tags.values() if tag.id > last_tag],
    }


def _last_id(model: type[Skill] | type[Tag]) -> int:
    return db.session.scalar(select(func.max(model.id))) or 0


def _known_by_now(rows: list[ReadRow], looked_up: Hits) -> Hits:
    """What was looked up, with the addresses as they stand in this transaction."""
    addresses = find_known_addresses([row.probe for row in rows])
    return {row.number: [*known, *looked_up[row.number]] for row, known in zip(rows, addresses, strict=True)}


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
    said = record_values(row.facts, country=chunk.reader.country, confirmed_by="import")
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
        fields = {*(field for field in before if field not in ("custom", "confirmed")), *before.get("custom", ())}
        chunk.changed.append((person, tuple(sorted(fields))))
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
    before |= _own_answers(chunk, row, person, overwrite=overwrite)
    if not dry and before:
        fold_keys(person)
        fields = [*(field for field in before if field != "custom"), *before.get("custom", ())]
        said = {field: (person.confirmations or {}).get(field) for field in fields}
        confirm_fields(person, fields, "import")
        before["confirmed"] = said
    before.update(_added_points(row, person, dry))
    links = {link_key(link.url) for link in person.links}
    _add(before, "links", [url for url in row.facts.links if link_key(url) not in links])
    held = {skill.skill.name_key for skill in person.skills}
    _add(before, "skills", sorted({folded(skill_name(name)) for name in row.facts.skills} - held))
    if not dry:
        person.links += [CandidateLink(url=url) for url in before.get("links", ())]
        person.skills += [CandidateSkill(skill_id=chunk.skills[key].id, skill=chunk.skills[key]) for key in before.get("skills", ())]
    return before


def _own_answers(chunk: Chunk, row: ReadRow, person: Candidate, *, overwrite: bool) -> dict[str, Any]:
    """The employer's own fields: full key → what it said and what it says now, as one would type it."""
    changed: dict[str, list[str]] = {}
    held = chunk.own_values.get(person.id, {})
    for key, answer in row.custom.items():
        own, value = chunk.reader.own_fields[key], held.get(key)
        old, new = typed_answer(own, value), typed_answer(own, answer)
        if old == new or (value is not None and not overwrite):
            continue
        changed[key] = [old, new]
        if not chunk.batch.dry_run:
            keep_answer(person.id, own, value, answer)
    return {"custom": changed} if changed else {}


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
