"""One act on many applications."""

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.hiring.commands import (
    bulk_move,
    bulk_reject,
    move_application,
    plan_bulk_move,
    plan_bulk_rejection,
    reject_application,
    undo_bulk_act,
)
from app.hiring.commands.bulk import AlreadyUndone, HireOneByOne, NothingToDo
from app.hiring.models import Application, ApplicationState, Rejection, StageStay
from app.mailing.models import Message, MessageState


@pytest.fixture
def many(cast, make):
    return make.applications(6, cast.job)


def ids(applications):
    return [application.id for application in applications]


def refreshed(applications):
    for application in applications:
        db.session.refresh(application)
    return applications


def test_the_rehearsal_says_whom_it_reaches(cast, make, many, ada, reason):
    screening = make.stage(cast.job, "Screening")
    reject_application(many[0], reason=reason, by=ada)
    move_application(many[1], to=screening, by=ada, from_stage=many[1].stage_id)
    stranger = make.application()
    plan = plan_bulk_move([*ids(many), stranger.id, 999_999], job=cast.job, to=screening)
    assert (plan.ended, plan.already_there) == ([many[0].id], [many[1].id])
    assert plan.reached == ids(many[2:])


def test_a_bulk_move_and_its_undo(cast, make, many, ada):
    first, screening = many[0].stage_id, make.stage(cast.job, "Screening")
    act = bulk_move(ids(many), job=cast.job, to=screening, by=ada)
    assert {one.stage_id for one in refreshed(many)} == {screening.id}
    assert many[0].reply_by is not None
    open_stays = select(func.count()).where(StageStay.application_id.in_(ids(many)), StageStay.left_at.is_(None))
    assert db.session.scalar(open_stays) == 6
    assert undo_bulk_act(act, by=ada) == 6
    assert {one.stage_id for one in refreshed(many)} == {first}
    assert db.session.scalar(open_stays) == 6


def test_undo_leaves_alone_what_somebody_moved_on(cast, make, many, ada, hugo):
    screening, interview = make.stage(cast.job, "Screening"), make.stage(cast.job, "Interview")
    act = bulk_move(ids(many), job=cast.job, to=screening, by=ada)
    refreshed(many)
    move_application(many[0], to=interview, by=hugo, from_stage=screening.id)
    assert undo_bulk_act(act, by=ada) == 5
    db.session.refresh(many[0])
    assert many[0].stage_id == interview.id


def test_it_is_taken_back_once(cast, make, many, ada):
    act = bulk_move(ids(many), job=cast.job, to=make.stage(cast.job, "Screening"), by=ada)
    undo_bulk_act(act, by=ada)
    with pytest.raises(AlreadyUndone):
        undo_bulk_act(act, by=ada)


def test_nobody_is_hired_in_bulk(cast, make, many, ada):
    with pytest.raises(HireOneByOne):
        bulk_move(ids(many), job=cast.job, to=make.stage(cast.job, "Hired"), by=ada)


def test_applications_of_other_jobs_are_never_reached(cast, make, ada, reason):
    stranger = make.application()
    with pytest.raises(NothingToDo):
        bulk_reject([stranger.id], job=cast.job, reason=reason, by=ada)
    db.session.refresh(stranger)
    assert stranger.is_active


def test_a_bulk_rejection_sets_the_interviewed_aside_and_tells_who_has_no_address(cast, make, many, ada, reason):
    interviewed = many[0]
    move_application(interviewed, to=make.stage(cast.job, "Interview"), by=ada, from_stage=interviewed.stage_id)
    silent = make.application(make.candidate(email=None), cast.job)
    plan = plan_bulk_rejection(ids([*many, silent]), job=cast.job)
    assert plan.set_aside == [interviewed.id]
    assert plan.without_address == [silent.id]
    bulk_reject(ids([*many, silent]), job=cast.job, reason=reason, by=ada)
    assert {one.state for one in refreshed(many[1:])} == {ApplicationState.REJECTED}
    db.session.refresh(interviewed)
    assert interviewed.is_active
    rejections = db.session.scalars(select(Rejection)).all()
    assert len(rejections) == 6
    assert all(rejection.message_id or rejection.silence_reason for rejection in rejections)
    assert db.session.scalar(select(func.count()).where(Message.cause.startswith("rejection:"))) == 5


def test_one_undo_restores_all_and_stops_the_mails(cast, many, ada, reason):
    act = bulk_reject(ids(many), job=cast.job, reason=reason, by=ada)
    assert undo_bulk_act(act, by=ada) == 6
    assert {one.state for one in refreshed(many)} == {ApplicationState.ACTIVE}
    states = db.session.scalars(select(Message.state).where(Message.cause.startswith("rejection:"))).all()
    assert set(states) == {MessageState.CANCELLED}
    open_stays = select(func.count()).where(StageStay.application_id.in_(ids(many)), StageStay.left_at.is_(None))
    assert db.session.scalar(open_stays) == 6


def test_it_takes_as_many_queries_for_many_as_for_few(cast, make, ada, reason, queries):
    few = [make.application(job=cast.job) for _one in range(2)]
    many = make.applications(20, cast.job)
    db.session.flush()
    with queries as for_few:
        bulk_reject(ids(few), job=cast.job, reason=reason, by=ada)
    small = for_few.count
    with queries as for_many:
        bulk_reject(ids(many), job=cast.job, reason=reason, by=ada)
    assert for_many.count <= small + 25, "only inserted rows may cost more"
    assert db.session.scalar(select(func.count()).where(Application.state == ApplicationState.REJECTED)) == 22
