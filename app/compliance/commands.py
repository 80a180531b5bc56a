"""Erasing a person: rows, files, index, mail; what stays is an empty shell, a certificate and hashed addresses."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext
from sqlalchemy import delete, func, or_, select, update

from app.candidates.models import Candidate, ContactKind, ContactPoint, Document
from app.compliance.activities import CandidateErased
from app.compliance.models import Erasure, ErasureReason, Tombstone
from app.compliance.register import REGISTER, PersonalTable, Subject, candidate_tables
from app.core.activity import record
from app.core.actors import Actor, ActorKind
from app.core.clock import now
from app.core.files import StoredFile, drop_file
from app.core.refusals import Refused
from app.core.text import folded
from app.extensions import db
from app.hiring.models import Application, ApplicationState, ApplyDraft, BulkState
from app.mailing.commands import cancel_messages
from app.mailing.commands.suppressing import suppress_address
from app.mailing.gate import address_hash
from app.mailing.models import MailAttachment, Message, SuppressionReason
from app.search.bulk.models import PeopleAct


class StillInProcess(Refused):
    sentence = _("An application is still in process. Withdraw or reject it first; then everything can be erased.")


class AlreadyErased(Refused):
    sentence = _("This person has been erased already.")


erasure_blocks: list[Callable[[Candidate], Refused | None]] = []
"""Reasons not to erase somebody now: an open application, a legal hold (`holds`)."""


def erase_candidate(candidate: Candidate, *, by: Actor, reason: ErasureReason) -> Erasure:
    """Remove everything that says who this was, in one transaction, and certify it. Cannot be undone.

    Raises StillInProcess while an application is active, AlreadyErased the second time.
    """
    locked = select(Candidate).where(Candidate.id == candidate.id).with_for_update()
    candidate = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    if candidate.is_erased:
        raise AlreadyErased()
    for block in erasure_blocks:
        if (refusal := block(candidate)) is not None:
            raise refusal
    by = by if by.kind is not ActorKind.CANDIDATE else replace(by, address=None)
    subject = _subject(candidate.id)
    shells = db.session.scalars(select(Candidate.id).where(Candidate.merged_into_id == candidate.id))
    subjects = [subject, *(Subject(shell) for shell in shells)]
    cancelled = cancel_messages(Message.candidate_id == candidate.id, reason="erased", by=by)
    _bury(candidate.id, by)
    files, attached = _files_of(subject), _attachments_of(subjects)
    erasure = Erasure(
        candidate_id=candidate.id, actor_kind=by.kind, actor_id=by.id, reason=reason, messages_cancelled=cancelled
    )
    db.session.add(erasure)
    db.session.flush()
    record(CandidateErased(candidate=candidate, subject=erasure, reason=reason), by=by)
    db.session.expunge_all()
    emptied = {entry.table.name: sum(_empty(entry, one) for one in subjects) for entry in candidate_tables()}
    counts = {table: number for table, number in emptied.items() if number}
    db.session.execute(update(Candidate).where(Candidate.id == subject.id).values(erased_at=now(), version=Candidate.version + 1))
    files += _left_alone(attached)
    for file_id in files:
        drop_file(db.session.get_one(StoredFile, file_id))
    erasure = db.session.merge(erasure)
    erasure.counts, erasure.files = counts, len(files)
    db.session.flush()
    return erasure


def why_not_erasable(candidate: Candidate) -> Refused | None:
    """What stands in the way now, to say it before somebody types the confirmation."""
    return next((refusal for block in erasure_blocks if (refusal := block(candidate)) is not None), None)


def _in_process(candidate: Candidate) -> Refused | None:
    active = db.session.scalar(
        select(func.count()).where(
            Application.candidate_id == candidate.id, Application.state == ApplicationState.ACTIVE
        )
    )
    if not active:
        return None
    return StillInProcess(
        lazy_ngettext(
            "%(num)s application is still in process. Withdraw or reject it first; then everything can be erased.",
            "%(num)s applications are still in process. Withdraw or reject them first; then everything can be erased.",
            active,
        )
    )


erasure_blocks.append(_in_process)


def _subject(candidate_id: int) -> Subject:
    """The addresses in every spelling that other tables may hold."""
    values = db.session.execute(
        select(ContactPoint.value, ContactPoint.value_key).where(
            ContactPoint.candidate_id == candidate_id, ContactPoint.kind == ContactKind.EMAIL
        )
    )
    found = {spelling for value, key in values for spelling in (value, value.lower(), key, folded(value, limit=320))}
    given = db.session.scalars(select(Application.given_email).where(Application.candidate_id == candidate_id))
    found |= {spelling for value in given for spelling in (value.lower(), folded(value, limit=320)) if value}
    shared = select(ContactPoint.value_key).where(
        ContactPoint.value_key.in_(found), ContactPoint.candidate_id != candidate_id
    )
    return Subject(candidate_id, frozenset(found - set(db.session.scalars(shared))))


def _bury(candidate_id: int, by: Actor) -> None:
    """Hashes of the addresses outlive the person: no import brings them back, no mail leaves to them."""
    addresses = db.session.scalars(
        select(ContactPoint.value).where(
            ContactPoint.candidate_id == candidate_id, ContactPoint.kind == ContactKind.EMAIL
        )
    )
    spellings = list(addresses)
    hashes = sorted({address_hash(address) for address in spellings})
    buried: list[str | None] = [*hashes] or [None]
    db.session.add_all(Tombstone(candidate_id=candidate_id, address_hash=hashed) for hashed in buried)
    for address in spellings:
        suppress_address(address, SuppressionReason.ERASED, by=by)


def _files_of(subject: Subject) -> list[int]:
    documents = db.session.scalars(select(Document.file_id).where(Document.candidate_id == subject.id))
    drafts = db.session.scalars(
        select(ApplyDraft.file_id).where(func.lower(ApplyDraft.values["email"].as_string()).in_(subject.addresses))
    )
    return sorted({file_id for file_id in (*documents, *drafts) if file_id is not None})


def _attachments_of(subjects: Sequence[Subject]) -> set[int]:
    """What mails to them carried."""
    rows_of = REGISTER[Message.__tablename__].rows_of
    assert rows_of is not None
    carried = select(Message.attachment_id).where(Message.attachment_id.is_not(None), or_(*map(rows_of, subjects)))
    return {one for one in db.session.scalars(carried) if one is not None}


def _left_alone(attachments: set[int]) -> list[int]:
    """Files of those attachments that no mail carries any more, nor one of an act that still goes on. Their rows go here."""
    if not attachments:
        return []
    given = db.session.scalars(select(PeopleAct.given).where(PeopleAct.state == BulkState.WORKING))
    used = {*db.session.scalars(select(Message.attachment_id).where(Message.attachment_id.in_(attachments)).distinct())}
    alone = attachments - used - {one.get("attachment") for one in given}
    files = db.session.scalars(select(MailAttachment.file_id).where(MailAttachment.id.in_(alone))).all()
    db.session.execute(delete(MailAttachment).where(MailAttachment.id.in_(alone)))
    return sorted(files)


def _empty(entry: PersonalTable, subject: Subject) -> int:
    """Empty one table of the subject; answers how many rows were removed or emptied."""
    assert entry.rows_of is not None
    if entry.blank is None:
        done = db.session.execute(delete(entry.table).where(entry.rows_of(subject)))
    elif entry.blank:
        done = db.session.execute(update(entry.table).where(entry.rows_of(subject)).values(dict(entry.blank)))
    else:
        return 0
    return int(done.rowcount)  # type: ignore[attr-defined]
