"""Sweeps: acts on many, promises that were missed, offers and drafts whose time has passed, reminders. Safe to run twice
and to kill.
"""

import time
from datetime import timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.candidates.commands import add_todo
from app.candidates.models import Candidate
from app.core.activity import record_all
from app.core.actors import SYSTEM
from app.core.chunks import PAUSE_SECONDS, TURN_SECONDS, InChunks
from app.core.claims import Claim
from app.core.clock import date_of, now, today
from app.core.housekeeping import in_pieces
from app.core.planning import sweep_dead_rows
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.activities import ReplyDateMissed
from app.hiring.commands.bulk import advance_bulk_act, stop_bulk_act
from app.hiring.commands.drafts import forget_old_drafts
from app.hiring.commands.interviews import remind_of_interviews, remind_of_scorecards
from app.hiring.commands.interviews.reminding import DAY_BEFORE, HOUR_BEFORE
from app.hiring.commands.offers import expire_offers
from app.hiring.commands.promises import business_days_before
from app.hiring.commands.reviews import remind_of_reviews
from app.hiring.models import (
    OWING,
    Application,
    ApplicationState,
    BulkAct,
    Interview,
    InterviewState,
    Offer,
    OfferState,
    ReviewRequest,
    Scorecard,
    Seat,
    SeatRole,
    StopReason,
)
from app.jobs.models import Job, JobMember

BATCH = 50
NOTED_AT_ONCE = 20
"""Each brings a to-do or two: more would hold the lock too long."""
SWEPT_FROM = 500
"""So many changed rows at once are worth sweeping behind."""
REMIND_AFTER = 2
AFTER_BREAKFAST = timedelta(hours=8)
"""A reminder of something due that day comes in the morning, not at midnight."""
FORGOTTEN_AFTER = timedelta(days=30)
"""Scorecards of older interviews nobody is reminded of any more."""


def advance_bulk_acts() -> int:
    """Work on the act that has waited longest; answers how many applications were looked at."""
    looked_at = BULK_ACTS.work()
    if looked_at >= SWEPT_FROM:
        sweep_dead_rows(Application)
    return looked_at


def work_on_chunk(claim: Claim, size: int) -> tuple[int, bool]:
    """One chunk of a claimed act: how many were looked at, and whether more remain."""
    return BULK_ACTS.chunk(claim, size)


def _advance(act: BulkAct, size: int) -> int:
    user = db.session.get(User, act.by_id or 0)
    with force_locale(user.locale if user else "en"):
        return advance_bulk_act(act, size)


BULK_ACTS = InChunks(BulkAct, _advance, lambda act: stop_bulk_act(act, StopReason.FAILED))


def note_missed_reply_dates() -> int:
    """Promises broken yesterday or before: noted once, and the lead and the owner get a to-do."""
    began, done = time.monotonic(), 0
    while time.monotonic() - began < TURN_SECONDS:
        batch = _note_missed(NOTED_AT_ONCE)
        done += batch
        if batch < NOTED_AT_ONCE:
            break
        time.sleep(PAUSE_SECONDS)
    return done


def expire_offers_and_drafts() -> int:
    """Offers past their last day, and half-filled application forms nobody came back to."""
    return in_pieces(_expire_some_offers, size=BATCH) + in_pieces(forget_old_drafts, size=BATCH)


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


def _expire_some_offers(limit: int) -> int:
    offers = db.session.scalars(
        select(Offer)
        .where(Offer.state == OfferState.SENT, Offer.expires_on < today())
        .options(joinedload(Offer.application))
        .order_by(Offer.id)
        .limit(limit)
        .with_for_update(of=Offer)
    ).all()
    return expire_offers(offers)


def remind_of_coming_interviews() -> int:
    """Interviews of the coming day, and of the coming hour, that nobody was reminded of."""
    with transaction():
        soon = and_(Interview.starts_at <= now() + HOUR_BEFORE, Interview.hour_reminded_at.is_(None))
        coming = db.session.scalars(
            select(Interview)
            .where(
                Interview.state == InterviewState.SCHEDULED, Interview.starts_at > now(),
                Interview.starts_at <= now() + DAY_BEFORE, or_(Interview.day_reminded_at.is_(None), soon),
            )
            .options(joinedload(Interview.application), selectinload(Interview.seats).joinedload(Seat.user))
            .order_by(Interview.starts_at, Interview.id)
            .limit(BATCH)
            .with_for_update(of=Interview, skip_locked=True)
        ).all()  # fmt: skip
        return remind_of_interviews(coming)


def remind_of_owed_scorecards() -> int:
    """Scorecards on the day they are due, once."""
    given = select(Scorecard.id).where(
        Scorecard.interview_id == Seat.interview_id, Scorecard.user_id == Seat.user_id, Scorecard.submitted_at.is_not(None)
    )
    with transaction():
        owed = db.session.scalars(
            select(Seat)
            .join(Interview, Interview.id == Seat.interview_id)
            .join(User, User.id == Seat.user_id)
            .where(
                Interview.state.in_(OWING), Interview.starts_at > now() - FORGOTTEN_AFTER, Interview.ends_at <= now(),
                Interview.cards_due_on <= date_of(now() - AFTER_BREAKFAST), Seat.card_reminded_at.is_(None),
                Seat.role != SeatRole.OBSERVER, User.deactivated_at.is_(None), ~given.exists(),
            )
            .options(
                joinedload(Seat.user),
                joinedload(Seat.interview).joinedload(Interview.application),
                joinedload(Seat.interview).selectinload(Interview.seats).joinedload(Seat.user),
            )
            .order_by(Seat.id)
            .limit(BATCH)
            .with_for_update(of=Seat, skip_locked=True)
        ).all()  # fmt: skip
        return remind_of_scorecards(owed)


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
                .order_by(Application.reply_by, Application.id)
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
