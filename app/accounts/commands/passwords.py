"""Choosing a new password: with the current one, or by a link that works once within an hour.

Passwords arrive hashed: hashing is slow and happens before the transaction (app.accounts.passwords).
"""

from datetime import timedelta

from sqlalchemy import select, update

from app.accounts.activities import PasswordChanged, PasswordResetAsked
from app.accounts.models import PasswordReset, StaffSession, User
from app.accounts.queries import user_with_address
from app.accounts.refusals import LinkUsedUp
from app.accounts.sessions import end_all_sessions
from app.core.activity import record
from app.core.actors import Actor, user_actor
from app.core.clock import now
from app.extensions import db

LIFETIME = timedelta(hours=1)


def ask_password_reset(email: str, *, by: Actor) -> PasswordReset | None:
    """Let `mailing` send a link to the user with this address; None when nobody has it (never tell the asker).

    A new request voids the older ones.
    """
    user = user_with_address(email)
    if user is None or not user.is_active:
        return None
    moment = now()
    db.session.execute(
        update(PasswordReset)
        .where(PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None), PasswordReset.expires_at > moment)
        .values(expires_at=moment)
    )
    reset = PasswordReset(user_id=user.id, expires_at=moment + LIFETIME)
    db.session.add(reset)
    db.session.flush()
    record(PasswordResetAsked(subject=reset, user_id=user.id), by=by)
    return reset


def reset_password(reset: PasswordReset, *, password_hash: str, by: Actor) -> User:
    """Use the link up: set the password and end every session of the user."""
    row = db.session.scalars(
        select(PasswordReset)
        .where(PasswordReset.id == reset.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    user = db.session.get_one(User, row.user_id)
    if not row.is_usable or not user.is_active:
        raise LinkUsedUp()
    row.used_at = now()
    user.password_hash = password_hash
    end_all_sessions(user)
    record(PasswordChanged(subject=user, by_link=True), by=user_actor(user.id, by.address))
    return user


def change_password(user: User, *, password_hash: str, session: StaffSession | None, by: Actor) -> None:
    """Set a new password and end every other session. The caller has verified the current password."""
    user.password_hash = password_hash
    end_all_sessions(user, but=session)
    record(PasswordChanged(subject=user, by_link=False), by=by)
