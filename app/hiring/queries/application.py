"""Everything one application's page shows."""

from sqlalchemy import Integer, Select, bindparam, desc, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import User
from app.candidates.models import Candidate, Document, Note
from app.candidates.policy import visible_notes
from app.extensions import db
from app.hiring.models import Answer, Application, ApplicationState, Offer, Rejection, ReviewRequest, StageStay
from app.hiring.policy import visible_applications, visible_reviews
from app.jobs.models import Job


def with_everything() -> list[ORMOption]:
    """Loader options for the full page."""
    return [
        joinedload(Application.candidate).selectinload(Candidate.contact_points),
        joinedload(Application.job),
        joinedload(Application.stage),
        *with_what_was_given(),
        joinedload(Application.rejection).joinedload(Rejection.reason),
        selectinload(Application.offers),
        selectinload(Application.stays).joinedload(StageStay.stage),
    ]


def with_what_was_given() -> list[ORMOption]:
    """Loader options for what the person sent: résumé with its text, answers with their questions."""
    return [
        selectinload(Application.answers).joinedload(Answer.question),
        joinedload(Application.resume).options(undefer(Document.text), joinedload(Document.file)),
    ]


def reviews_of(viewer: User, application_id: int) -> list[ReviewRequest]:
    return list(
        db.session.scalars(
            visible_reviews(viewer)
            .where(ReviewRequest.application_id == application_id)
            .options(joinedload(ReviewRequest.user))
            .order_by(ReviewRequest.id)
        )
    )


def notes_of(viewer: User, application: Application, *, limit: int = 30) -> list[Note]:
    """The newest notes about the person, as far as they and the application they are about reach the viewer.

    While the mailbox has not answered, only those about this very application.
    """
    readable = visible_applications(viewer).with_only_columns(Application.id)
    about = Note.application_id == application.id
    if application.is_confirmed:
        about = or_(Note.application_id.is_(None), Note.application_id.in_(readable))
    return list(
        db.session.scalars(
            visible_notes(viewer)
            .where(Note.candidate_id == application.candidate_id, about)
            .options(joinedload(Note.author))
            .order_by(desc(Note.id))
            .limit(limit)
        )
    )


def other_applications(viewer: User, application: Application) -> list[Application]:
    """Of the same person, as far as visible; none while the mailbox has not answered."""
    if not application.is_confirmed:
        return []
    return list(
        db.session.scalars(
            visible_applications(viewer)
            .where(Application.candidate_id == application.candidate_id, Application.id != application.id)
            .options(joinedload(Application.job), joinedload(Application.stage))
            .order_by(desc(Application.applied_at))
            .limit(20)
        )
    )


def offers_of(visible: Select[Offer], *, limit: int = 200) -> list[Offer]:
    """Offers the viewer sees, newest first, with application and job."""
    return list(
        db.session.scalars(
            visible.options(joinedload(Offer.application).joinedload(Application.job).load_only(Job.title))
            .order_by(desc(Offer.updated_at), desc(Offer.id))
            .limit(limit)
        )
    )


def owed_reviews(viewer: User, *, limit: int = 100) -> list[ReviewRequest]:
    """Opinions this user was asked for and has not given, oldest first."""
    return list(db.session.scalars(_OWED, {"user": viewer.id, "most": limit}))


_OWED = (
    select(ReviewRequest)
    .join(ReviewRequest.application)
    .join(Application.job)
    .where(ReviewRequest.user_id == bindparam("user"), ReviewRequest.answered_at.is_(None))
    .where(Application.state == ApplicationState.ACTIVE)
    .options(
        contains_eager(ReviewRequest.application)
        .load_only(Application.candidate_id, Application.job_id, Application.state, Application.given_name)
        .contains_eager(Application.job)
        .load_only(Job.title)
    )
    .order_by(ReviewRequest.asked_at, ReviewRequest.id)
    .limit(bindparam("most", type_=Integer))
)
