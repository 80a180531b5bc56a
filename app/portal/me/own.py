"""Small reads about the signed-in candidate that several of their pages show."""

from sqlalchemy import select

from app.candidates.models import ContactKind, ContactPoint
from app.extensions import db


def own_addresses(candidate_id: int) -> list[str]:
    """The person's e-mail addresses, the one we write to first."""
    return list(
        db.session.scalars(
            select(ContactPoint.value)
            .where(ContactPoint.candidate_id == candidate_id, ContactPoint.kind == ContactKind.EMAIL)
            .order_by(ContactPoint.is_primary.desc(), ContactPoint.id)
        )
    )
