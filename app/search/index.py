"""The full-text index: its tables, and keeping it true.

Words are made in Python (`search.tokens`) and stored in `search_documents`. SQLite reads them through an FTS5 table
over those rows, kept by triggers; PostgreSQL through a tsvector written with them. Neither tokenises anything itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

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
from app.core.clock import now
from app.core.wake import Lane, wake
from app.extensions import db
from app.search.models import COLUMNS, SearchDirty, SearchDocument
from app.search.tokens import MOST_TOKENS, document_tokens

AT_ONCE = 25  # more changed people than this in one transaction are left to the sweep
MOST_TEXT = 120_000

WEIGHTS = {"name": "A", "headline": "B", "title": "B", "skills": "B", "employer": "C", "school": "C"}
_MARKED = ("name", "headline", "title", "employer", "skills", "school", "contact")
_GAP = 10  # positions between columns, so that a phrase never runs from one into the next

_LIST = ", ".join(COLUMNS)
_NEW, _OLD = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("new", "old"))
_SQLITE = (
    f"CREATE VIRTUAL TABLE search_words USING fts5({_LIST}, content='search_documents', content_rowid='candidate_id',"
    " tokenize='ascii')",
    "CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN"
    f" INSERT INTO search_words(rowid, {_LIST}) VALUES (new.candidate_id, {_NEW}); END",
    "CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN"
    f" INSERT INTO search_words(search_words, rowid, {_LIST}) VALUES ('delete', old.candidate_id, {_OLD}); END",
    "CREATE TRIGGER search_documents_changed AFTER UPDATE ON search_documents BEGIN"
    f" INSERT INTO search_words(search_words, rowid, {_LIST}) VALUES ('delete', old.candidate_id, {_OLD});"
    f" INSERT INTO search_words(rowid, {_LIST}) VALUES (new.candidate_id, {_NEW}); END",
)
_POSTGRESQL = ("CREATE INDEX search_documents_vector ON search_documents USING gin (vector) WITH (fastupdate = off)",)


def create_index(connection: Connection) -> None:
    """Make what the table definitions cannot say; called by the migration and by tests that make tables directly."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.execute(text(statement))


def drop_index(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        connection.execute(text("DROP INDEX IF EXISTS search_documents_vector"))
        return
    for trigger in ("added", "removed", "changed"):
        connection.execute(text(f"DROP TRIGGER IF EXISTS search_documents_{trigger}"))
    connection.execute(text("DROP TABLE IF EXISTS search_words"))


def belongs_to_index(name: str | None) -> bool:
    """Whether a table or index is made by `create_index`; migrations leave those alone."""
    return bool(name) and (str(name).startswith("search_words") or name == "search_documents_vector")


def keep_indexed(candidate_ids: Iterable[int]) -> None:
    """Bring the index up to date after a change: at once for a few people, by the sweep for many."""
    ids = sorted(set(candidate_ids))
    if len(ids) <= AT_ONCE:
        reindex(ids)
    else:
        mark_dirty(ids)


def mark_dirty(candidate_ids: Sequence[int]) -> None:
    if candidate_ids:
        rows = [{"candidate_id": candidate_id, "since": now()} for candidate_id in candidate_ids]
        for start in range(0, len(rows), 500):
            statement = _insert(SearchDirty).values(rows[start : start + 500]).on_conflict_do_nothing()
            db.session.execute(statement)
        wake(Lane.HOUSEKEEPING)


def reindex(candidate_ids: Sequence[int]) -> None:
    """Write the documents of these candidates anew, in the present transaction."""
    if not candidate_ids:
        return
    db.session.flush()
    documents = _documents(candidate_ids)
    gone = set(candidate_ids) - {document["candidate_id"] for document in documents}
    if gone:
        db.session.execute(
            delete(SearchDocument).where(SearchDocument.candidate_id.in_(gone)), execution_options=_UNSYNCHRONISED
        )
    if documents:
        insert = _insert(SearchDocument)
        changed = {column: insert.excluded[column] for column in (*COLUMNS, "vector")}
        statement = insert.on_conflict_do_update(index_elements=["candidate_id"], set_=changed)
        db.session.connection().execute(statement, documents)


_UNSYNCHRONISED = {"synchronize_session": False}


def index_dirty(limit: int = 200) -> int:
    """Bring up to `limit` waiting candidates up to date; answers how many. One short transaction, safe to kill."""
    waiting = select(SearchDirty.candidate_id).order_by(SearchDirty.since).limit(limit)
    if _dialect() == "postgresql":
        waiting = waiting.with_for_update(skip_locked=True)
    ids = list(db.session.scalars(waiting))
    if ids:
        reindex(ids)
        db.session.execute(delete(SearchDirty).where(SearchDirty.candidate_id.in_(ids)), execution_options=_UNSYNCHRONISED)
    return len(ids)


def check_integrity() -> list[str]:
    """What is wrong with the index; empty when nothing is."""
    problems = []
    people = select(Candidate.id).where(Candidate.erased_at.is_(None))
    waiting = select(SearchDirty.candidate_id)
    missing = _count(people.where(Candidate.id.not_in(select(SearchDocument.candidate_id)), Candidate.id.not_in(waiting)))
    left_over = _count(select(SearchDocument.candidate_id).where(SearchDocument.candidate_id.not_in(people)))
    if missing:
        problems.append(f"{missing} candidates are not in the index")
    if left_over:
        problems.append(f"{left_over} documents belong to nobody")
    if _dialect() == "sqlite":
        try:
            with db.session.begin_nested():
                db.session.execute(text("INSERT INTO search_words(search_words, rank) VALUES ('integrity-check', 1)"))
        except Exception as error:
            problems.append(f"the full-text table does not agree with its rows: {type(error).__name__}")
    elif empty := _count(select(SearchDocument.candidate_id).where(SearchDocument.vector.is_(None))):
        problems.append(f"{empty} documents have no vector")
    return problems


def rebuild_chunk(after: int, limit: int = 500) -> int | None:
    """Write the documents of the next candidates behind id `after`; answers the last id, or None at the end."""
    ids = list(db.session.scalars(select(Candidate.id).where(Candidate.id > after).order_by(Candidate.id).limit(limit)))
    reindex(ids)
    return ids[-1] if ids else None


def rebuild_words() -> None:
    """SQLite: write the full-text table anew from the documents."""
    if _dialect() == "sqlite":
        db.session.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))


def _documents(ids: Sequence[int]) -> list[dict[str, Any]]:
    people = db.session.execute(
        select(
            Candidate.id,
            Candidate.full_name,
            Candidate.preferred_name,
            Candidate.headline,
            Candidate.current_title,
            Candidate.current_employer,
        ).where(Candidate.id.in_(ids), Candidate.erased_at.is_(None))
    ).all()
    skills = _grouped(
        select(CandidateSkill.candidate_id, Skill.name)
        .join(Skill, Skill.id == CandidateSkill.skill_id)
        .where(CandidateSkill.candidate_id.in_(ids))
        .order_by(CandidateSkill.id)
    )
    mails = _grouped(
        select(ContactPoint.candidate_id, ContactPoint.value)
        .where(ContactPoint.candidate_id.in_(ids), ContactPoint.kind == ContactKind.EMAIL)
        .order_by(ContactPoint.id)
    )
    schools, studies = defaultdict(list), defaultdict(list)
    for entry in db.session.execute(
        select(Education.candidate_id, Education.school, Education.degree, Education.field)
        .where(Education.candidate_id.in_(ids))
        .order_by(Education.candidate_id, Education.position)
    ):
        schools[entry[0]].append(entry[1])
        studies[entry[0]] += entry[2:]
    work = _grouped(
        select(Experience.candidate_id, Experience.title, Experience.employer, Experience.location, Experience.summary)
        .where(Experience.candidate_id.in_(ids))
        .order_by(Experience.candidate_id, Experience.position)
    )
    files = _grouped(
        select(Document.candidate_id, func.substr(Document.text, 1, MOST_TEXT))
        .where(Document.candidate_id.in_(ids), Document.pending.is_(False), Document.text != "")
        .order_by(Document.id.desc())
    )
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
        )
        for person in people
    ]


def _grouped(statement: Select[Any]) -> dict[int, list[str]]:
    grouped: dict[int, list[str]] = defaultdict(list)
    for row in db.session.execute(statement):
        grouped[row[0]] += row[1:]
    return grouped


def _document(candidate_id: int, parts: dict[str, list[str]]) -> dict[str, Any]:
    left = MOST_TOKENS
    words: dict[str, list[str]] = {}
    for column in COLUMNS:
        words[column] = document_tokens("\n".join(part for part in parts[column] if part), left)
        left = max(0, left - len(words[column]) - _GAP)
    vector = _vector(words) if _dialect() == "postgresql" else None
    return {"candidate_id": candidate_id, "vector": vector} | {column: " ".join(words[column]) for column in COLUMNS}


def _vector(words: dict[str, list[str]]) -> str:
    """The tsvector of a document as text. A word of a short column also stands there as `=column=word`, which no typed word can be the beginning of."""
    positions: dict[str, list[str]] = defaultdict(list)
    position = 1
    for column in COLUMNS:
        weight = WEIGHTS.get(column, "")
        for word in words[column]:
            positions[word].append(f"{position}{weight}")
            if column in _MARKED:
                positions[f"={column}={word}"].append(f"{position}{weight}")
            position += 1
        position += _GAP
    return " ".join(f"'{word}':{','.join(places[:255])}" for word, places in positions.items())


def _insert(model: type[Any]) -> Any:
    return (postgresql if _dialect() == "postgresql" else sqlite).insert(model)


def _count(statement: Select[tuple[int]]) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def _dialect() -> str:
    return db.session.get_bind().dialect.name


Progress = Callable[[int], None]
