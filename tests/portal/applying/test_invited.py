"""Applying by an invitation: the link proves the mailbox, the form knows the person, one press is enough."""

from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.models import ContactPoint, Document, DocumentKind, ReadingState, Touchpoint
from app.core.clock import now
from app.core.files import keep_file, stage_file
from app.core.tokens import derived_token
from app.extensions import db
from app.hiring.models import Application
from app.mailing.commands import ensure_templates
from app.talent.models import InvitationState, JobInvitation

RESUME = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def invited(make: Any, cast: Any) -> JobInvitation:
    ensure_templates()
    person = make.candidate("Nora Neu", email="nora@example.org", phone="+4930123456")
    file = keep_file(stage_file(RESUME, "application/pdf"))
    db.session.flush()
    make.add(Document(candidate_id=person.id, file_id=file.id, kind=DocumentKind.RESUME, filename="nora.pdf",
                      reading=ReadingState.READ, file=file))  # fmt: skip
    invitation: JobInvitation = make.job_invitation(
        cast.job, person, email="nora@example.org", pool_id=make.pool(owner=cast.ada).id
    )
    return invitation


def form_of(invited: JobInvitation, **changes: Any) -> dict[str, Any]:
    token = derived_token("job-invitation", invited.id)
    return {"name": "Nora Neu", "email": "nora@example.org", "invitation": token, "use_resume": "y", **changes}


def address(cast: Any, invited: JobInvitation | None = None) -> str:
    query = f"?invitation={derived_token('job-invitation', invited.id)}" if invited else ""
    return f"/jobs/{cast.job.slug}/apply{query}"


def test_the_form_knows_the_person(client: Any, cast: Any, invited: JobInvitation) -> None:
    page = client.get(address(cast, invited))
    for known in ('value="Nora Neu"', 'value="nora@example.org"', "nora.pdf"):
        assert known in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert invited.state is InvitationState.OPENED


@pytest.mark.parametrize("token", ["", "1", "1-x", "%00", "9" * 40, "1-" + "a" * 32])
def test_a_false_token_opens_the_plain_form(client: Any, cast: Any, invited: JobInvitation, token: str) -> None:
    page = client.get(f"/jobs/{cast.job.slug}/apply?invitation={token}")
    assert page.status_code == 200
    assert "Nora" not in page.text


def test_an_invitation_to_another_job_shows_nothing(client: Any, cast: Any, make: Any, invited: JobInvitation) -> None:
    other = make.job()
    page = client.get(f"/jobs/{other.slug}/apply?invitation={derived_token('job-invitation', invited.id)}")
    assert "Nora" not in page.text


def test_one_press_applies_confirmed_with_the_resume_we_have(client: Any, cast: Any, invited: JobInvitation) -> None:
    assert client.submit(address(cast), form_of(invited)).status_code == 303
    application = db.session.scalars(select(Application)).one()
    assert application.confirmed_at is not None
    assert (application.source, application.suspicious) == ("invitation", "")
    assert application.resume_id is not None
    touchpoint = db.session.scalars(select(Touchpoint).where(Touchpoint.application_id == application.id)).one()
    assert (touchpoint.medium, touchpoint.detail) == ("invitation", {"invitation": invited.id, "pool": invited.pool_id})
    assert (invited.state, invited.application_id) == (InvitationState.APPLIED, application.id)
    verified = db.session.scalars(select(ContactPoint.verified_at).where(ContactPoint.value == "nora@example.org")).one()
    assert verified is not None


def test_another_address_proves_nothing(client: Any, cast: Any, invited: JobInvitation) -> None:
    form = form_of(invited, email="carla@example.org", link="https://example.org/me")
    assert client.submit(address(cast), form).status_code == 303
    application = db.session.scalars(select(Application)).one()
    assert application.candidate_id == cast.carla.id
    assert application.confirmed_at is None
    assert application.resume_id is None
    assert invited.state is InvitationState.SENT


def test_what_was_typed_survives_an_error(client: Any, cast: Any, invited: JobInvitation) -> None:
    answer = client.submit(address(cast), form_of(invited, name=""))
    assert answer.status_code == 422
    assert form_of(invited)["invitation"] in answer.text
    assert client.submit(address(cast), form_of(invited)).status_code == 303


def test_who_has_applied_reads_that(client: Any, cast: Any, invited: JobInvitation) -> None:
    client.submit(address(cast), form_of(invited))
    page = client.get(address(cast, invited))
    assert "You have applied" in page.text
    assert "Nora" not in page.text


def test_a_withdrawn_invitation_leads_to_the_plain_form(client: Any, cast: Any, invited: JobInvitation) -> None:
    invited.state, invited.withdrawn_at = InvitationState.WITHDRAWN, now()
    db.session.flush()
    page = client.get(address(cast, invited))
    assert "does not stand any more" in page.text
    assert "Nora" not in page.text
    client.submit(address(cast), form_of(invited, link="https://example.org/me"))
    assert db.session.scalars(select(Application)).one().confirmed_at is None


def test_a_closed_job_says_so(client: Any, cast: Any, invited: JobInvitation) -> None:
    from app.jobs.models import JobState

    cast.job.state = JobState.CLOSED
    db.session.flush()
    assert client.get(address(cast, invited)).status_code == 410
