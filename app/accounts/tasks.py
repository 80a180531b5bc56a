"""Housekeeping of accounts: what ended long ago is not kept."""

from datetime import timedelta

from sqlalchemy import delete, or_

from app.accounts.models import PasswordReset, StaffSession
from app.core.clock import now
from app.core.transaction import transaction
from app.extensions import db

KEPT = timedelta(days=30)
"""Long enough to answer "was that me?"; addresses and browsers of staff are personal data too."""


def forget_past_sessions() -> int:
    """Remove sessions and password links that ended more than thirty days ago; answers how many."""
    oldest = now() - KEPT
    with transaction():
        sessions = db.session.execute(
            delete(StaffSession).where(or_(StaffSession.ended_at < oldest, StaffSession.expires_at < oldest))
        )
        links = db.session.execute(delete(PasswordReset).where(PasswordReset.expires_at < oldest))
    return int(sessions.rowcount + links.rowcount)  # type: ignore[attr-defined]
