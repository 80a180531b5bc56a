"""One walk across both faces: somebody applies, is met, is turned down, and always knows where they stand."""

from sqlalchemy import select

from app.candidates.models import Candidate
from app.extensions import db
from app.hiring.commands import ensure_reject_reasons
from app.hiring.models import Application
from app.jobs.models import ResumeRule
from app.mailing.commands import ensure_templates
from app.mailing.models import Message
from app.mailing.tasks import send_due_messages


def test_from_application_to_decision(app, client, as_ada, cast, make, sweep):
    ensure_templates()
    reasons = ensure_reject_reasons()
    cast.job.resume_rule = ResumeRule.OPTIONAL
    db.session.flush()

    sent = client.submit(f"/jobs/{cast.job.slug}/apply", {"name": "Wanda Walker", "email": "wanda@example.org"})
    assert sent.status_code == 303
    application = db.session.scalars(select(Application)).one()
    assert application.is_confirmed
    receipt = db.session.scalars(select(Message).where(Message.application_id == application.id)).one()
    assert receipt.address == "wanda@example.org"

    if application.suspicious:  # the form guard may find a script faster than people are
        as_ada.submit(f"/recruiter/applications/{application.id}/clearing")
    assert "Wanda Walker" in as_ada.get(f"/recruiter/jobs/{cast.job.id}/board").text

    wanda = make.signed_in_candidate(app, db.session.get(Candidate, application.candidate_id))
    page = f"/me/applications/{application.id}"
    assert "Received" in wanda.get(page).text

    interview = make.stage(cast.job, "Interview")
    as_ada.submit(
        f"/recruiter/applications/{application.id}/moves", {"to": interview.id, "from_stage": application.stage_id}
    )
    assert "Interviews" in wanda.get(page).text

    as_ada.submit(
        f"/recruiter/applications/{application.id}/rejection",
        {"reason": reasons[0].id, "tell": "y", "delay": 0, "note": "Lovely person, too junior"},
    )
    waiting = wanda.get(page).text
    assert "Interviews" in waiting
    sweep(send_due_messages)
    told = wanda.get(page).text
    assert "continue with other people" in told
    for secret in ("reject", "lovely person", reasons[0].name.lower()):
        assert secret not in told.lower()
