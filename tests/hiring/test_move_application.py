"""Moving an application between stages."""

import pytest
from sqlalchemy import select

from app.core.activity import Activity
from app.core.clock import at, now
from app.core.refusals import Stale
from app.extensions import db
from app.hiring.commands import (
    NotActive,
    NotAStageOfThisJob,
    StaleMove,
    mark_maybe,
    move_application,
    reject_application,
    withdraw_application,
)
from app.hiring.models import ApplicationState, StageStay


def stays_of(application):
    return db.session.scalars(
        select(StageStay).where(StageStay.application_id == application.id).order_by(StageStay.id)
    ).all()


def test_a_move_closes_one_stay_and_opens_the_next(application, make, cast, ada):
    first, to = application.stage_id, make.stage(cast.job, "Interview")
    later = now().replace(microsecond=0)
    with at(later):
        move_application(application, to=to, by=ada, from_stage=first)
    before, after = stays_of(application)
    assert (before.stage_id, before.left_at) == (first, later)
    assert (after.stage_id, after.entered_at, after.left_at, after.moved_by_id) == (to.id, later, None, cast.ada.id)
    assert application.stage_id == application.public_stage_id == to.id
    assert (application.reply_by - later.date()).days == 10


def test_a_stale_move_says_who_moved_it_where(application, make, cast, ada, hugo):
    seen = application.stage_id
    move_application(application, to=make.stage(cast.job, "Interview"), by=hugo, from_stage=seen)
    with pytest.raises(StaleMove) as refusal:
        move_application(application, to=make.stage(cast.job, "Screening"), by=ada, from_stage=seen)
    assert "Hugo Manager" in str(refusal.value)
    assert "Interview" in str(refusal.value)
    assert len(stays_of(application)) == 2


def test_a_move_submitted_twice_is_one_move(application, make, cast, ada):
    seen, to = application.stage_id, make.stage(cast.job, "Interview")
    move_application(application, to=to, by=ada, from_stage=seen)
    move_application(application, to=to, by=ada, from_stage=seen)
    assert len(stays_of(application)) == 2


def test_a_move_to_where_it_stands_does_nothing(application, ada):
    from app.jobs.models import Stage

    move_application(application, to=db.session.get(Stage, application.stage_id), by=ada, from_stage=application.stage_id)
    assert len(stays_of(application)) == 1


def test_a_rejected_application_cannot_move(application, make, cast, ada, reason):
    reject_application(application, reason=reason, by=ada)
    with pytest.raises(NotActive):
        move_application(application, to=make.stage(cast.job, "Interview"), by=ada, from_stage=application.stage_id)
    assert application.state is ApplicationState.REJECTED


def test_a_withdrawn_application_cannot_move(application, make, cast, ada):
    withdraw_application(application, by=ada)
    with pytest.raises(NotActive):
        move_application(application, to=make.stage(cast.job, "Interview"), by=ada, from_stage=application.stage_id)


def test_stages_of_other_jobs_and_retired_ones_take_nobody(application, make, cast, ada):
    with pytest.raises(NotAStageOfThisJob):
        move_application(
            application, to=make.stage(make.job(), "Interview"), by=ada, from_stage=application.stage_id
        )
    retired = make.stage(cast.job, "Interview")
    retired.retired_at = now()
    with pytest.raises(NotAStageOfThisJob):
        move_application(application, to=retired, by=ada, from_stage=application.stage_id)


def test_an_old_version_is_refused(application, make, cast, ada):
    with pytest.raises(Stale):
        move_application(
            application, to=make.stage(cast.job, "Interview"), by=ada, from_stage=application.stage_id, version=99
        )


def test_a_move_is_recorded_with_its_ids_only(application, make, cast, ada):
    first, to = application.stage_id, make.stage(cast.job, "Screening")
    move_application(application, to=to, by=ada, from_stage=first)
    activity = db.session.scalars(select(Activity).where(Activity.kind == "application_moved")).one()
    assert activity.data == {"from_stage": first, "to_stage": to.id}
    assert (activity.actor_id, activity.candidate_id, activity.application_id) == (
        cast.ada.id, cast.carla.id, application.id,
    )  # fmt: skip


def test_maybe_is_forgotten_by_the_next_move(application, make, cast, ada):
    mark_maybe(application, by=ada)
    assert application.screening == "maybe"
    move_application(application, to=make.stage(cast.job, "Screening"), by=ada, from_stage=application.stage_id)
    assert application.screening == ""


def test_moving_to_the_hired_stage_is_a_hire(application, make, cast, ada):
    move_application(application, to=make.stage(cast.job, "Hired"), by=ada, from_stage=application.stage_id)
    assert application.state is ApplicationState.HIRED
