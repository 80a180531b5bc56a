"""Background work on candidates: reading documents, advancing imports, counting interest anew."""

import time
from datetime import timedelta
from logging import getLogger

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.candidates.commands.documents import store_reading, warn_of_expiring
from app.candidates.commands.interest import count_next_anew
from app.candidates.commands.people import installation_country
from app.candidates.commands.suggestions import fill_gaps
from app.candidates.importing.batches import discard_import
from app.candidates.importing.working import work_on
from app.candidates.models import (
    Candidate,
    Document,
    DocumentKind,
    ImportBatch,
    ImportState,
    InterestWeights,
    ReadingState,
)
from app.candidates.skill_list import own_skill_names
from app.core.actors import SYSTEM
from app.core.claims import Claim, claim_due, finish, holds, retry_later
from app.core.clock import now
from app.core.housekeeping import in_pieces
from app.core.transaction import reading, transaction
from app.extensions import db
from app.intelligence.extraction.reading import as_plain
from app.intelligence.resume import ResumeReading, Unreadable, read_resume

log = getLogger(__name__)
READING_SECONDS = 20.0
AT_ONCE = 2
NEVER_RAN = (ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED)
KEPT_UNUSED = timedelta(days=30)
COUNTED_ANEW = 150
WARNED_AT_ONCE = 50
PAUSE_SECONDS = 0.02


def read_waiting_documents() -> int:
    """Read the text of documents that wait for it. The reading happens outside any transaction."""
    with transaction():
        claims = claim_due(Document, limit=AT_ONCE)
    for claim in claims:
        read_document(claim)
    return len(claims)


def read_document(claim: Claim) -> None:
    """One document: a file that cannot be read is said so on the record, not tried for ever."""
    with reading():
        document = _document(claim.id)
        country, names = installation_country(), own_skill_names()
        db.session.expunge_all()
    try:
        found = read_resume(document.file.read(), document.filename, seconds=READING_SECONDS, region=country, skill_names=names)
    except OSError as error:
        log.warning("document %s: the file cannot be opened (%s)", claim.id, type(error).__name__)
        with transaction():
            retry_later(Document, claim, type(error).__name__)
        return
    with transaction():
        if holds(Document, claim):
            keep_reading(_document(claim.id), found)
            finish(Document, claim)


def keep_reading(document: Document, found: ResumeReading | Unreadable) -> None:
    """Store what was found; fill the record's gaps when it was made with this document."""
    if isinstance(found, Unreadable):
        note = found.reason.value
        store_reading(document, text="", facts={}, by=SYSTEM, reading=ReadingState.UNREADABLE, note=note)
        return
    facts = as_plain(found)
    text = facts.pop("text")
    store_reading(document, text=text, facts=facts, by=SYSTEM)
    erased = db.session.scalar(select(Candidate.erased_at).where(Candidate.id == document.candidate_id))
    if document.fills_record and not document.pending and document.kind is DocumentKind.RESUME and erased is None:
        fill_gaps(document.candidate_id, document=document, facts=facts)


def advance_imports() -> int:
    """Work on the import that has waited longest."""
    with transaction():
        claims = claim_due(ImportBatch, limit=1)
    return sum(work_on(claim) for claim in claims)


def warn_of_expiring_documents() -> int:
    """Licences and permits that end within sixty days: a to-do each, once."""
    return in_pieces(warn_of_expiring, size=WARNED_AT_ONCE)


def forget_abandoned_imports() -> int:
    """Files somebody uploaded and never imported are full of people's details: after thirty days they go."""
    with transaction():
        abandoned = db.session.scalars(
            select(ImportBatch)
            .where(ImportBatch.state.in_(NEVER_RAN), ImportBatch.created_at < now() - KEPT_UNUSED)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        for batch in abandoned:
            discard_import(batch)
    return len(abandoned)


def _document(document_id: int) -> Document:
    return db.session.scalars(
        select(Document).where(Document.id == document_id).options(joinedload(Document.file))
    ).one()


def count_interest_anew() -> int:
    """After the weights changed: the next people whose interest is counted anew."""
    with transaction():
        claims = claim_due(InterestWeights, limit=1)
    done = 0
    for claim in claims:
        with transaction():
            done += count_next_anew(claim.id, claim.fence, COUNTED_ANEW)
        time.sleep(PAUSE_SECONDS)  # SQLite's lock is not fair: without a pause people's writes would wait
    return done
