"""Seats: a hire closes exactly one."""

import pytest
from sqlalchemy import select

from app.core.actors import SYSTEM
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.registrations import PeopleInProcess
from app.jobs.commands import add_opening, close_job, close_opening, fill_opening, reopen_job, reopen_opening
from app.jobs.models import CloseReason, Job, JobState, Opening
from app.jobs.refusals import NoOpeningLeft, OpeningNotOpen, WrongJobState
from tests.make import Cast, Make


def openings(job: Job) -> list[Opening]:
    return list(db.session.scalars(select(Opening).where(Opening.job_id == job.id).order_by(Opening.number)))


def test_each_hire_fills_one_seat_until_none_is_left(cast: Cast) -> None:
    add_opening(cast.job, by=SYSTEM)
    fill_opening(cast.job, application_id=11, by=SYSTEM)
    fill_opening(cast.job, application_id=12, by=SYSTEM)
    assert [(one.number, one.application_id) for one in openings(cast.job)] == [(1, 11), (2, 12)]
    with pytest.raises(NoOpeningLeft):
        fill_opening(cast.job, application_id=13, by=SYSTEM)


def test_an_evergreen_job_makes_the_seat_each_hire_closes(make: Make, cast: Cast) -> None:
    job = make.job(openings=0, evergreen=True)
    first = fill_opening(job, application_id=21, by=SYSTEM)
    fill_opening(job, application_id=22, by=SYSTEM)
    assert [one.close_reason for one in openings(job)] == [CloseReason.HIRED, CloseReason.HIRED]
    reopen_opening(first, by=SYSTEM)
    assert (first.close_reason, first.application_id) == (CloseReason.CANCELLED, None)
    with pytest.raises(WrongJobState):
        add_opening(job, by=SYSTEM)


def test_a_hire_that_did_not_start_frees_the_seat(cast: Cast) -> None:
    seat = fill_opening(cast.job, application_id=31, by=SYSTEM)
    reopen_opening(seat, by=SYSTEM)
    assert fill_opening(cast.job, application_id=32, by=SYSTEM).id == seat.id


def test_a_closed_seat_is_not_closed_again_and_a_hire_needs_its_application(cast: Cast) -> None:
    seat = openings(cast.job)[0]
    with pytest.raises(Refused):
        close_opening(seat, reason=CloseReason.HIRED, by=SYSTEM)
    close_opening(seat, reason=CloseReason.CANCELLED, by=SYSTEM)
    with pytest.raises(OpeningNotOpen):
        close_opening(seat, reason=CloseReason.CANCELLED, by=SYSTEM)


def test_closing_a_job_closes_its_seats_and_reopening_gives_it_one(cast: Cast) -> None:
    close_job(cast.job, reason=CloseReason.HIRED, by=SYSTEM, note="done")
    assert cast.job.state is JobState.FILLED
    assert all(one.closed_at for one in openings(cast.job))
    with pytest.raises(WrongJobState):
        add_opening(cast.job, by=SYSTEM)
    reopen_job(cast.job, by=SYSTEM)
    assert [one.closed_at is None for one in openings(cast.job)] == [False, True]


def test_a_job_with_people_in_process_does_not_close(cast: Cast, make: Make) -> None:
    make.application(job=cast.job)
    with pytest.raises(PeopleInProcess):
        close_job(cast.job, reason=CloseReason.CANCELLED, by=SYSTEM)
    assert cast.job.is_open
