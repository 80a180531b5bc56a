"""Files about a person, and what reading them found."""

from datetime import date, timedelta
from typing import Any

from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.candidates.activities import DocumentAdded, DocumentRead, DocumentRemoved, DocumentViewed
from app.candidates.commands.todos import add_todo
from app.candidates.models import Candidate, Document, DocumentKind, ReadingState
from app.core.activity import record
from app.core.actors import SYSTEM, Actor
from app.core.clock import now, today
from app.core.files import StagedFile, StoredFile, drop_file, keep_file
from app.core.text import clean_text, one_line
from app.core.wake import Lane, wake
from app.extensions import db
from app.intelligence.documents import safe_filename

EXPIRY_WARNING = timedelta(days=60)


def add_document(
    candidate: Candidate,
    staged: StagedFile,
    *,
    filename: str,
    by: Actor,
    kind: DocumentKind = DocumentKind.RESUME,
    pending: bool = False,
    fills_record: bool = False,
    application: Any = None,
    read: bool = True,
    number: str = "",
    issuer: str = "",
    expires_on: date | None = None,
) -> Document:
    """Keep a file on the record. Its text is read in the background unless `read` is False.

    `fills_record`: the record was made with this very document, so what is read may fill its empty fields.
    `number`, `issuer` and `expires_on` are those of a licence, permit or certificate.
    `pending`: it came with an application whose mailbox has not answered; nobody but that application sees it.
    """
    file = keep_file(staged)
    db.session.flush()
    document = Document(
        candidate_id=candidate.id,
        file_id=file.id,
        kind=kind,
        filename=safe_filename(filename)[:200] or "document",
        pending=pending,
        fills_record=fills_record,
        created_by_id=by.user_id,
        due_at=now() if read else None,
        number=one_line(number)[:200],
        issuer=one_line(issuer)[:200],
        expires_on=expires_on,
        file=file,
    )
    db.session.add(document)
    db.session.flush()
    record(DocumentAdded(candidate=candidate, subject=document, document_kind=kind, application=application), by=by)
    if read:
        wake(Lane.READING)
    return document


def store_reading(
    document: Document, *, text: str, facts: dict[str, Any], by: Actor, reading: ReadingState = ReadingState.READ,
    note: str = "",
) -> None:  # fmt: skip
    """Keep what was read; suggestions wait for a person, the index hears of the text."""
    db.session.execute(
        update(Document)
        .where(Document.id == document.id)
        .values(text=clean_text(text)[:200_000], facts=facts, reading=reading, reading_note=note[:300])
    )
    record(DocumentRead(candidate=document.candidate_id, subject=document), by=by)


def read_again(document: Document) -> None:
    """Have the text read once more, for instance after the reader became better."""
    document.due_at, document.parked_at, document.attempts = now(), None, 0
    document.reading = ReadingState.WAITING
    wake(Lane.READING)


def release_documents(document_ids: list[int]) -> None:
    """The mailbox answered: documents that came with the application now belong to the record."""
    db.session.execute(update(Document).where(Document.id.in_(document_ids)).values(pending=False))


def note_document_view(document: Document, *, by: Actor, download: bool) -> None:
    """For the audit: somebody looked. Call through `aside`."""
    record(DocumentViewed(candidate=document.candidate_id, document_id=document.id, download=download), by=by)


def warn_of_expiring(limit: int = 50) -> int:
    """To-dos for licences and permits that end within sixty days, once each, for whoever looks after the person.

    A newer one of the same kind that lasts longer, or nobody to tell, makes it none; the record shows it all the same.
    """
    newer = aliased(Document)
    renewed = exists().where(
        newer.candidate_id == Document.candidate_id, newer.kind == Document.kind, newer.id > Document.id,
        newer.expires_on > Document.expires_on,
    )  # fmt: skip
    who = func.coalesce(Candidate.owner_id, Document.created_by_id)
    due = db.session.execute(
        select(Document, User)
        .join(Candidate, Candidate.id == Document.candidate_id)
        .join(User, (User.id == who) & User.deactivated_at.is_(None))
        .where(Document.expires_on.between(today(), today() + EXPIRY_WARNING), Document.warned_at.is_(None))
        .where(Document.pending.is_(False), Candidate.erased_at.is_(None), ~renewed)
        .order_by(Document.expires_on, Document.id)
        .limit(limit)
        .with_for_update(of=Document, skip_locked=True)
    ).all()
    for document, user in due:
        with force_locale(user.locale):
            day = format_date(document.expires_on)
            what = _("Ask for a new document: %(kind)s ends on %(day)s", kind=document.kind.label, day=day)
        add_todo(what=what, due_on=_before(document), owner_id=user.id, candidate_id=document.candidate_id, by=SYSTEM)
        document.warned_at = now()
    return len(due)


def _before(document: Document) -> date:
    """Four weeks before the end, or now when that is past."""
    assert document.expires_on is not None
    return max(today(), document.expires_on - timedelta(days=28))


def remove_document(document: Document, *, candidate: Candidate, by: Actor) -> None:
    """Take a file off the record and off the disk, unless another row holds the same content."""
    document_id, file_id = document.id, document.file_id
    db.session.execute(delete(Document).where(Document.id == document_id))
    db.session.expunge(document)
    if not db.session.scalar(select(func.count()).where(Document.file_id == file_id)):
        file = db.session.get_one(StoredFile, file_id)
        drop_file(file)
    record(DocumentRemoved(candidate=candidate, document_id=document_id), by=by)
