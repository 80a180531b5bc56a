"""Half-filled application forms: the file that came with one is kept until it is sent, or for a day.

The secret of a draft is made by the browser's form and travels in it; only its hash is stored. Nothing but the file
and the address that erasure looks for is kept: what was typed stays in the form itself.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.candidates.values import email_key
from app.core.clock import now
from app.core.files import StagedFile, StoredFile, drop_file, keep_file
from app.core.tokens import token_hash
from app.extensions import db
from app.hiring.models import ApplyDraft
from app.intelligence.documents import safe_filename

DRAFT_LIVES = timedelta(days=1)
SHORTEST_SECRET, LONGEST_SECRET = 20, 100


def draft_of_secret(job_id: int, secret: str) -> ApplyDraft | None:
    """The living draft of this form, its file loaded."""
    return db.session.scalars(
        select(ApplyDraft)
        .where(ApplyDraft.token_hash == _hash(job_id, secret), ApplyDraft.expires_at > now())
        .options(joinedload(ApplyDraft.file))
    ).one_or_none()


def keep_draft(job_id: int, secret: str, staged: StagedFile, *, filename: str, email: str = "") -> ApplyDraft | None:
    """Keep the file for this form; a newer file takes the place of an older one. None for a secret not worth the name."""
    if not SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET:
        return None
    draft = db.session.scalars(
        select(ApplyDraft).where(ApplyDraft.token_hash == _hash(job_id, secret)).with_for_update()
    ).one_or_none()
    former_id = draft.file_id if draft is not None else None
    file = keep_file(staged)
    db.session.flush()
    if draft is None:
        draft = ApplyDraft(token_hash=_hash(job_id, secret), job_id=job_id)
        db.session.add(draft)
    draft.file_id = file.id
    draft.filename = safe_filename(filename)[:200]
    draft.values = {"email": email_key(email)}
    draft.expires_at = now() + DRAFT_LIVES
    db.session.flush()
    _drop(former_id)
    return draft


def end_draft(draft: ApplyDraft) -> None:
    """The form was sent, or nobody came back to it."""
    file_id = draft.file_id
    db.session.delete(draft)
    db.session.flush()
    _drop(file_id)


def forget_old_drafts(limit: int) -> int:
    """Up to `limit` of them, their files included; answers how many went."""
    past = db.session.scalars(
        select(ApplyDraft).where(ApplyDraft.expires_at < now()).order_by(ApplyDraft.id).limit(limit)
    ).all()
    for draft in past:
        end_draft(draft)
    return len(past)


def _drop(file_id: int | None) -> None:
    if file_id is not None and (file := db.session.get(StoredFile, file_id)) is not None:
        drop_file(file)


def _hash(job_id: int, secret: str) -> str:
    return token_hash(f"{job_id}:{secret}")
