"""Reads about users, invitations, sessions and the installation."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Installation, Invitation, PasswordReset, StaffSession, Team, User
from app.accounts.permissions import Role
from app.accounts.sessions import IDLE
from app.core.clock import now
from app.core.text import folded
from app.core.tokens import row_of_token
from app.extensions import db

INVITATION, PASSWORD_RESET = "invitation", "password-reset"
"""Purposes of the derived links."""


_INSTALLATION = select(Installation).limit(1)


def installation() -> Installation | None:
    """The one row, not read again while somebody in this session holds it."""
    number = db.session.info.get("installation")
    known = db.session.get(Installation, number) if number is not None else None
    if known is None and (known := db.session.scalar(_INSTALLATION)) is not None:
        db.session.info["installation"] = known.id
    return known


def user_with_address(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email_key == folded(email)))


def users_with_teams() -> Sequence[User]:
    """Everyone, the active ones first, by name."""
    return db.session.scalars(
        select(User).options(joinedload(User.team)).order_by(User.deactivated_at.is_not(None), User.name, User.id)
    ).all()


def open_invitations() -> Sequence[Invitation]:
    """Invitations neither used nor withdrawn, expired ones included: somebody should look at them."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.id.desc())
    ).all()


def teams() -> Sequence[Team]:
    return db.session.scalars(select(Team).order_by(Team.name, Team.id)).all()


def living_sessions(user: User) -> Sequence[StaffSession]:
    """Where `user` is signed in, most recent first."""
    moment = now()
    return db.session.scalars(
        select(StaffSession)
        .where(
            StaffSession.user_id == user.id,
            StaffSession.ended_at.is_(None),
            StaffSession.expires_at > moment,
            StaffSession.seen_at > moment - IDLE,
        )
        .order_by(StaffSession.seen_at.desc(), StaffSession.id.desc())
    ).all()


def invitation_of_token(token: str) -> Invitation | None:
    """The invitation a link names, whatever its state; None when the link is not one of ours."""
    row_id = row_of_token(INVITATION, token)
    return db.session.get(Invitation, row_id) if row_id else None


def password_reset_of_token(token: str) -> PasswordReset | None:
    """The request a link names, whatever its state; None when the link is not one of ours."""
    row_id = row_of_token(PASSWORD_RESET, token)
    return db.session.get(PasswordReset, row_id) if row_id else None


def count_active_admins() -> int:
    return db.session.scalar(select(func.count()).where(User.role == Role.ADMIN, User.deactivated_at.is_(None))) or 0
