"""Inviting colleagues: a link bound to an address and a role, used once, within 72 hours."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.activities import InvitationWithdrawn, UserInvited, UserJoined
from app.accounts.commands.users import free_address, usable_address
from app.accounts.models import Invitation, User
from app.accounts.permissions import Role
from app.accounts.refusals import AlreadyInvited, LinkUsedUp
from app.core.activity import record
from app.core.actors import Actor, user_actor
from app.core.clock import now
from app.core.text import folded, one_line
from app.extensions import db

LIFETIME = timedelta(hours=72)


def invite_user(*, email: str, name: str, role: Role, team_id: int | None, by: Actor) -> Invitation:
    """Invite somebody; `mailing` writes them. One open invitation per address."""
    email = usable_address(email)
    free_address(email)
    waiting = select(Invitation.id).where(
        Invitation.email_key == folded(email),
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now(),
    )
    if db.session.scalar(waiting.limit(1)):
        raise AlreadyInvited(field="email")
    invitation = Invitation(
        email=email,
        email_key=folded(email),
        name=one_line(name)[:200],
        role=role,
        team_id=team_id,
        invited_by_id=by.user_id,
        expires_at=now() + LIFETIME,
    )
    db.session.add(invitation)
    db.session.flush()
    record(UserInvited(subject=invitation, role=role), by=by)
    return invitation


def withdraw_invitation(invitation: Invitation, *, by: Actor) -> None:
    """The link stops working. Harmless when it was withdrawn before; refused once somebody joined with it."""
    row = _locked(invitation.id)
    if row.used_at is not None:
        raise LinkUsedUp()
    if row.withdrawn_at is None:
        row.withdrawn_at = now()
        record(InvitationWithdrawn(subject=row), by=by)


def accept_invitation(
    invitation: Invitation, *, name: str, password_hash: str, locale: str = "en", by: Actor
) -> User:
    """Join with the address and the role the invitation names, exactly once."""
    row = _locked(invitation.id)
    if not row.is_usable:
        raise LinkUsedUp()
    free_address(row.email)
    row.used_at = now()
    user = User(
        name=one_line(name)[:200] or row.name or row.email,
        email=row.email,
        email_key=row.email_key,
        role=row.role,
        team_id=row.team_id,
        password_hash=password_hash,
        locale=locale,
    )
    db.session.add(user)
    db.session.flush()
    record(UserJoined(subject=user, role=user.role), by=user_actor(user.id, by.address))
    return user


def _locked(invitation_id: int) -> Invitation:
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()

