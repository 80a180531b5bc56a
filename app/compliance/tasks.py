"""Housekeeping: what a database leaves behind after erasures, and consents that end.

Safe to run twice and to kill.
"""

import time

from sqlalchemy import select, text, update

from app.compliance.models import Erasure
from app.compliance.renewing import (
    ask_for_renewals,
    end_lapsed_consents,
    erase_without_reason,
    people_without_reason,
    remind_of_renewals,
)
from app.core.chunks import PAUSE_SECONDS
from app.core.clock import now
from app.core.housekeeping import in_pieces
from app.core.transaction import reading, transaction
from app.extensions import db

PEOPLE_AT_ONCE = 40
ERASED_AT_ONCE = 200


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


def look_after_consents() -> int:
    """Ask, remind and end what was not renewed, then let go of whom nothing keeps any more. Answers how much was done."""
    done = sum(in_pieces(step, size=PEOPLE_AT_ONCE) for step in (ask_for_renewals, remind_of_renewals, end_lapsed_consents))
    with reading():
        forgotten = people_without_reason(ERASED_AT_ONCE)
    for candidate_id in forgotten:
        with transaction():
            done += erase_without_reason(candidate_id)
        time.sleep(PAUSE_SECONDS)
    return done


def _rewrite_file() -> None:
    connection = db.engine.raw_connection()
    try:
        for statement in ("PRAGMA query_only=OFF", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            connection.execute(statement).close()  # type: ignore[attr-defined]
        connection.info["may_write"] = True
    finally:
        connection.close()
