"""Which users a viewer sees, and what a viewer may do at all."""

from sqlalchemy import Select, select

from app.accounts.models import User
from app.accounts.permissions import Permission, Role

TALENT_ROLES = frozenset({Role.ADMIN, Role.RECRUITER, Role.COORDINATOR})
"""Roles that run recruiting: they see every candidate's record."""


def visible_users(viewer: User) -> Select[User]:
    """Colleagues are no secret to one another: names are needed to assign and to mention."""
    return select(User)


def may(viewer: User, permission: Permission) -> bool:
    return viewer.may(permission)
