"""Sweeps: postings whose last day has passed. They are invisible from that moment on; this says so in the history."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.activity import record_all
from app.core.actors import SYSTEM
from app.core.clock import now
from app.core.transaction import transaction
from app.extensions import db
from app.jobs.activities import PostingEnded
from app.jobs.models import Posting

BATCH = 100


def end_due_postings() -> int:
    """Close postings past their end. A batch at a time; the rest is found at the next look."""
    with transaction():
        due = select(Posting).where(Posting.ends_at <= now(), Posting.withdrawn_at.is_(None)).order_by(Posting.id)
        ended = db.session.scalars(
            due.options(joinedload(Posting.job)).limit(BATCH).with_for_update(of=Posting, skip_locked=True)
        ).all()
        for posting in ended:
            posting.withdrawn_at = posting.ends_at
        record_all([PostingEnded(job=posting.job, subject=posting) for posting in ended], by=SYSTEM)
        return len(ended)
