"""A mail to many with a file and the sender's own lines under it: chosen once, shown before, sent as a real attachment."""

import email
import email.policy
from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.accounts.commands import change_account
from app.compliance.commands import erase_candidate
from app.compliance.models import ErasureReason
from app.core.actors import SYSTEM, user_actor
from app.core.clock import now
from app.core.files import StoredFile, path_of, stage_file
from app.extensions import db
from app.mailing.attachments import (
    MOST_BYTES,
    NotAttachable,
    attachment_name,
    enclosed,
    enclosed_in,
    keep_attachment,
    media_type_of,
)
from app.mailing.commands.personal import write_personal_message
from app.mailing.envelope import compose_mail
from app.mailing.headers import Unsendable
from app.mailing.models import MailAttachment, Message, MessageState
from app.mailing.rendering import current_brand, render_message
from app.search.bulk import Chosen, act_kind, begin_people_act
from app.search.bulk.wording import preview_mail
from tests.world import RESUME

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
WORDS = {
    "act": "mail",
    "checked": "1",
    "basis": "personal",
    "subject_en": "Our programme",
    "body_en": "Hello {{first_name}}",
}
REHEARSE, DO, TEST = "/recruiter/candidates/bulk", "/recruiter/candidates/acts", "/recruiter/candidates/bulk/test"


@pytest.fixture
def people(make):
    return [make.candidate(f"Person {number:02}", locale="en") for number in range(3)]


def form(people, **more):
    return {**WORDS, "ids": ",".join(str(one.id) for one in people), **more}


def carried(page):
    return page.text.split('name="carried" value="')[1].split('"')[0].replace("&#34;", '"').replace("&quot;", '"')


def composed(message):
    file = _file_of(message)
    mail = compose_mail(message, render_message(message, None, current_brand(), masked=False), file)
    return email.message_from_bytes(mail.raw, policy=email.policy.default)


def _file_of(message):
    return enclosed([message.attachment_id])[message.attachment_id]


def test_a_file_is_chosen_once_named_before_and_sent_with_every_mail(as_ada, people):
    first = as_ada.submit(REHEARSE, form(people, file=(BytesIO(RESUME), "Programme <2027>.pdf")))
    assert first.status_code == 200 and "Programme _2027_.pdf" in first.text
    assert db.session.scalar(select(func.count(MailAttachment.id))) == 0
    assert as_ada.submit(DO, form(people, carried=carried(first))).status_code == 303
    mails = db.session.scalars(select(Message).where(Message.candidate_id.in_([one.id for one in people]))).all()
    assert len(mails) == 3 and len({mail.attachment_id for mail in mails}) == 1
    part = next(composed(mails[0]).iter_attachments())
    assert (part.get_filename(), part.get_content_type(), part.get_content()) == (
        "Programme _2027_.pdf",
        "application/pdf",
        RESUME,
    )


def test_a_file_can_be_left_out_again_and_a_forged_one_is_not_taken(as_ada, people):
    first = as_ada.submit(REHEARSE, form(people, file=(BytesIO(PNG), "map.png")))
    assert 'name="carried"' not in as_ada.submit(REHEARSE, form(people, carried=carried(first), detach="1")).text
    assert 'name="carried"' not in as_ada.submit(REHEARSE, form(people, carried="0" * 64 + "[[1],2]")).text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>", "cv.pdf"), (RESUME, "cv.exe"), (RESUME, "cv.png"), (PNG, "cv.pdf"), (b"", "cv.pdf"), (PNG, "map.gif"),
        (RESUME + b"\0" * MOST_BYTES, "cv.pdf"), (b"MZ", "cv.docx"), (RESUME, "cv\u202efdp.exe"),
    ],
)  # fmt: skip
def test_what_may_not_travel_is_refused(data, name):
    with pytest.raises(NotAttachable):
        media_type_of(data, name)


def test_a_refused_file_is_said_at_its_field_and_nothing_is_sent(as_ada, people):
    for address in (REHEARSE, DO, TEST):
        answer = as_ada.submit(address, form(people, file=(BytesIO(b"MZ\0"), "virus.exe")))
        assert answer.status_code == 422 and "Attach a PDF" in answer.text and "Hello {{first_name}}" in answer.text
    assert db.session.scalar(select(func.count(Message.id)).where(Message.subject == "Our programme")) == 0


def test_hostile_names_do_no_harm_in_a_header(make, cast):
    assert attachment_name("../../etc/pass\r\nBcc: x@y.pdf") == "passBcc_ x@y.pdf"
    assert len(attachment_name("ж" * 300 + ".pdf")) == 64
    message = write_personal_message(
        to=make.candidate(), sender=cast.ada, subject="Hi", body="Text", by=user_actor(cast.ada.id)
    )
    message.attachment_id = _kept("Übersicht “neu” 🙂.pdf").id
    raw = composed(message)
    assert next(raw.iter_attachments()).get_filename() == "Übersicht “neu” 🙂.pdf"
    message.attachment_id = _kept("🙂" * 300 + ".pdf").id
    assert (
        max(
            map(
                len,
                compose_mail(
                    message, render_message(message, None, current_brand(), masked=False), _file_of(message)
                ).raw.split(b"\r\n"),
            )
        )
        < 998
    )


def _kept(name):
    return keep_attachment(stage_file(RESUME, "application/pdf"), name)


def test_a_test_to_oneself_carries_the_file_too(as_ada, people, cast):
    first = as_ada.submit(REHEARSE, form(people, file=(BytesIO(PNG), "map.png")))
    assert as_ada.submit(TEST, form(people, carried=carried(first))).status_code == 200
    mail = db.session.scalars(select(Message).where(Message.user_id == cast.ada.id)).one()
    assert next(composed(mail).iter_attachments()).get_content() == PNG


def test_the_signature_stands_under_the_mail_unless_the_text_says_where(make, cast, people):
    change_account(
        cast.ada,
        name="Ada",
        locale="en",
        time_zone="Europe/Berlin",
        shortcuts=True,
        signature="Ada **R**\n{{x}} <b>\n",
        by=SYSTEM,
    )
    kind = act_kind("mail")
    given = kind.read(WORDS, cast.ada)
    assert preview_mail(given, people[0], cast.ada).text.startswith("Hello Person\n\nAda **R**\n{{x}} <b>\n")
    begin_people_act(kind, Chosen([people[0].id]), given=given, viewer=cast.ada, by=user_actor(cast.ada.id))
    sent = db.session.scalars(select(Message).where(Message.candidate_id == people[0].id)).one()
    html = render_message(sent, None, current_brand(), masked=True).html
    assert "Ada **R**<br>\n{{x}} &lt;b&gt;" in html
    placed = kind.read({**WORDS, "body_en": "{{recruiter.signature}}\n\nbelow"}, cast.ada)
    assert preview_mail(placed, people[0], cast.ada).text.count("Ada **R**") == 1
    assert "Otto" in preview_mail(placed, people[0], cast.otto).text


def test_a_mail_whose_file_is_gone_does_not_leave_without_it(make, cast):
    message = write_personal_message(
        to=make.candidate(), sender=cast.ada, subject="Hi", body="Text", by=user_actor(cast.ada.id)
    )
    attachment = _kept("map.pdf")
    message.attachment_id = attachment.id
    path_of(attachment.file.sha256).unlink()
    with pytest.raises(Unsendable):
        enclosed_in(message, enclosed({attachment.id}))


def test_an_erasure_takes_the_file_only_when_no_other_mail_carries_it(make, cast, people):
    kind = act_kind("mail")
    shared, own = _kept("shared.pdf"), keep_own()
    for who, attachment in ((people, shared), (people[:1], own)):
        given = {**kind.read(WORDS, cast.ada), "attachment": attachment.id}
        begin_people_act(
            kind, Chosen([one.id for one in who]), given=given, viewer=cast.ada, by=user_actor(cast.ada.id)
        )
    shared_id, own_id, own_file = shared.id, own.id, own.file_id
    erasure = erase_candidate(people[0], by=SYSTEM, reason=ErasureReason.ASKED)
    assert (
        erasure.files == 1
        and db.session.get(MailAttachment, own_id) is None
        and db.session.get(StoredFile, own_file) is None
    )
    left = db.session.scalars(select(Message.attachment_id).where(Message.attachment_id.is_not(None))).all()
    assert left == [shared_id] * 2 and db.session.get(MailAttachment, shared_id) is not None
    assert db.session.scalar(select(func.count(Message.id)).where(Message.state == MessageState.CANCELLED)) == 2


def keep_own():
    return keep_attachment(stage_file(b"%PDF-1.4 only for one", "application/pdf"), "own.pdf")


def test_the_account_page_keeps_the_signature(as_ada, cast):
    values = {"name": "Ada", "locale": "en", "time_zone": "Europe/Berlin", "shortcuts": "y"}
    assert as_ada.submit("/recruiter/account", {**values, "signature": "Ada R\nTalent"}).status_code == 303
    assert "Ada R\nTalent" in as_ada.get("/recruiter/account").text
    assert as_ada.submit("/recruiter/account", values).status_code == 303
    assert "Ada R\nTalent" in as_ada.get("/recruiter/account").text
    assert as_ada.submit("/recruiter/account", {**values, "signature": "x" * 501}).status_code == 422


def test_the_reader_finds_the_file_again_and_nobody_else(as_carla, make, cast):
    mails = [
        write_personal_message(to=who, sender=cast.ada, subject="Hi", body="Text", by=user_actor(cast.ada.id))
        for who in (cast.carla, make.candidate())
    ]
    attachment = _kept("map.pdf").id
    for mail in mails:
        mail.attachment_id, mail.state, mail.accepted_at = attachment, MessageState.ACCEPTED, now()
    db.session.flush()
    assert "map.pdf" in as_carla.get(f"/me/messages/{mails[0].id}").text
    answer = as_carla.get(f"/me/messages/{mails[0].id}/file")
    assert answer.data == RESUME and "attachment" in answer.headers["Content-Disposition"]
    assert as_carla.get(f"/me/messages/{mails[1].id}/file").status_code == 404
