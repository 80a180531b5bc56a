"""Signing in and out."""

from sqlalchemy import update

from app.accounts.activities import SessionsEnded, SignedIn, SignedOut
from app.accounts.models import StaffSession, User
from app.accounts.sessions import end_all_sessions, end_session, start_session
from app.core.activity import record
from app.core.actors import Actor, user_actor
from app.extensions import db


def sign_in(user: User, *, agent: str | None, by: Actor, better_hash: str | None = None) -> str:
    """Start a session for `user`, whose password has been verified; answers its secret.

    `better_hash` replaces a hash made with former parameters.
    """
    if better_hash is not None:
        db.session.execute(update(User).where(User.id == user.id).values(password_hash=better_hash))
    record(SignedIn(subject=user), by=user_actor(user.id, by.address))
    return start_session(user, by.address, agent)


def sign_out(session: StaffSession, *, by: Actor) -> None:
    end_session(session)
    record(SignedOut(subject=session.user), by=by)


def sign_out_everywhere(user: User, *, but: StaffSession | None = None, by: Actor) -> int:
    """End every session of `user` except `but`; by themselves or by an admin."""
    number = end_all_sessions(user, but=but)
    if number:
        record(SessionsEnded(subject=user, number=number), by=by)
    return number
