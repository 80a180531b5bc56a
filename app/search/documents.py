"""What is known about a person, made into the words of the index."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from app.candidates.models import (
    Candidate,
    CandidateSkill,
    ContactKind,
    ContactPoint,
    Document,
    Education,
    Experience,
    Skill,
)
from app.extensions import db
from app.search.models import COLUMNS
from app.search.tokens import MOST_TOKENS, document_tokens

MOST_TEXT = 120_000

WEIGHTS = {"name": "A", "headline": "B", "title": "B", "skills": "B", "employer": "C", "school": "C"}
MARKED = ("name", "headline", "title", "employer", "skills", "school", "contact")
GAP = 10  # positions between columns, so that a phrase never runs from one into the next


# Built once: putting the statements together costs more than running them.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PEOPLE = select(
    Candidate.id,
    Candidate.full_name,
    Candidate.preferred_name,
    Candidate.headline,
    Candidate.current_title,
    Candidate.current_employer,
).where(Candidate.id.in_(_IDS), Candidate.erased_at.is_(None))
_SKILLS = (
    select(CandidateSkill.candidate_id, Skill.name)
    .join(Skill, Skill.id == CandidateSkill.skill_id)
    .where(CandidateSkill.candidate_id.in_(_IDS))
    .order_by(CandidateSkill.id)
)
_MAILS = (
    select(ContactPoint.candidate_id, ContactPoint.value)
    .where(ContactPoint.candidate_id.in_(_IDS), ContactPoint.kind == ContactKind.EMAIL)
    .order_by(ContactPoint.id)
)
_SCHOOLS = (
    select(Education.candidate_id, Education.school)
    .where(Education.candidate_id.in_(_IDS))
    .order_by(Education.candidate_id, Education.position)
)
_STUDIES = _SCHOOLS.with_only_columns(Education.candidate_id, Education.degree, Education.field)
_WORK = (
    select(Experience.candidate_id, Experience.title, Experience.employer, Experience.location, Experience.summary)
    .where(Experience.candidate_id.in_(_IDS))
    .order_by(Experience.candidate_id, Experience.position)
)
_FILES = (
    select(Document.candidate_id, func.substr(Document.text, 1, MOST_TEXT))
    .where(Document.candidate_id.in_(_IDS), Document.pending.is_(False), Document.text != "")
    .order_by(Document.id.desc())
)


def documents_of(ids: Sequence[int], *, with_vector: bool) -> list[dict[str, Any]]:
    """Rows for `search_documents`, one for each of these candidates that is not erased."""
    skills, mails, schools = _grouped(_SKILLS, ids), _grouped(_MAILS, ids), _grouped(_SCHOOLS, ids)
    studies = _grouped(_STUDIES, ids) if schools else schools
    work, files = _grouped(_WORK, ids), _grouped(_FILES, ids)
    return [
        _document(
            person.id,
            {
                "name": [person.full_name, person.preferred_name],
                "headline": [person.headline],
                "title": [person.current_title],
                "employer": [person.current_employer],
                "skills": skills[person.id],
                "school": schools[person.id],
                "contact": mails[person.id],
                "body": work[person.id] + studies[person.id] + files[person.id],
            },
            with_vector,
        )
        for person in db.session.connection().execute(_PEOPLE, {"ids": ids})
    ]


def _grouped(statement: Select[*tuple[Any, ...]], ids: Sequence[int]) -> dict[int, list[str]]:
    grouped: dict[int, list[str]] = defaultdict(list)
    for row in db.session.connection().execute(statement, {"ids": ids}):
        grouped[row[0]] += row[1:]
    return grouped


def _document(candidate_id: int, parts: dict[str, list[str]], with_vector: bool) -> dict[str, Any]:
    left = MOST_TOKENS
    words: dict[str, list[str]] = {}
    for column in COLUMNS:
        words[column] = document_tokens("\n".join(part for part in parts[column] if part), left)
        left = max(0, left - len(words[column]) - GAP)
    vector = _vector(words) if with_vector else None
    return {"candidate_id": candidate_id, "vector": vector} | {column: " ".join(words[column]) for column in COLUMNS}


def documents_row(candidate_id: int, words: dict[str, str], *, with_vector: bool) -> tuple[Any, ...]:
    """The row of a person whose words are known already, in the order of the columns; for bulk writing."""
    row = (candidate_id, *(words[column] for column in COLUMNS))
    return (*row, _vector({column: words[column].split() for column in COLUMNS})) if with_vector else row


def _vector(words: dict[str, list[str]]) -> str:
    """The tsvector of a document as text.

    A word of a short column also stands there as `=column=word`, which nothing typed is the beginning of.
    """
    positions: dict[str, list[str]] = defaultdict(list)
    position = 1
    for column in COLUMNS:
        weight = WEIGHTS.get(column, "")
        for word in words[column]:
            positions[word].append(f"{position}{weight}")
            if column in MARKED:
                positions[f"={column}={word}"].append(f"{position}{weight}")
            position += 1
        position += GAP
    return " ".join(f"'{word}':{','.join(places[:255])}" for word, places in positions.items())
