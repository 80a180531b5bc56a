"""Which applications a viewer sees and may act on. Blind to interest: fit and interest never show here."""

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import User
from app.accounts.permissions import Permission, Role
from app.accounts.policy import TALENT_ROLES
from app.accounts.viewing import once_per_viewer
from app.candidates.own_record import own_records
from app.candidates.policy import reach as candidate_reach
from app.hiring.models import (
    OWING,
    Application,
    BulkAct,
    Interview,
    InterviewState,
    Offer,
    ReviewRequest,
    Scorecard,
    Seat,
    SeatRole,
)
from app.jobs.models import Job
from app.jobs.policy import kept_from as job_kept_from
from app.jobs.policy import nameable_jobs, works_on
from app.jobs.policy import reach as job_reach
from app.mailing.models import Message, MessageState


@once_per_viewer
def visible_applications(viewer: User) -> Select[Application]:
    """Applications to jobs the viewer works on, those the viewer was asked an opinion about, and those of interviews the
    viewer sits in."""
    others = _of_others(viewer)
    if viewer.role is Role.ADMIN:
        return others
    return others.where(or_(Application.job_id.in_(works_on(viewer)), Application.id.in_(_asked_about(viewer))))


@once_per_viewer
def sees_application(viewer: User, application_id: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Whether the viewer sees the application a row names. Asked row by row: for one person's few rows a list of every
    visible application would be made anew.
    """
    return visible_applications(viewer).with_only_columns(Application.id).where(Application.id == application_id).exists()


@once_per_viewer
def visible_mails(viewer: User) -> Select[Message]:
    """Mails about applications the viewer sees; for those who run recruiting, also what is about no application, unless it
    speaks of a confidential job. To be narrowed to people the viewer sees. Mail that was called back is nobody's.
    """
    seen: ColumnElement[bool] = sees_application(viewer, Message.application_id)
    if viewer.role in TALENT_ROLES:
        about_no_secret = or_(Message.job_id.is_(None), Message.job_id.in_(nameable_jobs(viewer)))
        seen = or_(and_(Message.application_id.is_(None), about_no_secret), seen)
    return select(Message).where(Message.candidate_id.is_not(None), Message.state != MessageState.CANCELLED, seen)


@once_per_viewer
def workable_jobs(viewer: User) -> Select[Job]:
    """Jobs whose board, list and reports the viewer opens: never those merely asked about."""
    return select(Job).where(Job.id.in_(works_on(viewer)))


@once_per_viewer
def workable_applications(viewer: User) -> Select[Application]:
    """Applications the viewer may act on; `visible_applications` are also those merely asked about."""
    own = own_records(viewer)
    if viewer.role is Role.ADMIN and own is None:
        return select(Application)
    return select(Application).where(Application.job_id.in_(works_on(viewer)))


def _works_with(viewer: User, application_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Only an id is asked for: every column of forty would stand in each statement, to be read and planned for nothing."""
    return workable_applications(viewer).with_only_columns(Application.id).where(Application.id == application_id).exists()


def _of_others(viewer: User) -> Select[Application]:
    """A colleague who applied sees of it what every candidate sees, on `/me`."""
    own = own_records(viewer)
    return select(Application) if own is None else select(Application).where(Application.candidate_id.not_in(own))


@once_per_viewer
def visible_offers(viewer: User) -> Select[Offer]:
    """Offers on applications the viewer works with."""
    return select(Offer).where(_works_with(viewer, Offer.application_id))


@once_per_viewer
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


@once_per_viewer
def visible_reviews(viewer: User) -> Select[ReviewRequest]:
    """A viewer's own review requests, and all on applications to jobs they work on."""
    on_own_jobs = select(Application.id).where(
        Application.id == ReviewRequest.application_id, Application.job_id.in_(works_on(viewer))
    )
    return select(ReviewRequest).where(or_(ReviewRequest.user_id == viewer.id, on_own_jobs.exists()))


@once_per_viewer
def visible_interviews(viewer: User) -> Select[Interview]:
    """Interviews of applications the viewer works with, and those the viewer sits in; these as long as they stand."""
    works = _works_with(viewer, Interview.application_id)
    return select(Interview).where(or_(works, Interview.id.in_(_seated_in(viewer, Interview.id))))


@once_per_viewer
def workable_interviews(viewer: User) -> Select[Interview]:
    """Interviews the viewer may arrange and change."""
    return select(Interview).where(_works_with(viewer, Interview.application_id))


def own_interviews(candidate_id: int) -> Select[Interview]:
    """What a signed-in candidate sees of them: those of their own applications that stand or took place."""
    applications = own_applications(candidate_id).with_only_columns(Application.id)
    return select(Interview).where(Interview.application_id.in_(applications), Interview.state != InterviewState.CANCELLED)


def owes_card(viewer: User, application_id: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Whether the viewer has yet to give a scorecard on the application a row names, for an interview that was or will be."""
    seat, interview, card = aliased(Seat), aliased(Interview), aliased(Scorecard)
    given = select(card.id).where(
        card.interview_id == interview.id, card.user_id == viewer.id, card.submitted_at.is_not(None)
    )
    return (
        select(seat.id)
        .join(interview, interview.id == seat.interview_id)
        .where(
            seat.user_id == viewer.id, seat.role != SeatRole.OBSERVER, interview.application_id == application_id,
            interview.state.in_(OWING), ~given.exists(),
        )
        .exists()
    )  # fmt: skip


@once_per_viewer
def visible_scorecards(viewer: User) -> Select[Scorecard]:
    """The one rule about feedback: one's own always; others' once they were given, and only to somebody who owes none on
    that application. Whoever does not work on the job reads those of the interviews they gave their own in.
    """
    own = aliased(Scorecard)
    together = select(own.id).where(
        own.interview_id == Scorecard.interview_id, own.user_id == viewer.id, own.submitted_at.is_not(None)
    )
    works = _works_with(viewer, Scorecard.application_id)
    others = and_(
        Scorecard.submitted_at.is_not(None), or_(works, together.exists()), ~owes_card(viewer, Scorecard.application_id)
    )
    return select(Scorecard).where(or_(Scorecard.user_id == viewer.id, others))


FEEDBACK_KINDS = ("scorecard_given", "scorecard_amended")
"""Activities that say something about a scorecard: shown to those who may read it."""


@once_per_viewer
def sees_card(viewer: User, scorecard_id: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Whether the viewer reads the scorecard a row names."""
    return visible_scorecards(viewer).with_only_columns(Scorecard.id).where(Scorecard.id == scorecard_id).exists()


def _asked_about(viewer: User) -> CompoundSelect[int]:
    """Applications of which something was asked of the viewer: an opinion, or a part in an interview."""
    reviews = select(ReviewRequest.application_id).where(ReviewRequest.user_id == viewer.id)
    return union_all(reviews, _seated_in(viewer, Interview.application_id))


def _seated_in(viewer: User, column: InstrumentedAttribute[int]) -> Select[int]:
    return (
        select(column)
        .join(Seat, Seat.interview_id == Interview.id)
        .where(Seat.user_id == viewer.id, Interview.state != InterviewState.CANCELLED)
    )


def _candidates_reached(viewer: User) -> Select[int]:
    return visible_applications(viewer).with_only_columns(Application.candidate_id)


def _jobs_asked_about(viewer: User) -> Select[int]:
    return select(Application.job_id).where(Application.id.in_(_asked_about(viewer)))


def _applied_for(viewer: User) -> Select[int] | None:
    """Whoever applied for a job works on it no longer: the board would show them their rivals."""
    own = own_records(viewer)
    return None if own is None else select(Application.job_id).where(Application.candidate_id.in_(own))


job_kept_from.append(_applied_for)
candidate_reach.append(_candidates_reached)
job_reach.append(_jobs_asked_about)
