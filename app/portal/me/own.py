"""Small reads about the signed-in candidate that several of their pages show."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.candidates.models import ContactKind, ContactPoint
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.hiring.policy import own_applications


def own_addresses(candidate_id: int) -> list[str]:
    """The person's e-mail addresses, the one we write to first."""
    return list(
        db.session.scalars(
            select(ContactPoint.value)
            .where(ContactPoint.candidate_id == candidate_id, ContactPoint.kind == ContactKind.EMAIL)
            .order_by(ContactPoint.is_primary.desc(), ContactPoint.id)
        )
    )


def unconfirmed_applications(candidate_id: int) -> list[Application]:
    """Made with this person's address from a device we do not know: only the mailbox can tell whether they are theirs."""
    return list(
        db.session.scalars(
            select(Application)
            .where(Application.candidate_id == candidate_id, Application.confirmed_at.is_(None))
            .where(Application.state == ApplicationState.ACTIVE)
            .options(joinedload(Application.job))
            .order_by(Application.id.desc())
        )
    )


def number_in_process(candidate_id: int) -> int:
    """Applications that go on as far as the person knows; a decision nobody has told yet changes nothing."""
    untold = and_(Application.state == ApplicationState.REJECTED, Application.closed_publicly_at.is_(None))
    going_on = own_applications(candidate_id).where(or_(Application.state == ApplicationState.ACTIVE, untold))
    return db.session.scalar(select(func.count()).select_from(going_on.subquery())) or 0
