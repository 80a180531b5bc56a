"""Rejecting, the mail that waits, and taking it back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.candidates.commands import add_todo
from app.candidates.models import Todo
from app.core.activity import record
from app.core.actors import SYSTEM
from app.core.clock import at, now, today
from app.extensions import db
from app.hiring.commands import (
    AppliedMeanwhile,
    NotActive,
    NotRejected,
    ReasonRetired,
    SilenceNeedsAReason,
    business_days_after,
    make_offer,
    reject_application,
    undo_rejection,
)
from app.hiring.models import ApplicationState, Offer, OfferState, Rejection
from app.insights.status import public_status
from app.mailing.activities import MessageAccepted, MessageFailed, about
from app.mailing.models import Message, MessageState

FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def mail_of(rejection):
    return db.session.get(Message, rejection.message_id)


def test_the_mail_waits_two_working_days(application, ada, reason):
    with at(FRIDAY):
        rejection = reject_application(application, reason=reason, by=ada, note="Kind, but junior.")
    mail = mail_of(rejection)
    assert mail.state is MessageState.PLANNED
    assert mail.due_at == FRIDAY + timedelta(days=4)
    assert application.state is ApplicationState.REJECTED
    assert rejection.note == "Kind, but junior."


@pytest.mark.parametrize(("days", "expected"), [(0, 20), (1, 23), (2, 24), (5, 27), (6, 30)])
def test_working_days_skip_the_weekend(days, expected):
    assert business_days_after(FRIDAY, days).day == expected


def test_it_keeps_the_stage_it_was_rejected_in(application, ada, reason):
    stage = application.stage_id
    reject_application(application, reason=reason, by=ada)
    assert application.stage_id == stage


def test_silence_needs_a_reason(application, ada, reason):
    with pytest.raises(SilenceNeedsAReason):
        reject_application(application, reason=reason, by=ada, tell=False, silence_reason="  ")
    rejection = reject_application(application, reason=reason, by=ada, tell=False, silence_reason="Told by phone")
    assert rejection.message_id is None
    assert rejection.silence_reason == "Told by phone"


def test_it_cancels_todos_and_open_offers_but_not_the_receipt(application, cast, ada, reason):
    offer = make_offer(
        application, title="Engineer", pay_minor=70_000_00, currency="EUR", starts_on=today() + timedelta(days=30), by=ada
    )
    todo = add_todo(what="Call", due_on=today(), owner_id=cast.ada.id, by=ada, application=application)
    other = add_todo(what="Other", due_on=today(), owner_id=cast.ada.id, by=ada)
    reject_application(application, reason=reason, by=ada)
    for one in (offer, todo, other):
        db.session.refresh(one)
    assert db.session.get(Offer, offer.id).state is OfferState.WITHDRAWN
    assert db.session.get(Todo, todo.id).cancelled_at is not None
    assert db.session.get(Todo, other.id).cancelled_at is None


def test_while_the_mail_waits_the_candidate_reads_the_last_public_state(application, ada, reason):
    before = public_status(application)
    rejection = reject_application(application, reason=reason, by=ada)
    assert public_status(application) == before
    record(MessageAccepted(**about(mail_of(rejection))), by=SYSTEM)
    after = public_status(application)
    assert after.ended
    assert "reject" not in after.sentence.lower()


def test_a_mail_that_failed_for_good_opens_the_decision_too(application, ada, reason):
    rejection = reject_application(application, reason=reason, by=ada)
    record(MessageFailed(**about(mail_of(rejection)), reason="refused"), by=SYSTEM)
    assert public_status(application).ended


def test_undo_returns_to_the_same_stage_and_stops_the_mail(application, make, cast, ada, reason):
    from app.hiring.commands import move_application

    move_application(application, to=make.stage(cast.job, "Interview"), by=ada, from_stage=application.stage_id)
    entered = application.stage_entered_at
    rejection = reject_application(application, reason=reason, by=ada)
    assert undo_rejection(application, by=ada) is False
    db.session.refresh(rejection)
    assert application.state is ApplicationState.ACTIVE
    assert application.stage_id == make.stage(cast.job, "Interview").id
    assert application.stage_entered_at == entered
    assert mail_of(rejection).state is MessageState.CANCELLED
    assert application.closed_publicly_at is None


def test_undo_after_the_mail_says_that_it_had_left(application, ada, reason):
    rejection = reject_application(application, reason=reason, by=ada)
    mail = mail_of(rejection)
    mail.state = MessageState.ACCEPTED
    db.session.flush()
    assert undo_rejection(application, by=ada) is True
    assert application.is_active


def test_undo_is_refused_once_the_person_has_applied_again(application, make, cast, ada, reason):
    reject_application(application, reason=reason, by=ada)
    make.application(cast.carla, cast.job)
    with pytest.raises(AppliedMeanwhile):
        undo_rejection(application, by=ada)


def test_only_a_rejected_application_is_taken_back(application, ada):
    with pytest.raises(NotRejected):
        undo_rejection(application, by=ada)


def test_nobody_is_rejected_twice(application, ada, reason):
    reject_application(application, reason=reason, by=ada)
    with pytest.raises(NotActive):
        reject_application(application, reason=reason, by=ada)
    assert db.session.scalar(select(func.count(Rejection.id))) == 1


def test_rejecting_again_after_undo_leaves_both_in_the_history(application, ada, reason):
    reject_application(application, reason=reason, by=ada)
    undo_rejection(application, by=ada)
    reject_application(application, reason=reason, by=ada)
    assert db.session.scalar(select(func.count(Rejection.id))) == 2
    assert application.state is ApplicationState.REJECTED


def test_a_retired_reason_is_refused(application, ada, reason):
    reason.retired_at = now()
    with pytest.raises(ReasonRetired):
        reject_application(application, reason=reason, by=ada)


def test_the_commit_that_sends_the_mail_opens_the_decision(application, ada, reason, sweep):
    from app.hiring.models import Application
    from app.mailing.tasks import send_due_messages

    reject_application(application, reason=reason, by=ada, delay=0)
    assert not public_status(application).ended
    sweep(send_due_messages)
    sent = db.session.get(Application, application.id, populate_existing=True)
    assert sent.closed_publicly_at is not None
    assert public_status(sent).ended


def test_an_undone_rejection_is_never_mailed(application, ada, reason, sweep):
    from app.mailing.tasks import send_due_messages

    rejection = reject_application(application, reason=reason, by=ada, delay=0)
    undo_rejection(application, by=ada)
    sweep(send_due_messages)
    assert db.session.get(Message, rejection.message_id, populate_existing=True).state is MessageState.CANCELLED
    assert public_status(application).ended is False
