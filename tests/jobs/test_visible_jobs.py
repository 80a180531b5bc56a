"""Who sees which job."""

import pytest

from app.extensions import db
from app.jobs.models import Job, JobState, TeamRole
from app.jobs.policy import visible_jobs, visible_openly
from tests.make import Cast, Make


def seen_by(viewer: object) -> set[str]:
    return {job.title for job in db.session.scalars(visible_jobs(viewer))}  # type: ignore[arg-type]


def test_each_role_sees_its_own(cast: Cast, make: Make) -> None:
    make.job("Secret", team_id=cast.team.id, confidential=True)
    make.job("Sales", team_id=cast.other_team.id)
    assert seen_by(cast.ada) == {"Backend Engineer"}
    assert seen_by(cast.cora) == {"Backend Engineer"}
    assert seen_by(cast.otto) == {"Sales"}
    assert seen_by(cast.hugo) == {"Backend Engineer"}
    assert seen_by(cast.ines) == set()
    assert seen_by(cast.root) == {"Backend Engineer", "Secret", "Sales"}


def test_a_confidential_job_is_seen_by_its_own_team_only(cast: Cast, make: Make) -> None:
    secret = make.job("Secret", team_id=cast.team.id, confidential=True)
    make.member(secret, cast.otto, TeamRole.RECRUITER)
    assert "Secret" in seen_by(cast.otto)
    assert "Secret" not in seen_by(cast.ada)


@pytest.mark.parametrize("state", [JobState.DRAFT, JobState.ON_HOLD, JobState.FILLED, JobState.CLOSED])
def test_the_public_sees_open_jobs_only(cast: Cast, make: Make, state: JobState) -> None:
    make.job("Not open", state=state)
    make.job("Unposted", published=False)
    make.job("Secret", confidential=True)
    assert {job.title for job in db.session.scalars(visible_openly())} == {"Backend Engineer"}
    assert isinstance(cast.job, Job)
