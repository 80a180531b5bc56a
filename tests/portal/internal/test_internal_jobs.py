"""Jobs for colleagues: behind a link to a company mailbox, on no public page, and no manager hears of it unasked."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.notices import ensure_notices
from app.core.clock import now
from app.core.tokens import derived_token
from app.extensions import db
from app.hiring.models import Application
from app.jobs.models import Job, JobState, TeamRole
from app.mailing.models import Message
from app.talent.models import EmployeeLink
from tests.world import RESUME


@pytest.fixture
def job(make: Any, cast: Any) -> Job:
    ensure_notices()
    make.installation().mail_domains = "larkspur.example"
    made: Job = make.job("Quiet Tuner", team_id=cast.team.id, published=False, description="Tune things.", state=JobState.DRAFT)
    make.member(made, cast.ada, TeamRole.RECRUITER, lead=True)
    return made


@pytest.fixture
def token(make: Any, job: Job) -> str:
    link = EmployeeLink(email="eva@larkspur.example", email_key="eva@larkspur.example", expires_at=now() + timedelta(days=7))
    return derived_token("employee-link", make.add(link).id)


def posted(as_ada: Any, job: Job) -> None:
    answer = as_ada.submit(f"/recruiter/jobs/{job.id}/internal-posting")
    assert answer.status_code == 303, answer.text
    db.session.expire_all()


def application_form(**changes: str) -> dict[str, Any]:
    return {"name": "Eva Employee", "email": "eva@home.example", "resume": (BytesIO(RESUME), "eva.pdf"), **changes}


def test_colleagues_see_it_and_the_public_does_not(as_ada: Any, client: Any, job: Job, token: str) -> None:
    assert client.get(f"/internal/{token}/{job.slug}").status_code == 404
    posted(as_ada, job)
    assert "Quiet Tuner" in client.get(f"/internal/{token}").text
    assert "For colleagues only" in client.get(f"/internal/{token}/{job.slug}").text
    for path in ("/", "/jobs", "/sitemap.xml", "/feeds/jobs.atom", "/feeds/jobs.json", "/feeds/indeed.xml"):
        assert "Quiet Tuner" not in client.get(path).text
    for path in (f"/jobs/{job.slug}", f"/jobs/{job.slug}/apply", f"/jobs/{job.slug}/apply?colleague=1-x"):
        assert client.get(path).status_code == 404


def test_a_colleague_applies_and_nobody_tells_their_manager(as_ada: Any, client: Any, job: Job, token: str) -> None:
    posted(as_ada, job)
    assert "You may tell my manager" in client.get(f"/jobs/{job.slug}/apply?colleague={token}").text
    form = application_form(colleague=token, manager_email="boss@larkspur.example")
    answer = client.submit(f"/jobs/{job.slug}/apply", form)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    application = db.session.scalars(select(Application).where(Application.job_id == job.id)).one()
    assert application.source == "internal"
    assert not db.session.scalars(select(Message).where(Message.address == "boss@larkspur.example")).all()


@pytest.mark.parametrize(("address", "told"), [("boss@larkspur.example", 1), ("boss@elsewhere.example", 0)])
def test_the_manager_is_told_when_the_candidate_says_so(
    address: str, told: int, as_ada: Any, client: Any, job: Job, token: str
) -> None:
    posted(as_ada, job)
    form = application_form(colleague=token, manager_email=address, tell_manager="y")
    assert client.submit(f"/jobs/{job.slug}/apply", form).status_code == 303
    mails = db.session.scalars(select(Message).where(Message.address == address)).all()
    assert len(mails) == told
    assert all("Quiet Tuner" in mail.merge_values["job.title"] for mail in mails)


def test_without_the_link_nobody_applies(as_ada: Any, client: Any, job: Job) -> None:
    posted(as_ada, job)
    assert client.submit(f"/jobs/{job.slug}/apply", application_form()).status_code == 404
    assert client.submit(f"/jobs/{job.slug}/apply", application_form(colleague="7-forged")).status_code == 404
    assert not db.session.scalars(select(Application).where(Application.job_id == job.id)).all()


def test_it_is_taken_back(as_ada: Any, client: Any, job: Job, token: str) -> None:
    posted(as_ada, job)
    assert as_ada.submit(f"/recruiter/jobs/{job.id}/internal-posting/withdrawal").status_code == 303
    assert "Quiet Tuner" not in client.get(f"/internal/{token}").text
    assert as_ada.submit(f"/recruiter/jobs/{job.id}/internal-posting/withdrawal").status_code == 409
