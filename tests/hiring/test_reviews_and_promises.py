"""Opinions asked and given; reply-by dates kept and missed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.candidates.models import Todo
from app.core.actors import user_actor
from app.core.clock import at, now, today
from app.core.refusals import NotAllowed
from app.extensions import db
from app.hiring.commands import (
    AlreadyAsked,
    NobodyToAsk,
    NotAPromise,
    TooManyReviews,
    ask_review,
    clear_suspicion,
    give_review,
    set_reply_by,
)
from app.hiring.commands.reviews import ReasonMissing
from app.hiring.models import Application, ReviewAnswer
from app.hiring.policy import visible_applications
from app.hiring.tasks import note_missed_reply_dates, remind_reviewers
from app.insights.status import public_status
from app.mailing.models import Message


def test_asking_lets_the_colleague_see_the_application_and_mails_no_name(application, cast, ada):
    assert not db.session.scalars(visible_applications(cast.ines)).all()
    ask_review([application], job=cast.job, user=cast.ines, message="Does the portfolio convince you?", by=ada)
    assert [one.id for one in db.session.scalars(visible_applications(cast.ines))] == [application.id]
    mail = db.session.scalars(select(Message).where(Message.user_id == cast.ines.id)).one()
    assert "Carla" not in str(mail.merge_values)


def test_one_mail_asks_about_many(cast, make, ada):
    applications = [make.application(job=cast.job) for _one in range(3)]
    requests = ask_review(applications, job=cast.job, user=cast.hugo, by=ada)
    assert len(requests) == 3
    assert len(db.session.scalars(select(Message).where(Message.user_id == cast.hugo.id)).all()) == 1


def test_nobody_is_asked_twice_or_about_more_than_twenty(application, cast, make, ada):
    ask_review([application], job=cast.job, user=cast.ines, by=ada)
    with pytest.raises(AlreadyAsked):
        ask_review([application], job=cast.job, user=cast.ines, by=ada)
    with pytest.raises(TooManyReviews):
        ask_review([application] * 21, job=cast.job, user=cast.ines, by=ada)


def test_a_former_colleague_is_not_asked(application, cast, ada):
    cast.ines.deactivated_at = now()
    with pytest.raises(NobodyToAsk):
        ask_review([application], job=cast.job, user=cast.ines, by=ada)


def test_only_the_asked_colleague_answers_and_with_a_reason(application, cast, ada, hugo):
    request = ask_review([application], job=cast.job, user=cast.ines, by=ada)[0]
    with pytest.raises(NotAllowed):
        give_review(request, application, answer=ReviewAnswer.YES, reason="Sure", by=hugo)
    ines = user_actor(cast.ines.id)
    with pytest.raises(ReasonMissing):
        give_review(request, application, answer=ReviewAnswer.YES, reason=" ", by=ines)
    give_review(request, application, answer=ReviewAnswer.TALK, reason="Good work, unclear focus", by=ines)
    assert request.answer is ReviewAnswer.TALK
    assert request.answered_at is not None


def test_a_colleague_is_reminded_once_after_two_working_days(application, cast, make, ada, sweep):
    other = make.application(job=cast.job)
    ask_review([application, other], job=cast.job, user=cast.ines, by=ada)
    assert sweep(remind_reviewers) == 0
    with at(now() + timedelta(days=5)):
        assert sweep(remind_reviewers) == 1
        assert sweep(remind_reviewers) == 0
    causes = db.session.scalars(select(Message.cause).where(Message.user_id == cast.ines.id)).all()
    assert sorted(cause.partition(":")[0] for cause in causes) == ["review-reminder", "review-request"]


def test_a_missed_date_is_noted_once_and_told_to_lead_and_owner(application, cast, make, sweep):
    application.reply_by = today() - timedelta(days=1)
    cast.carla.owner_id = cast.cora.id
    db.session.flush()
    assert sweep(note_missed_reply_dates) == 1
    assert sweep(note_missed_reply_dates) == 0
    assert db.session.get(Application, application.id).reply_by_missed_at is not None
    todos = db.session.scalars(select(Todo).where(Todo.application_id == application.id)).all()
    assert {todo.owner_id for todo in todos} == {cast.ada.id, cast.cora.id}


def test_the_candidate_reads_that_we_are_late(application):
    application.reply_by = today() - timedelta(days=1)
    status = public_status(application)
    assert status.late
    assert "we are late" in status.sentence


def test_only_a_person_sets_a_new_date_within_reason(application, ada):
    application.reply_by_missed_at = now()
    set_reply_by(application, reply_by=today() + timedelta(days=5), by=ada)
    assert application.reply_by == today() + timedelta(days=5)
    assert application.reply_by_missed_at is None
    for wrong in (today() - timedelta(days=1), today() + timedelta(days=400)):
        with pytest.raises(NotAPromise):
            set_reply_by(application, reply_by=wrong, by=ada)


def test_a_person_empties_the_suspicious_shelf(cast, make, ada):
    application = make.application(job=cast.job, suspicious="too-fast")
    clear_suspicion([application], by=ada)
    assert application.suspicious == ""


def test_dates_of_ended_applications_are_not_missed(application, sweep):
    from app.hiring.models import ApplicationState

    application.reply_by = today() - timedelta(days=1)
    application.state = ApplicationState.WITHDRAWN
    db.session.flush()
    with at(now()):
        assert sweep(note_missed_reply_dates) == 0
