"""Which applications a viewer sees and may act on. Blind to interest: fit and interest never show here."""

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import User
from app.accounts.permissions import Permission, Role
from app.candidates.policy import reach as candidate_reach
from app.hiring.models import Application, BulkAct, Offer, ReviewRequest
from app.jobs.models import Job
from app.jobs.policy import reach as job_reach
from app.jobs.policy import works_on


def visible_applications(viewer: User) -> Select[Application]:
    """Applications to jobs the viewer works on, and those the viewer was asked an opinion about."""
    if viewer.role is Role.ADMIN:
        return select(Application)
    return select(Application).where(
        or_(Application.job_id.in_(works_on(viewer)), Application.id.in_(_asked_about(viewer)))
    )


def sees_application(viewer: User, application_id: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Whether the viewer sees the application a row names. Asked row by row: for one person's few rows a list of every
    visible application would be made anew.
    """
    return visible_applications(viewer).where(Application.id == application_id).exists()


def workable_jobs(viewer: User) -> Select[Job]:
    """Jobs whose board, list and reports the viewer opens: never those merely asked about."""
    return select(Job).where(Job.id.in_(works_on(viewer)))


def workable_applications(viewer: User) -> Select[Application]:
    """Applications the viewer may act on; `visible_applications` are also those merely asked about."""
    if viewer.role is Role.ADMIN:
        return select(Application)
    return select(Application).where(Application.job_id.in_(works_on(viewer)))


def visible_offers(viewer: User) -> Select[Offer]:
    """Offers on applications the viewer works with."""
    return select(Offer).where(workable_applications(viewer).where(Application.id == Offer.application_id).exists())


def visible_bulk_acts(viewer: User) -> Select[BulkAct]:
    """One's own; what a colleague did at once, the colleague takes back."""
    return select(BulkAct).where(BulkAct.by_id == viewer.id, BulkAct.job_id.in_(works_on(viewer)))


def own_applications(candidate_id: int) -> Select[Application]:
    """What a signed-in candidate sees: their own, once the mailbox has answered."""
    return select(Application).where(Application.candidate_id == candidate_id, Application.confirmed_at.is_not(None))


def own_offers(candidate_id: int) -> Select[Offer]:
    """Offers a signed-in candidate sees: those that were sent, whatever became of them."""
    applications = own_applications(candidate_id).with_only_columns(Application.id)
    return select(Offer).where(Offer.application_id.in_(applications), Offer.sent_at.is_not(None))


def may(viewer: User, permission: Permission, application: Application, *, works_on_job: bool = True) -> bool:
    """Whether `viewer` may do `permission` to an application that is visible to them.

    `works_on_job` is False for one seen only through a review request: then only the opinion may be given.
    """
    if not works_on_job and permission not in (Permission.FEEDBACK_GIVE, Permission.APPLICATIONS_SEE):
        return False
    return viewer.may(permission)


def visible_reviews(viewer: User) -> Select[ReviewRequest]:
    """A viewer's own review requests, and all on applications to jobs they work on."""
    on_own_jobs = select(Application.id).where(
        Application.id == ReviewRequest.application_id, Application.job_id.in_(works_on(viewer))
    )
    return select(ReviewRequest).where(or_(ReviewRequest.user_id == viewer.id, on_own_jobs.exists()))


def _asked_about(viewer: User) -> Select[int]:
    return select(ReviewRequest.application_id).where(ReviewRequest.user_id == viewer.id)


def _candidates_reached(viewer: User) -> Select[int]:
    return visible_applications(viewer).with_only_columns(Application.candidate_id)


def _jobs_asked_about(viewer: User) -> Select[int]:
    return (
        select(Application.job_id)
        .join(ReviewRequest, ReviewRequest.application_id == Application.id)
        .where(ReviewRequest.user_id == viewer.id)
    )


candidate_reach.append(_candidates_reached)
job_reach.append(_jobs_asked_about)
