"""Sweeps: promises that were missed, offers and drafts whose time has passed. Safe to run twice and to kill."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.candidates.commands import add_todo
from app.candidates.models import Candidate
from app.core.activity import record_all
from app.core.actors import SYSTEM
from app.core.clock import now, today
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.activities import ReplyDateMissed
from app.hiring.commands.drafts import forget_old_drafts
from app.hiring.commands.offers import expire_offers
from app.hiring.commands.promises import business_days_before
from app.hiring.commands.reviews import remind_of_reviews
from app.hiring.models import Application, ApplicationState, Offer, OfferState, ReviewRequest
from app.jobs.models import Job, JobMember

BATCH = 50
REMIND_AFTER = 2


def note_missed_reply_dates() -> int:
    """Promises broken yesterday or before: noted once, and the lead and the owner get a to-do."""
    done = 0
    while batch := _note_missed(BATCH):
        done += batch
        if batch < BATCH:
            break
    return done


def expire_offers_and_drafts() -> int:
    """Offers past their last day, and half-filled application forms nobody came back to."""
    with transaction():
        offers = db.session.scalars(
            select(Offer)
            .where(Offer.state == OfferState.SENT, Offer.expires_on < today())
            .options(joinedload(Offer.application))
            .with_for_update(of=Offer)
        ).all()
        done = expire_offers(offers)
        return done + forget_old_drafts()


def remind_reviewers() -> int:
    """Opinions owed for two working days: one reminder."""
    with transaction():
        owed = db.session.scalars(
            select(ReviewRequest)
            .join(Application, Application.id == ReviewRequest.application_id)
            .join(User, User.id == ReviewRequest.user_id)
            .where(
                ReviewRequest.answered_at.is_(None), ReviewRequest.reminded_at.is_(None),
                ReviewRequest.asked_at < business_days_before(now(), REMIND_AFTER),
                Application.state == ApplicationState.ACTIVE, User.deactivated_at.is_(None),
            )
            .options(joinedload(ReviewRequest.application).joinedload(Application.job), joinedload(ReviewRequest.user))
            .order_by(ReviewRequest.id)
            .limit(BATCH)
            .with_for_update(of=ReviewRequest, skip_locked=True)
        ).all()  # fmt: skip
        return remind_of_reviews(owed)


def _note_missed(limit: int) -> int:
    with transaction():
        late = list(
            db.session.scalars(
                select(Application)
                .where(
                    Application.state == ApplicationState.ACTIVE,
                    Application.reply_by < today(),
                    Application.reply_by_missed_at.is_(None),
                )
                .options(joinedload(Application.candidate), joinedload(Application.job))
                .order_by(Application.id)
                .limit(limit)
                .with_for_update(skip_locked=True, of=Application)
            )
        )
        answerable = _answerable([application.job_id for application in late])
        for application in late:
            application.reply_by_missed_at = now()
            _tell_staff(application, application.job, application.candidate, answerable)
        record_all([_missed(application) for application in late], by=SYSTEM)
        return len(late)


def _missed(application: Application) -> ReplyDateMissed:
    assert application.reply_by is not None
    return ReplyDateMissed(
        candidate=application.candidate_id, job=application.job_id, application=application,
        promised=application.reply_by,
    )  # fmt: skip


def _answerable(job_ids: list[int]) -> dict[int, list[int]]:
    """Job → the users who lead its hiring team."""
    leads: dict[int, list[int]] = {}
    for job_id, user_id in db.session.execute(
        select(JobMember.job_id, JobMember.user_id).where(JobMember.job_id.in_(job_ids), JobMember.lead)
    ):
        leads.setdefault(job_id, []).append(user_id)
    return leads


def _tell_staff(application: Application, job: Job, candidate: Candidate, leads: dict[int, list[int]]) -> None:
    owners = {*leads.get(job.id, []), *([candidate.owner_id] if candidate.owner_id else [])}
    for user in db.session.scalars(select(User).where(User.id.in_(owners), User.deactivated_at.is_(None))):
        with force_locale(user.locale):
            what = _("Give %(name)s word about %(job)s: the promised date has passed",
                     name=application.given_name, job=job.title)  # fmt: skip
        add_todo(
            what=what, due_on=today(), owner_id=user.id, by=SYSTEM, candidate_id=candidate.id, application=application
        )
