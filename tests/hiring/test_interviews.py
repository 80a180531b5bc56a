"""Interviews: arranged, changed, answered, called off, and how they went."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.candidates.models import Todo
from app.core.activity import Activity
from app.core.actors import candidate_actor, user_actor
from app.core.clock import at, now
from app.core.refusals import Stale
from app.extensions import db
from app.hiring.commands import (
    CandidateBusy,
    CardGiven,
    InterviewUnfit,
    NotActive,
    NotOnPanel,
    NotScheduled,
    NotYetBegun,
    PanelBusy,
    PanelSeat,
    answer_invitation,
    cancel_interview,
    cancel_interviews_of,
    change_interview,
    hire_application,
    note_outcome,
    reject_application,
    say_cannot_come,
    schedule_interview,
    undo_rejection,
    withdraw_application,
)
from app.hiring.commands.bulk.plans import sort_for_rejection
from app.hiring.models import Interview, InterviewKind, InterviewState, SeatResponse
from app.hiring.policy import visible_applications, visible_interviews
from app.hiring.tasks import remind_of_coming_interviews, remind_of_owed_scorecards
from app.mailing.models import Message, MessageState


def mails(interview):
    """What the interview planned and did not stop: template by recipient."""
    sent = db.session.scalars(
        select(Message).where(Message.application_id == interview.application_id, Message.cause.startswith("interview:"))
    )
    return [message for message in sent if message.state is not MessageState.CANCELLED]


@pytest.fixture
def interview(application, plan, ada):
    return schedule_interview(application, plan=plan(), by=ada)


def test_arranging_invites_the_candidate_and_everybody_of_the_panel(interview, application, cast):
    assert interview.state is InterviewState.SCHEDULED
    assert {mail.user_id for mail in mails(interview)} == {None, cast.ines.id, cast.hugo.id}
    assert all(mail.calendar.startswith("BEGIN:VCALENDAR") for mail in mails(interview))
    scheduled = db.session.scalars(select(Activity).where(Activity.kind == "interview_scheduled")).one()
    assert (scheduled.application_id, scheduled.subject_id) == (application.id, interview.id)


def test_the_candidate_reads_the_time_in_their_own_zone_and_language(application, cast, plan, ada):
    cast.carla.locale = "de"
    interview = schedule_interview(application, plan=plan(), by=ada)
    told = next(mail for mail in mails(interview) if mail.candidate_id == cast.carla.id)
    assert "Nordamerika" in told.merge_values["interview.when"]
    assert told.locale == "de"


def test_sitting_in_an_interview_opens_the_application_until_it_is_called_off(interview, application, cast, ada):
    assert application.id in {one.id for one in db.session.scalars(visible_applications(cast.ines))}
    assert db.session.scalars(visible_interviews(cast.ines)).one() is interview
    assert not db.session.scalars(visible_interviews(cast.otto)).all()
    cancel_interview(interview, by=ada)
    assert not db.session.scalars(visible_applications(cast.ines)).all()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("day", {"starts_at": now() - timedelta(hours=1)}), ("minutes", {"minutes": 5}), ("time_zone", {"time_zone": "Mars/North"}),
        ("link", {"link": "javascript:alert(1)"}), ("panel", {"panel": []}), ("panel", {"panel": [PanelSeat(999_999)]}),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_names_its_field(application, plan, ada, field, change):
    with pytest.raises(InterviewUnfit) as refused:
        schedule_interview(application, plan=plan(**change), by=ada)
    assert refused.value.field == field
    assert db.session.scalar(select(Interview.id)) is None


def test_a_taken_colleague_is_named_and_can_be_booked_nevertheless(interview, make, cast, plan, ada):
    other = make.application(job=cast.job)
    with pytest.raises(PanelBusy, match="Ines Interviewer"):
        schedule_interview(other, plan=plan(panel=[PanelSeat(cast.ines.id)]), by=ada)
    assert schedule_interview(other, plan=plan(panel=[PanelSeat(cast.ines.id)]), by=ada, despite_clashes=True).id


def test_a_candidate_is_never_in_two_interviews_at_once(interview, make, cast, plan, ada):
    elsewhere = make.application(cast.carla, make.job(team_id=cast.team.id))
    with pytest.raises(CandidateBusy):
        schedule_interview(elsewhere, plan=plan(panel=[PanelSeat(cast.ada.id)]), by=ada, despite_clashes=True)
    later = plan(panel=[PanelSeat(cast.ada.id)], starts_at=interview.ends_at)
    assert schedule_interview(elsewhere, plan=later, by=ada).id


def test_nobody_is_invited_whose_application_has_ended(application, plan, ada):
    withdraw_application(application, by=ada)
    with pytest.raises(NotActive):
        schedule_interview(application, plan=plan(), by=ada)


def test_another_time_replaces_the_invitations_that_wait_and_asks_the_panel_anew(interview, application, cast, plan, ada):
    answer_invitation(interview, application, accepted=True, by=user_actor(cast.ines.id))
    change_interview(interview, application, plan=plan(starts_at=interview.starts_at + timedelta(days=1)), by=ada, version=interview.version)
    assert interview.sequence == 1
    assert interview.seat_of(cast.ines.id).response is SeatResponse.NEEDS_ACTION
    assert [mail.calendar.count("SEQUENCE:1") for mail in mails(interview)] == [1, 1, 1]


def test_a_new_face_on_the_panel_is_mail_for_them_and_whoever_leaves_only(interview, application, cast, plan, ada):
    db.session.query(Message).update({"state": MessageState.ACCEPTED})
    before = {mail.id for mail in mails(interview)}
    change_interview(interview, application, plan=plan(panel=[PanelSeat(cast.ines.id), PanelSeat(cast.ada.id)], starts_at=interview.starts_at), by=ada)
    fresh = [mail for mail in mails(interview) if mail.id not in before]
    assert {(mail.user_id, "METHOD:CANCEL" in mail.calendar) for mail in fresh} == {(cast.ada.id, False), (cast.hugo.id, True)}


def test_a_note_for_the_panel_changes_nobodys_calendar(interview, application, plan, ada):
    before = len(mails(interview))
    change_interview(interview, application, plan=plan(starts_at=interview.starts_at, panel_note="Ask about Lisbon."), by=ada)
    assert (interview.panel_note, interview.sequence, len(mails(interview))) == ("Ask about Lisbon.", 0, before)


def test_a_stale_form_does_not_overwrite_a_newer_time(interview, application, plan, ada):
    seen = interview.version
    change_interview(interview, application, plan=plan(starts_at=interview.starts_at + timedelta(hours=1)), by=ada, version=seen)
    with pytest.raises(Stale):
        change_interview(interview, application, plan=plan(), by=ada, version=seen)


def test_whoever_gave_a_scorecard_stays_on_the_panel(interview, application, cast, make, plan, ada):
    make.scorecard(interview, cast.ines)
    with pytest.raises(CardGiven):
        change_interview(interview, application, plan=plan(panel=[PanelSeat(cast.hugo.id)]), by=ada)


def test_calling_off_is_told_to_those_who_were_told(interview, cast, ada):
    candidate_mail = next(mail for mail in mails(interview) if mail.user_id is None)
    candidate_mail.state = MessageState.ACCEPTED
    for mail in mails(interview):
        if mail.user_id is not None:
            mail.state = MessageState.SUPPRESSED
    db.session.flush()
    cancel_interview(interview, by=ada)
    told = [mail for mail in mails(interview) if "METHOD:CANCEL" in mail.calendar]
    assert [mail.user_id for mail in told] == [None]
    with pytest.raises(NotScheduled):
        cancel_interview(interview, by=ada)


@pytest.mark.parametrize("end", ["reject", "withdraw", "hire"])
def test_every_ending_calls_off_what_lies_ahead_in_the_same_transaction(interview, application, make, reason, ada, end):
    past = make.interview(application, starts_in=timedelta(days=-2))
    db.session.query(Message).update({"state": MessageState.ACCEPTED})
    if end == "reject":
        reject_application(application, reason=reason, by=ada)
    elif end == "withdraw":
        withdraw_application(application, by=ada)
    else:
        hire_application(application, by=ada)
    db.session.refresh(interview)
    assert interview.state is InterviewState.CANCELLED
    assert past.state is InterviewState.SCHEDULED
    assert sum("METHOD:CANCEL" in mail.calendar for mail in mails(interview)) == 3


def test_taking_a_rejection_back_brings_no_interview_back(interview, application, reason, ada):
    reject_application(application, reason=reason, by=ada)
    undo_rejection(application, by=ada)
    db.session.refresh(interview)
    assert (interview.state, interview.cancelled_because) == (InterviewState.CANCELLED, "rejected")


def test_whoever_was_invited_is_never_rejected_in_bulk(interview, application):
    row = type("Row", (), {"id": application.id, "state": application.state, "candidate_id": application.candidate_id})
    assert sort_for_rejection([row]).set_aside == [application.id]


def test_a_declining_interviewer_makes_a_to_do_for_whoever_arranged_it(interview, application, cast):
    answer_invitation(interview, application, accepted=False, by=user_actor(cast.ines.id))
    todo = db.session.scalars(select(Todo)).one()
    assert (todo.owner_id, todo.application_id) == (cast.ada.id, application.id)
    assert "Ines Interviewer" in todo.what
    with pytest.raises(NotOnPanel):
        answer_invitation(interview, application, accepted=True, by=user_actor(cast.otto.id))


def test_a_candidate_who_cannot_come_makes_one_to_do_and_the_interview_stands(interview, application, cast, plan, ada):
    carla = candidate_actor(cast.carla.id)
    say_cannot_come(interview, application, words="I have an exam.\r\nSorry!", by=carla)
    say_cannot_come(interview, application, words="Friday works.", by=carla)
    assert interview.state is InterviewState.SCHEDULED
    assert interview.cannot_words == "Friday works."
    assert db.session.scalars(select(Todo.owner_id)).all() == [cast.ada.id]
    change_interview(interview, application, plan=plan(starts_at=interview.starts_at + timedelta(days=1)), by=ada)
    assert interview.cannot_at is None


def test_how_it_went_is_said_once_it_has_begun_and_can_be_put_right(interview, application, ada):
    with pytest.raises(NotYetBegun):
        note_outcome(interview, application, outcome=InterviewState.HELD, by=ada)
    with at(interview.ends_at):
        note_outcome(interview, application, outcome=InterviewState.CANDIDATE_ABSENT, by=ada)
        note_outcome(interview, application, outcome=InterviewState.HELD, by=ada)
        with pytest.raises(NotScheduled):
            note_outcome(interview, application, outcome=InterviewState.CANCELLED, by=ada)
    assert interview.state is InterviewState.HELD


def test_both_sides_are_reminded_a_day_and_an_hour_before_and_each_once(interview, cast, sweep):
    begins = interview.starts_at

    def reminders():
        return sorted(mail.cause.split(":")[3] for mail in mails(interview) if ":day:" in mail.cause or ":hour:" in mail.cause)

    for before, expected in ((timedelta(hours=30), []), (timedelta(hours=23), ["day"] * 3), (timedelta(hours=2), ["day"] * 3),
                             (timedelta(minutes=50), ["day"] * 3 + ["hour"] * 3)):  # fmt: skip
        with at(begins - before):
            sweep(remind_of_coming_interviews)
            sweep(remind_of_coming_interviews)
        assert reminders() == expected


def test_nobody_is_reminded_of_what_was_called_off_or_has_declined(interview, application, cast, ada, sweep):
    answer_invitation(interview, application, accepted=False, by=user_actor(cast.ines.id))
    with at(interview.starts_at - timedelta(hours=20)):
        assert sweep(remind_of_coming_interviews) == 1
    assert cast.ines.id not in {mail.user_id for mail in mails(interview) if ":day:" in mail.cause}
    cancel_interviews_of([application.id], why="rejected", by=ada)
    with at(interview.starts_at - timedelta(minutes=30)):
        assert sweep(remind_of_coming_interviews) == 0


def test_a_late_invitation_needs_no_reminder(application, plan, ada, sweep):
    interview = schedule_interview(application, plan=plan(starts_at=now() + timedelta(minutes=40)), by=ada)
    assert sweep(remind_of_coming_interviews) == 0
    assert interview.hour_reminded_at is not None


def test_an_owed_scorecard_is_asked_for_on_the_day_it_is_due(interview, cast, sweep):
    with at(interview.ends_at + timedelta(minutes=1)):
        assert sweep(remind_of_owed_scorecards) == 0
    with at(interview.ends_at + timedelta(days=4)):
        assert sweep(remind_of_owed_scorecards) == 1
        assert sweep(remind_of_owed_scorecards) == 0
    assert [mail.user_id for mail in mails(interview) if ":card:" in mail.cause] == [cast.ines.id]


def test_an_absent_candidate_leaves_nobody_owing_a_scorecard(interview, application, ada, sweep):
    with at(interview.ends_at + timedelta(days=4)):
        note_outcome(interview, application, outcome=InterviewState.CANDIDATE_ABSENT, by=ada)
        assert sweep(remind_of_owed_scorecards) == 0


def test_a_take_home_task_takes_nobodys_hour(interview, application, cast, plan, ada):
    task = plan(kind=InterviewKind.TAKE_HOME, minutes=60 * 48, panel=[PanelSeat(cast.ines.id)])
    assert schedule_interview(application, plan=task, by=ada).kind is InterviewKind.TAKE_HOME
