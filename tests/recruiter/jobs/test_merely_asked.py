"""Whoever was only asked for an opinion about one application sees that one, and works with nothing else of the job."""

from typing import Any

import pytest

from app.extensions import db
from app.hiring.models import Application
from app.hiring.policy import visible_applications, workable_applications, workable_jobs
from app.jobs.models import Job, JobMember
from app.jobs.policy import visible_jobs
from tests.make import Cast, Make


@pytest.fixture
def asked(cast: Cast, make: Make) -> Application:
    """One of two applications to Ada's job: Otto, a recruiter of another team, was asked about it."""
    make.application(job=cast.job)
    application = make.application(cast.carla, cast.job)
    make.review_request(application, cast.otto)
    return application


def test_a_recruiter_who_was_asked_does_not_work_on_the_job(cast: Cast, asked: Application) -> None:
    assert list(db.session.scalars(visible_jobs(cast.otto))) == [cast.job]
    assert list(db.session.scalars(visible_applications(cast.otto))) == [asked]
    assert list(db.session.scalars(workable_jobs(cast.otto))) == []
    assert list(db.session.scalars(workable_applications(cast.otto))) == []


@pytest.mark.parametrize("page", ["board", "applications", "screen"])
def test_the_other_applications_stay_out_of_sight(cast: Cast, asked: Application, as_otto: Any, page: str) -> None:
    assert as_otto.get(f"/recruiter/jobs/{cast.job.id}/{page}").status_code == 404
    assert as_otto.get(f"/recruiter/applications/{asked.id}").status_code == 200


def test_the_job_can_be_read_and_not_changed(cast: Cast, asked: Application, as_otto: Any) -> None:
    page = as_otto.get(f"/recruiter/jobs/{cast.job.id}")
    assert page.status_code == 200
    assert f"/recruiter/jobs/{cast.job.id}/edit" not in page.text
    for part in ("edit", "description", "stages", "questions", "team", "posting", "closing"):
        assert as_otto.get(f"/recruiter/jobs/{cast.job.id}/{part}").status_code == 403, part
    team = {"version": str(cast.job.version), "rows-0-user_id": str(cast.otto.id), "rows-0-role": "recruiter", "rows-0-lead": "y"}
    assert as_otto.submit(f"/recruiter/jobs/{cast.job.id}/team", team).status_code == 403
    for act in ("posting/withdrawal", "hold", "copies", "openings", "closing"):
        assert as_otto.submit(f"/recruiter/jobs/{cast.job.id}/{act}").status_code == 403, act
    assert db.session.query(Job).count() == 1
    assert db.session.query(JobMember).filter_by(job_id=cast.job.id, user_id=cast.otto.id).count() == 0


def test_nobody_is_put_into_the_process_of_a_job_one_was_merely_asked_about(
    cast: Cast, make: Make, asked: Application, as_otto: Any
) -> None:
    somebody = make.candidate()
    answer = as_otto.submit(f"/recruiter/candidates/{somebody.id}/applications", {"job": str(cast.job.id)})
    assert answer.status_code == 422
    assert db.session.query(Application).filter_by(candidate_id=somebody.id).count() == 0
