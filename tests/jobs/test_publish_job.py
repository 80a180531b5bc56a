"""Showing jobs to the world: what the careers site and the law want, and what the public may see."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.core.activity import Activity
from app.core.actors import SYSTEM, user_actor
from app.core.clock import at, now, today
from app.core.refusals import Refused
from app.extensions import db
from app.jobs.commands import (
    change_job,
    close_job,
    create_job,
    ensure_pipeline_templates,
    open_job,
    publication_hints,
    publish_job,
    put_on_hold,
    reopen_job,
    set_locations,
    unpublish_job,
)
from app.jobs.models import CloseReason, Job, JobState, Posting, RemotePolicy
from app.jobs.pay_rules import demands_at
from app.jobs.places import Place
from app.jobs.policy import visible_once, visible_openly
from app.jobs.refusals import NotPublishable, WrongJobState
from app.jobs.tasks import end_due_postings
from tests.make import Cast, Make


def draft(place: Place | None = None, **values: object) -> Job:
    template = ensure_pipeline_templates()[0]
    said = {"title": "Nurse", "description": "Care for people.", **values}
    return create_job(by=SYSTEM, template=template, places=[place] if place else [], **said)  # type: ignore[arg-type]


def is_public(job: Job) -> bool:
    return db.session.scalar(visible_openly().where(Job.id == job.id)) is not None


def fields(refusal: NotPublishable) -> set[str]:
    return {problem.field for problem in refusal.problems}


def test_a_published_job_is_open_and_public_at_once(cast: Cast) -> None:
    job = draft(Place("Berlin"))
    assert not is_public(job)
    publish_job(job, by=SYSTEM)
    assert job.state is JobState.OPEN
    assert job.opened_at is not None
    assert is_public(job)


def test_everything_that_is_missing_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(NotPublishable) as refused:
        publish_job(draft(description=""), by=SYSTEM)
    assert fields(refused.value) == {"description", "locations"}


def test_a_remote_job_needs_no_place_and_is_placed_in_the_employers_country(cast: Cast) -> None:
    job = draft(remote_policy=RemotePolicy.REMOTE)
    publish_job(job, by=SYSTEM)
    db.session.refresh(job, ["locations"])
    assert [place.country for place in job.locations] == ["DE"]


@pytest.mark.parametrize(
    ("place", "missing"),
    [
        (Place("Wien", country="AT"), {"pay_from"}),
        (Place("Denver", "CO", country="US"), {"pay_from", "benefits", "last_day"}),
        (Place("Denver", "Colorado", country="US"), {"pay_from", "benefits", "last_day"}),
        (Place("Seattle", "Washington", country="US"), {"pay_from", "benefits"}),
        (Place(country="US"), {"pay_from", "benefits", "last_day"}),
        (Place("Houston", "TX", country="US"), set()),
        (Place("Berlin"), set()),
        (Place("Zürich", country="CH"), set()),
    ],
)
def test_the_law_of_the_place_decides_what_the_posting_must_say(cast: Cast, place: Place, missing: set[str]) -> None:
    job = draft(place)
    if not missing:
        publish_job(job, by=SYSTEM)
        return
    with pytest.raises(NotPublishable) as refused:
        publish_job(job, by=SYSTEM)
    assert fields(refused.value) == missing


def test_the_strictest_of_several_places_counts_also_when_it_is_added_later(cast: Cast) -> None:
    job = draft(Place("Berlin"))
    publish_job(job, by=SYSTEM)
    with pytest.raises(NotPublishable):
        set_locations(job, [Place("Berlin"), Place("Wien", country="AT")], version=None, by=SYSTEM)


@pytest.mark.no_app
def test_rules_hold_from_their_day_on() -> None:
    jersey = [Place("Newark", "NJ", country="US")]
    assert "range" not in demands_at(jersey, date(2025, 5, 31))
    assert "range" in demands_at(jersey, date(2025, 6, 1))


def test_where_pay_must_be_known_before_the_interview_publishing_hints_at_it(cast: Cast) -> None:
    job = draft(Place("Berlin"))
    with at(datetime(2026, 6, 6, tzinfo=UTC)):
        assert publication_hints(job) == []
    with at(datetime(2026, 6, 7, tzinfo=UTC)):
        assert [hint.field for hint in publication_hints(job)] == ["pay_from"]


def test_a_confidential_job_is_never_published_but_can_be_open(cast: Cast) -> None:
    job = draft(Place("Berlin"), confidential=True)
    with pytest.raises(NotPublishable):
        publish_job(job, by=SYSTEM)
    open_job(job, by=SYSTEM)
    assert job.state is JobState.OPEN
    db.session.add(Posting(job_id=job.id))
    db.session.flush()
    assert not is_public(job)


def test_the_last_day_is_still_a_day_to_apply_and_the_next_one_is_not(cast: Cast) -> None:
    job = draft(Place("Berlin"))
    publish_job(job, last_day=today() + timedelta(days=2), by=SYSTEM)
    evening = datetime.combine(today() + timedelta(days=2), datetime.max.time(), UTC)
    with at(evening):
        assert is_public(job)
    with at(evening + timedelta(seconds=1)):
        assert not is_public(job)
        assert db.session.scalar(visible_once().where(Job.id == job.id)) is not None


def test_a_last_day_in_the_past_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        publish_job(draft(Place("Berlin")), last_day=today() - timedelta(days=1), by=SYSTEM)
    assert refused.value.field == "last_day"


def test_publishing_again_moves_the_last_day_and_makes_no_second_posting(cast: Cast) -> None:
    job = draft(Place("Berlin"))
    first = publish_job(job, by=SYSTEM)
    again = publish_job(job, last_day=today(), by=SYSTEM)
    assert again.id == first.id
    assert again.last_day == today()


def test_a_job_on_hold_is_hidden_and_comes_back_as_it_was(cast: Cast) -> None:
    put_on_hold(cast.job, by=user_actor(cast.ada.id))
    assert not is_public(cast.job)
    reopen_job(cast.job, by=user_actor(cast.ada.id))
    assert is_public(cast.job)


def test_a_job_that_was_over_must_be_published_anew(cast: Cast) -> None:
    ada = user_actor(cast.ada.id)
    close_job(cast.job, reason=CloseReason.CANCELLED, by=ada)
    with pytest.raises(WrongJobState):
        publish_job(cast.job, by=ada)
    reopen_job(cast.job, by=ada)
    assert not is_public(cast.job)
    publish_job(cast.job, by=ada)
    assert is_public(cast.job)


def test_taking_a_job_off_the_site_leaves_it_open(cast: Cast) -> None:
    unpublish_job(cast.job, by=user_actor(cast.ada.id))
    assert cast.job.is_open
    assert not is_public(cast.job)
    with pytest.raises(WrongJobState):
        unpublish_job(cast.job, by=user_actor(cast.ada.id))


def test_the_pay_of_a_public_job_cannot_vanish_where_it_must_be_said(cast: Cast) -> None:
    job = draft(Place("Wien", country="AT"), pay_from=4_000_000, pay_to=5_000_000)
    publish_job(job, by=SYSTEM)
    with pytest.raises(NotPublishable):
        change_job(job, version=None, by=SYSTEM, pay_from=None, pay_to=None)


@pytest.mark.real_commits
def test_the_sweep_says_once_that_a_posting_ended(cast: Cast, make: Make) -> None:
    from app.core.transaction import transaction

    with transaction():
        posting = db.session.scalars(select(Posting)).one()
        posting.ends_at = now() - timedelta(minutes=1)
    assert end_due_postings() == 1
    assert end_due_postings() == 0
    with transaction():
        told = db.session.scalars(select(Activity).where(Activity.kind == "posting_ended")).all()
        assert [activity.job_id for activity in told] == [cast.job.id]
