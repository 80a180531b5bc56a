"""The full-text index: its tables, and keeping it true.

Words are made in Python (`search.tokens`) and stored in `search_documents`. SQLite reads them through an FTS5 table
over those rows, kept by triggers; PostgreSQL through a tsvector written with them. Neither tokenises anything itself.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite

from app.candidates.models import Candidate
from app.core.clock import now
from app.core.rows import insert_rows
from app.core.transaction import once_before_commit, settle_now, transaction
from app.core.wake import Lane, wake
from app.extensions import db
from app.search.documents import documents_of
from app.search.models import COLUMNS, SearchDirty, SearchDocument, SearchSound
from app.search.sounds import sounds_of

CHUNK = 200
AT_ONCE = 25  # more changed people than this in one transaction are left to the sweep
PAUSE = 0.02  # seconds between chunks: SQLite's lock is not fair, people wait otherwise

_UNSYNCHRONISED = {"synchronize_session": False}
_LIST = ", ".join(COLUMNS)
_NEW, _OLD = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("new", "old"))
_ADD = f"INSERT INTO search_words(rowid, {_LIST}) VALUES (new.candidate_id, {_NEW})"  # noqa: S608
_TAKE = f"INSERT INTO search_words(search_words, rowid, {_LIST}) VALUES ('delete', old.candidate_id, {_OLD})"  # noqa: S608
_SQLITE = (  # the columns are constants of this package
    f"CREATE VIRTUAL TABLE search_words USING fts5({_LIST}, content='search_documents', content_rowid='candidate_id', tokenize='ascii', prefix='2 3')",
    f"CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN {_ADD}; END",
    f"CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN {_TAKE}; END",
    f"CREATE TRIGGER search_documents_changed AFTER UPDATE ON search_documents BEGIN {_TAKE}; {_ADD}; END",
)
_POSTGRESQL = ("CREATE INDEX search_documents_vector ON search_documents USING gin (vector) WITH (fastupdate = off)",)


def create_index(connection: Connection) -> None:
    """Make what the table definitions cannot say; called by the migration and by tests that make tables directly."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.execute(text(statement))


def create_triggers(connection: Connection) -> None:
    """SQLite: the triggers alone, after bulk writing without them; follow with a rebuild of the words."""
    for statement in _SQLITE[1:]:
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
    """These people changed: the index follows before the transaction commits, each person once however much of them changed."""
    once_before_commit(_follow, candidate_ids)


def settle_index() -> None:
    """Whoever is about to ask the index in a transaction that has changed people wants it as they are now."""
    settle_now(_follow)


def _follow(candidate_ids: Collection[int]) -> None:
    """At once for a few people, by the sweep for many."""
    ids = sorted(candidate_ids)
    if len(ids) <= AT_ONCE:
        reindex(ids)
    else:
        mark_dirty(ids)


def mark_dirty(candidate_ids: Sequence[int]) -> None:
    """Renewed where there is a mark: a sweep that is removing it has read the person before this change."""
    if candidate_ids:
        moment = now()
        rows = [{"candidate_id": candidate_id, "since": moment} for candidate_id in candidate_ids]
        insert_rows(SearchDirty, rows, renewing="since")
        wake(Lane.BULK)


def reindex(candidate_ids: Sequence[int]) -> None:
    """Write the documents of these candidates anew, in the present transaction."""
    if not candidate_ids:
        return
    db.session.flush()
    documents = documents_of(candidate_ids, with_vector=_dialect() == "postgresql")
    _write_sounds(candidate_ids, documents)
    gone = set(candidate_ids) - {document["candidate_id"] for document in documents}
    if gone:
        db.session.execute(
            delete(SearchDocument).where(SearchDocument.candidate_id.in_(gone)), execution_options=_UNSYNCHRONISED
        )
    if documents:
        db.session.connection().execute(_written_over(_dialect()), documents)


def _write_sounds(candidate_ids: Sequence[int], documents: Sequence[dict[str, Any]]) -> None:
    """Only what changed: a name seldom does."""
    connection = db.session.connection()
    wanted = {(sound, one["candidate_id"]) for one in documents for sound in sounds_of(one["name"])}
    known = select(SearchSound.sound, SearchSound.candidate_id).where(SearchSound.candidate_id.in_(candidate_ids))
    present = {(sound, candidate_id) for sound, candidate_id in connection.execute(known)}
    if changed := {candidate_id for _sound, candidate_id in present - wanted}:
        connection.execute(delete(SearchSound).where(SearchSound.candidate_id.in_(changed)))
        present = {(sound, candidate_id) for sound, candidate_id in present if candidate_id not in changed}
    if new := sorted(wanted - present):
        connection.execute(insert(SearchSound), [{"sound": sound, "candidate_id": owner} for sound, owner in new])


def index_dirty(limit: int = CHUNK) -> int:
    """Bring up to `limit` waiting candidates up to date; answers how many. One short transaction, safe to kill."""
    settle_index()
    waiting = select(SearchDirty.candidate_id).order_by(SearchDirty.since).limit(limit)
    if _dialect() == "postgresql":
        waiting = waiting.with_for_update(skip_locked=True)
    ids = list(db.session.scalars(waiting))
    if ids:
        reindex(ids)
        db.session.execute(
            delete(SearchDirty).where(SearchDirty.candidate_id.in_(ids)), execution_options=_UNSYNCHRONISED
        )
    return len(ids)


def check_integrity() -> list[str]:
    """What is wrong with the index; empty when nothing is."""
    settle_index()
    problems = []
    people = select(Candidate.id).where(Candidate.erased_at.is_(None))
    waiting = select(SearchDirty.candidate_id)
    missing = _count(
        people.where(Candidate.id.not_in(select(SearchDocument.candidate_id)), Candidate.id.not_in(waiting))
    )
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


def rebuild_index(progress: Callable[[int], None] | None = None) -> int:
    """Make every document anew, in short transactions of its own while people work; answers how many there are."""
    done, after = 0, 0
    with transaction():
        _drop_left_over()
        _rebuild_words()
    while True:
        with transaction():
            chosen = select(Candidate.id).where(Candidate.id > after, Candidate.erased_at.is_(None))
            ids = list(db.session.scalars(chosen.order_by(Candidate.id).limit(CHUNK)))
            reindex(ids)
        if not ids:
            return done
        done, after = done + len(ids), ids[-1]
        if progress:
            progress(done)
        time.sleep(PAUSE)


def _drop_left_over() -> None:
    people = select(Candidate.id).where(Candidate.erased_at.is_(None))
    left_over = delete(SearchDocument).where(SearchDocument.candidate_id.not_in(people))
    db.session.execute(left_over, execution_options=_UNSYNCHRONISED)


def _rebuild_words() -> None:
    """SQLite: the full-text table anew from its rows, so that damage to it is mended as well."""
    if _dialect() == "sqlite":
        db.session.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))


@cache
def _written_over(dialect: str) -> Any:
    added = (postgresql if dialect == "postgresql" else sqlite).insert(SearchDocument)
    changed = {column: added.excluded[column] for column in (*COLUMNS, "vector")}
    return added.on_conflict_do_update(index_elements=["candidate_id"], set_=changed)


def _count(statement: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def _dialect() -> str:
    return db.session.get_bind().dialect.name
