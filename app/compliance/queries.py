"""Reads about erasures."""

from sqlalchemy import select

from app.accounts.models import User
from app.compliance.models import Erasure
from app.compliance.policy import visible_erasures
from app.core.actors import ActorKind
from app.extensions import db


def erasures(viewer: User, limit: int = 100) -> list[Erasure]:
    return list(db.session.scalars(visible_erasures(viewer).order_by(Erasure.id.desc()).limit(limit)))


def erased_by(erasure: Erasure) -> str:
    """Who did it, by name when it was a member of staff."""
    if erasure.actor_kind is ActorKind.USER:
        return db.session.scalar(select(User.name).where(User.id == erasure.actor_id)) or ""
    return ""
