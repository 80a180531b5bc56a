"""Reads about erasures and legal holds."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.candidates.models import Candidate
from app.compliance.models import Erasure, LegalHold
from app.compliance.policy import visible_erasures, visible_holds
from app.core.actors import ActorKind
from app.core.clock import today
from app.extensions import db


def erasures(viewer: User, limit: int = 100) -> list[Erasure]:
    return list(db.session.scalars(visible_erasures(viewer).order_by(Erasure.id.desc()).limit(limit)))


def erased_by(erasure: Erasure) -> str:
    """Who did it, by name when it was a member of staff."""
    if erasure.actor_kind is ActorKind.USER:
        return db.session.scalar(select(User.name).where(User.id == erasure.actor_id)) or ""
    return ""


_WITH_NAMES = (
    joinedload(LegalHold.placed_by).load_only(User.name),
    joinedload(LegalHold.lifted_by).load_only(User.name),
)


def holds_on(viewer: User, candidate_id: int) -> list[LegalHold]:
    """Every hold there was on this person, the newest first."""
    found = visible_holds(viewer).where(LegalHold.candidate_id == candidate_id).options(*_WITH_NAMES)
    return list(db.session.scalars(found.order_by(LegalHold.id.desc())))


def standing_holds(viewer: User, limit: int = 200) -> list[LegalHold]:
    """Those that keep somebody now, the oldest first: it is the one to ask about."""
    found = visible_holds(viewer).where(
        LegalHold.lifted_at.is_(None), (LegalHold.until.is_(None)) | (LegalHold.until >= today())
    )
    names = joinedload(LegalHold.candidate).load_only(Candidate.full_name, Candidate.preferred_name)
    return list(db.session.scalars(found.options(*_WITH_NAMES, names).order_by(LegalHold.id).limit(limit)))
