"""Synthetic people: records, contact points, skills, tags, experience, notes, documents, words to search by."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from app.candidates.models import (
    Candidate,
    CandidateSkill,
    CandidateTag,
    ContactKind,
    ContactPoint,
    Document,
    DocumentKind,
    Education,
    Experience,
    Note,
    NoteKind,
    NoteVisibility,
    ReadingState,
    Skill,
    Tag,
)
from app.core.activity import Activity
from app.core.actors import ActorKind
from app.core.files import StoredFile
from app.core.text import folded
from app.core.tokens import keyed_hash
from app.demo import vocabulary as words
from app.demo.bulk import BulkWriter
from app.demo.plan import Plan
from app.search.documents import documents_row
from app.search.index import create_index, create_triggers, drop_index
from app.search.models import COLUMNS, SearchDocument, SearchSound
from app.search.sounds import sounds_of
from app.search.tokens import tokens

RARE, COMMON = "kestrel", "agile"
folded_once = lru_cache(maxsize=100_000)(folded)

Person = dict[str, Any]


def write_people(writer: BulkWriter, plan: Plan) -> None:
    """Everything that hangs on a candidate, but for applications."""
    people = [_person(plan, number) for number in range(1, plan.candidates + 1)]
    _write_lists(writer)
    _write_records(writer, people)
    _write_skills_and_tags(writer, people)
    _write_careers(writer, people)
    _write_documents(writer, people)
    _write_search_documents(writer, people)
    _write_notes(writer, plan)
    _write_arrivals(writer, people)


def _person(plan: Plan, number: int) -> Person:
    rng = plan.rng
    given, family = rng.choice(words.GIVEN), rng.choice(words.FAMILY)
    city, country = rng.choice(words.CITIES)
    added = plan.moment(1800)
    contacted = plan.moment(400) if rng.random() < 0.6 else None
    return {
        "id": number,
        "name": f"{given} {family}",
        "title": f"{rng.choice(words.LEVELS)}{rng.choice(words.TITLES)}",
        "employer": rng.choice(words.EMPLOYERS),
        "city": city,
        "country": country,
        "source": rng.choice(words.SOURCES),
        "owner": rng.choice((1, 1, 2, None)),
        "added": added,
        "contacted": contacted if contacted is None or contacted > added else added,
        "skills": rng.sample(range(len(words.SKILLS)), rng.randint(3, 8)),
        "tags": rng.sample(range(len(words.TAGS)), 1) if rng.random() < 0.3 else [],
        "school": rng.choice(words.SCHOOLS),
        "graduated": rng.randint(1990, 2025),
        "text": _resume_text(plan, number),
        "remote": rng.random() < 0.3,
        "email": f"{folded_once(given)}.{folded_once(family).replace(' ', '')}.{number}@example.org".replace("'", ""),
    }


def _resume_text(plan: Plan, number: int) -> str:
    """About 150 plain words; every hundredth says RARE, every third COMMON."""
    chosen = plan.rng.choices(words.PLAIN_WORDS, k=150)
    if number % 100 == 0:
        chosen[7] = RARE
    if number % 3 == 0:
        chosen[11] = COMMON
    return " ".join(chosen)


def _write_lists(writer: BulkWriter) -> None:
    for table, names in ((Skill, words.SKILLS), (Tag, words.TAGS)):
        writer.write(
            table.__table__, ("id", "name", "name_key"), [(i + 1, name, folded(name)) for i, name in enumerate(names)]
        )


def _write_records(writer: BulkWriter, people: list[Person]) -> None:
    fixed = {
        "preferred_name": "", "headline": "", "region": "", "locale": "en", "salary_currency": "", "work_authorisation": "",
        "languages": {}, "confirmations": {}, "interest_rank": 1, "version": 1,
    }  # fmt: skip
    columns = (
        "id", "full_name", "name_key", "given_name", "family_name", "current_title", "title_key", "current_employer",
        "employer_key", "city", "city_key", "country", "remote", "owner_id", "source", "source_key", "added_at",
        "created_at", "updated_at", "contacted_at", "contacted_rank", *fixed,
    )  # fmt: skip
    constants = tuple(fixed.values())
    writer.write(
        Candidate.__table__,
        columns,
        (
            (
                p["id"], p["name"], folded_once(p["name"]), *p["name"].split(" ", 1), p["title"], folded_once(p["title"]),
                p["employer"], folded_once(p["employer"]), p["city"], folded_once(p["city"]), p["country"], p["remote"],
                p["owner"], p["source"], folded_once(p["source"]), p["added"], p["added"], p["added"], p["contacted"],
                int(p["contacted"] is None), *constants,
            )
            for p in people
        ),
    )  # fmt: skip
    writer.write(
        ContactPoint.__table__,
        ("candidate_id", "kind", "value", "value_key", "address_hash", "is_primary", "created_at"),
        _contact_points(people),
    )


def _contact_points(people: list[Person]) -> Iterator[tuple[Any, ...]]:
    for p in people:
        yield p["id"], ContactKind.EMAIL, p["email"], p["email"], keyed_hash("address", p["email"]), True, p["added"]
        if p["id"] % 2:
            number = f"+4930{p['id']:08d}"
            yield p["id"], ContactKind.PHONE, number, number, None, True, p["added"]


def _write_skills_and_tags(writer: BulkWriter, people: list[Person]) -> None:
    writer.write(
        CandidateSkill.__table__,
        ("candidate_id", "skill_id", "evidence"),
        ((p["id"], skill + 1, "") for p in people for skill in p["skills"]),
    )
    writer.write(
        CandidateTag.__table__, ("candidate_id", "tag_id"), ((p["id"], tag + 1) for p in people for tag in p["tags"])
    )


def _write_careers(writer: BulkWriter, people: list[Person]) -> None:
    writer.write(
        Experience.__table__,
        ("candidate_id", "position", "title", "employer", "employer_key", "location", "started", "ended", "summary"),
        ((p["id"], 0, p["title"], p["employer"], folded_once(p["employer"]), p["city"], "2021-03", None, "") for p in people),
    )
    writer.write(
        Education.__table__,
        ("candidate_id", "position", "school", "school_key", "degree", "field", "started", "ended", "graduated"),
        ((p["id"], 0, p["school"], folded_once(p["school"]), "MSc", "", None, str(p["graduated"]), p["graduated"]) for p in people),
    )


def _write_documents(writer: BulkWriter, people: list[Person]) -> None:
    """Rows only: the contents of seeded files are not on disk, their text is."""
    writer.write(
        StoredFile.__table__,
        ("id", "key", "sha256", "size", "media_type", "created_at"),
        ((p["id"], f"seeded-{p['id']:036d}", f"{p['id']:064x}", 1200, "application/pdf", p["added"]) for p in people),
    )
    writer.write(
        Document.__table__,
        ("id", "candidate_id", "file_id", "kind", "filename", "pending", "reading", "reading_note", "text", "facts",
         "number", "issuer", "created_at", "fence", "attempts"),
        (
            (p["id"], p["id"], p["id"], DocumentKind.RESUME, "resume.pdf", False, ReadingState.READ, "", p["text"], {}, "",
             "", p["added"], 0, 0)
            for p in people
        ),
    )  # fmt: skip


tokens_once = lru_cache(maxsize=100_000)(lambda value: " ".join(tokens(value)))


def _write_search_documents(writer: BulkWriter, people: list[Person]) -> None:
    skill_words = [tokens_once(name) for name in words.SKILLS]
    if writer.is_sqlite:
        _drop_triggers(writer)
    else:
        drop_index(writer.connection)
    extra = () if writer.is_sqlite else ("vector",)
    writer.write(
        SearchDocument.__table__,
        ("candidate_id", *COLUMNS, *extra),
        (documents_row(p["id"], _words(p, skill_words), with_vector=not writer.is_sqlite) for p in people),
    )
    heard = lru_cache(maxsize=100_000)(sounds_of)
    sounds = ((sound, p["id"]) for p in people for sound in sorted(heard(p["name"])))
    writer.write(SearchSound.__table__, ("sound", "candidate_id"), sounds)
    if writer.is_sqlite:
        create_triggers(writer.connection)
    else:
        create_index(writer.connection)


def _words(person: Person, skill_words: list[str]) -> dict[str, str]:
    return {
        "name": tokens_once(person["name"]),
        "headline": "",
        "title": tokens_once(person["title"]),
        "employer": tokens_once(person["employer"]),
        "skills": " ".join(skill_words[skill] for skill in person["skills"]),
        "school": tokens_once(person["school"]),
        "contact": " ".join(tokens(person["email"])),
        "body": person["text"].replace("-", " "),
    }


def _drop_triggers(writer: BulkWriter) -> None:
    for trigger in ("added", "removed", "changed"):
        writer.connection.exec_driver_sql(f"DROP TRIGGER search_documents_{trigger}")


def _write_notes(writer: BulkWriter, plan: Plan) -> None:
    rng = plan.rng

    def rows() -> Iterator[tuple[Any, ...]]:
        for _number in range(plan.notes):
            at: datetime = plan.moment(700)
            yield (
                rng.randint(1, plan.candidates), rng.choice((1, 2)), NoteKind.NOTE, NoteVisibility.EVERYONE,
                rng.choice(words.NOTE_TEXTS), at, at, 1,
            )  # fmt: skip

    columns = ("candidate_id", "author_id", "kind", "visibility", "body", "created_at", "updated_at", "version")
    writer.write(Note.__table__, columns, rows())


def _write_arrivals(writer: BulkWriter, people: list[Person]) -> None:
    writer.write(
        Activity.__table__,
        ("kind", "at", "actor_kind", "actor_id", "candidate_id", "data"),
        (("candidate_added", p["added"], ActorKind.USER, 1, p["id"], {"origin": "recruiter"}) for p in people),
    )
