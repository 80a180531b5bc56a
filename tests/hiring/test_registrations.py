"""What hiring answers when packages below it ask."""

import pytest
from sqlalchemy import insert, select

from app.candidates.models import Consent, ConsentAction, Purpose
from app.core.actors import SYSTEM
from app.core.refusals import Refused
from app.hiring.registrations import lead_of, refuse_closing, refuse_retiring
from app.jobs.commands import close_job
from app.jobs.models import CloseReason
from app.mailing.commands import Draft, plan_messages
from app.mailing.gate import gate_reason
from app.mailing.models import Message, MessageKind


def test_a_job_does_not_close_on_people_in_process(cast, application, ada):
    assert "1 person" in str(refuse_closing(cast.job))
    with pytest.raises(Refused):
        close_job(cast.job, reason=CloseReason.CANCELLED, by=ada)


def test_a_stage_is_not_retired_under_somebody(cast, make, application):
    assert refuse_retiring(make.stage(cast.job, "Applied")) is not None
    assert refuse_retiring(make.stage(cast.job, "Interview")) is None


def test_campaigns_are_quiet_while_somebody_is_in_process(session, cast, make, application):
    other = make.candidate(email="free@example.org")

    def planned(candidate, kind):
        draft = Draft(cause=f"{kind.value}:{candidate.id}", kind=kind, to=candidate, subject="News", body="Hello")
        return plan_messages([draft], by=SYSTEM)[0]

    def reason(message):
        return session.scalar(select(gate_reason()).select_from(Message).where(Message.id == message.id))

    session.execute(
        insert(Consent),
        [
            {"candidate_id": one.id, "purpose": Purpose.NEWSLETTER, "action": ConsentAction.CONFIRMED, "method": "form"}
            for one in (cast.carla, other)
        ],
    )
    assert reason(planned(cast.carla, MessageKind.CAMPAIGN)) == "in-process"
    assert reason(planned(cast.carla, MessageKind.PERSONAL)) != "in-process"
    assert reason(planned(other, MessageKind.CAMPAIGN)) is None


def test_the_lead_answers_for_a_failed_mail(session, cast, application, ada, reason):
    from app.hiring.commands import reject_application

    rejection = reject_application(application, reason=reason, by=ada)
    assert lead_of(session.get(Message, rejection.message_id)) == cast.ada.id
