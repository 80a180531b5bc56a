"""Housekeeping after erasures: what a database leaves behind in free pages, its log and its index."""

from sqlalchemy import select, text, update

from app.compliance.models import Erasure
from app.core.clock import now
from app.core.transaction import reading, transaction
from app.extensions import db


def scrub_after_erasures() -> int:
    """Overwrite the remains of people erased since the last time. Answers how many erasures that completed.

    SQLite keeps deleted words in the full-text index until its segments merge, and deleted rows in free pages and in
    the write-ahead log; PostgreSQL's own vacuum takes care of dead rows.
    """
    with reading():
        waiting = list(db.session.scalars(select(Erasure.id).where(Erasure.scrubbed_at.is_(None))))
    if not waiting:
        return 0
    if db.engine.dialect.name == "sqlite":
        with transaction():
            db.session.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))
        _rewrite_file()
    with transaction():
        db.session.execute(update(Erasure).where(Erasure.id.in_(waiting)).values(scrubbed_at=now()))
    return len(waiting)


def _rewrite_file() -> None:
    connection = db.engine.raw_connection()
    try:
        for statement in ("PRAGMA query_only=OFF", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            connection.execute(statement).close()  # type: ignore[attr-defined]
        connection.info["may_write"] = True
    finally:
        connection.close()
