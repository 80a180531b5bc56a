"""A mail on the timeline is read again: what it said, whether it left, and the file it carried, by whoever saw its line."""

import pytest

from app.core.actors import user_actor
from app.core.clock import now
from app.core.files import stage_file
from app.extensions import db
from app.mailing.attachments import keep_attachment
from app.mailing.commands.personal import write_personal_message
from app.mailing.models import Message, MessageState
from tests.world import RESUME


@pytest.fixture
def mail(cast, make):
    written = write_personal_message(to=cast.carla, sender=cast.ada, subject="The way to us", body="Take *the tram*, {{first_name}}.",
                                     by=user_actor(cast.ada.id))  # fmt: skip
    written.attachment_id = keep_attachment(stage_file(RESUME, "application/pdf"), "map.pdf").id
    written.state, written.accepted_at = MessageState.ACCEPTED, now()
    db.session.flush()
    return written


def address(mail: Message, candidate_id: int | None = None) -> str:
    return f"/recruiter/candidates/{candidate_id or mail.candidate_id}/mails/{mail.id}"


def test_a_line_of_the_timeline_leads_to_the_mail_and_its_file(as_ada, mail):
    record = as_ada.get(f"/recruiter/candidates/{mail.candidate_id}?show=mail").text
    assert f'href="{address(mail)}"' in record and "map.pdf" in record
    page = as_ada.get(address(mail)).text
    assert "The way to us" in page and "Take the tram, Carla" in page and mail.address in page
    answer = as_ada.get(f"{address(mail)}/file")
    assert answer.data == RESUME and "attachment" in answer.headers["Content-Disposition"]


def test_a_mail_without_a_file_has_none_to_hand_out(as_ada, mail):
    mail.attachment_id = None
    db.session.flush()
    assert "/file" not in as_ada.get(address(mail)).text
    assert as_ada.get(f"{address(mail)}/file").status_code == 404


def test_what_did_not_leave_says_why(as_ada, mail):
    mail.state, mail.accepted_at, mail.reason = MessageState.SUPPRESSED, None, "no-consent"
    db.session.flush()
    assert "This mail has not left, because this person has not agreed" in as_ada.get(address(mail)).text


def test_a_mail_is_read_under_its_own_person_by_whoever_sees_its_line(as_ada, as_hugo, as_cleo, mail, make):
    """This one is about no application: it is between recruiting and the person."""
    assert as_ada.get(address(mail, make.candidate().id)).status_code == 404
    assert as_hugo.get(address(mail)).status_code == 404
    assert as_cleo.get(address(mail)).status_code == 404


def test_a_mail_that_was_called_back_is_gone(as_ada, mail):
    mail.state = MessageState.CANCELLED
    db.session.flush()
    assert as_ada.get(address(mail)).status_code == 404
