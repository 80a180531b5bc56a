"""Inviting from the back office: who, with which words, and what came of it."""

from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.mailing.commands import ensure_templates
from app.mailing.models import Message, MessageKind
from app.talent.models import InvitationState, JobInvitation

BODY = "Hello {{first_name}}, [apply]({{link}}).\n\n{{sender.name}}"


@pytest.fixture(autouse=True)
def library() -> None:
    ensure_templates()


def test_first_the_job_then_the_words(as_ada: Any, make: Any, cast: Any) -> None:
    person = make.candidate("Nora Neu", given_name="Nora")
    make.job("Sales Lead", team_id=cast.team.id)
    page = as_ada.submit("/recruiter/invitations/new", {"ids": person.id}).text
    assert "Choose the job first" in page
    page = as_ada.submit("/recruiter/invitations/new", {"ids": person.id, "job": cast.job.id}).text
    assert "As Nora Neu reads it" in page
    assert "Backend Engineer: would this be something for you?" in page
    assert "invitation=…" in page


def test_who_is_not_asked_stands_there_with_the_reason(as_ada: Any, make: Any, cast: Any) -> None:
    make.job_invitation(cast.job, person := make.candidate("Nora Neu"))
    page = as_ada.submit("/recruiter/invitations/new", {"ids": f"{person.id},{cast.carla.id}", "job": cast.job.id}).text
    assert "1 person is not asked" in page
    assert "was invited to this job already" in page


def test_they_are_asked_and_listed(as_ada: Any, make: Any, cast: Any) -> None:
    pool = make.pool("Warm people", owner=cast.ada)
    people = [make.candidate("Nora Neu", given_name="Nora"), make.candidate("Georg Gern", locale="de")]
    ids = ",".join(str(one.id) for one in people)
    form = {"ids": ids, "job": cast.job.id, "pool_id": pool.id, "subject_en": "Come", "body_en": BODY, "subject_de": "Komm",
            "body_de": BODY}  # fmt: skip
    sent = as_ada.submit("/recruiter/invitations", form)
    assert sent.status_code == 303
    page = as_ada.get(sent.location).text
    for expected in ("Nora Neu", "Georg Gern", "Warm people", "Mail is on its way"):
        assert expected in page
    subjects = set(db.session.scalars(select(Message.subject).where(Message.kind == MessageKind.INVITATION)))
    assert subjects == {"Come", "Komm"}


def test_words_that_cannot_leave_survive_with_the_problem_at_their_field(as_ada: Any, cast: Any) -> None:
    form = {"ids": cast.carla.id, "job": cast.job.id, "subject_en": "Come <b>now</b>", "body_en": "{{nonsense}} words I typed"}
    for address, status in (("/recruiter/invitations/new", 200), ("/recruiter/invitations", 409)):
        page = as_ada.submit(address, form)
        assert page.status_code == status
        assert "There is no field called" in page.text
        assert "words I typed" in page.text
        assert "<b>now</b>" not in page.text
    assert db.session.scalars(select(JobInvitation)).all() == []


def test_each_person_reads_a_reason_of_their_own(as_ada: Any, make: Any, cast: Any) -> None:
    make.job_skill(cast.job, "Python")
    knows, other = make.candidate("Nora Neu", skills=("Python",)), make.candidate("Otis Ohne", locale="de")
    page = as_ada.submit("/recruiter/invitations/new", {"ids": f"{knows.id},{other.id}", "job": cast.job.id}).text
    assert "What you know of Python is what this work is about." in page
    said = {f"reason-{knows.id}": "We met in Oslo.", f"reason-{other.id}": ""}
    body = BODY + "{{#reason}} {{reason}}{{/reason}}"
    form = {"ids": f"{knows.id},{other.id}", "job": cast.job.id, "subject_en": "Come", "body_en": body, "subject_de": "Komm", "body_de": body, **said}
    assert as_ada.submit("/recruiter/invitations", form).status_code == 303
    sent = {one.candidate_id: one.merge_values["reason"] for one in db.session.scalars(select(Message))}
    assert sent == {knows.id: "We met in Oslo.", other.id: ""}
    kept = {one.candidate_id: one.reason for one in db.session.scalars(select(JobInvitation))}
    assert kept == sent


def test_sending_twice_sends_once(as_ada: Any, cast: Any) -> None:
    form = {"ids": cast.carla.id, "job": cast.job.id, "subject_en": "Come", "body_en": BODY, "form_key": "k" * 24}
    assert as_ada.submit("/recruiter/invitations", form).status_code == 303
    assert as_ada.submit("/recruiter/invitations", form).status_code == 303
    assert len(db.session.scalars(select(JobInvitation)).all()) == 1


def test_one_invites_to_jobs_one_sees(as_otto: Any, cast: Any) -> None:
    form = {"ids": cast.carla.id, "job": cast.job.id, "subject_en": "Come", "body_en": BODY}
    assert as_otto.submit("/recruiter/invitations", form).status_code == 404
    assert as_otto.get(f"/recruiter/jobs/{cast.job.id}/invitations").status_code == 404


def test_an_invitation_is_taken_back(as_ada: Any, make: Any, cast: Any) -> None:
    invitation = make.job_invitation(cast.job, make.candidate())
    assert as_ada.submit(f"/recruiter/job-invitations/{invitation.id}/withdrawal").status_code == 303
    assert invitation.state is InvitationState.WITHDRAWN
    assert "Taken back" in as_ada.get(f"/recruiter/jobs/{cast.job.id}/invitations").text


def test_a_rejection_offers_to_keep_in_touch_to_finalists(as_ada: Any, make: Any, cast: Any) -> None:
    make.pool("Warm people", owner=cast.ada)
    early = make.application(job=cast.job)
    late = make.application(job=cast.job, stage="Interview")
    assert "Keep in touch" not in as_ada.get(f"/recruiter/applications/{early.id}/rejection").text
    assert "Keep in touch" in as_ada.get(f"/recruiter/applications/{late.id}/rejection").text


def test_the_offer_is_written_with_the_rejection(as_ada: Any, make: Any, cast: Any) -> None:
    from app.talent.models import KeepInTouch

    pool = make.pool("Warm people", owner=cast.ada)
    application = make.application(job=cast.job, stage="Interview")
    form = {"reason": make.reject_reason().id, "tell": "y", "delay": "2", "keep_in_touch": pool.id}
    assert as_ada.submit(f"/recruiter/applications/{application.id}/rejection", form).status_code == 303
    offer = db.session.scalars(select(KeepInTouch)).one()
    mail = db.session.scalars(select(Message).where(Message.application_id == application.id)).one()
    assert mail.links["keep_in_touch_link"] == ["keep-in-touch", offer.id, "/keep-in-touch/"]
    as_ada.submit(f"/recruiter/applications/{application.id}/rejection/undoing")
    assert offer.withdrawn_at is not None
