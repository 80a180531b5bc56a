"""The mail as it travels: signatures that verify, list headers where they belong and nowhere else."""

import email
import email.policy
from dataclasses import replace

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from app.candidates.models import Consent, ConsentAction, ContactPoint, Purpose
from app.core.actors import SYSTEM
from app.core.clock import now
from app.extensions import db
from app.mailing.commands import Draft, SecretLink, plan_message, plan_messages
from app.mailing.dkim import relaxed_body, relaxed_header
from app.mailing.models import Message, MessageKind, MessageState
from app.mailing.tasks import send_due_messages


@pytest.fixture
def dkim_key(tmp_path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file = tmp_path / "dkim.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    import base64

    return file, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


@pytest.fixture
def signing(app, monkeypatch, dkim_key):
    settings = replace(app.extensions["settings"], dkim_key_file=str(dkim_key[0]), mail_from="jobs@larkspur.example")
    monkeypatch.setitem(app.extensions, "settings", settings)
    asked = []

    def dns(name, timeout=5):
        asked.append(name)
        return dkim_key[1]

    return dns, asked


def campaign(person, **more):
    draft = Draft(cause="campaign:1", kind=MessageKind.CAMPAIGN, to=person, subject="News, {{first_name|there}}",
                  body="Hello {{first_name|there}}\n\n.\n\n..dots", **more)  # fmt: skip
    return plan_messages([draft], by=SYSTEM)[0]


def consented(make, action=ConsentAction.CONFIRMED, **values):
    person = make.candidate("Zoë Łukasz", email="zoe@example.org")
    make.add(Consent(candidate_id=person.id, purpose=Purpose.NEWSLETTER, action=action, method="form", **values))
    return person


def test_a_signature_verifies_and_names_our_domain(make, sweep, gateway, peer, signing):
    dns, asked = signing
    campaign(consented(make))
    sweep(send_due_messages, gateway=gateway)
    assert dkim.verify(peer.delivered[0], dnsfunc=dns)
    assert asked == [b"perennial._domainkey.larkspur.example."]


@pytest.mark.parametrize("header", [b"List-Unsubscribe:", b"List-Unsubscribe-Post:", b"Subject:", b"To:", b"From:"])
def test_a_changed_header_breaks_the_signature(make, sweep, gateway, peer, signing, header):
    campaign(consented(make))
    sweep(send_due_messages, gateway=gateway)
    tampered = peer.delivered[0].replace(header, header + b" x", 1)
    assert tampered != peer.delivered[0]
    assert not dkim.verify(tampered, dnsfunc=signing[0])


def test_a_changed_body_or_second_sender_breaks_the_signature(make, sweep, gateway, peer, signing):
    campaign(consented(make))
    sweep(send_due_messages, gateway=gateway)
    raw = peer.delivered[0]
    assert not dkim.verify(raw.replace(b"Hello", b"Hallo", 1), dnsfunc=signing[0])
    assert not dkim.verify(raw.replace(b"From:", b"From: evil@example.org\r\nFrom:", 1), dnsfunc=signing[0])


def test_relaxed_forms_follow_the_standard():
    assert relaxed_header(b"B ".strip(), b" Z\t\r\n\tY  X ") == b"b:Z Y X"
    assert relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n") == b" C\r\nD E\r\n"
    assert relaxed_body(b"\r\n\r\n") == b""


def test_marketing_mail_can_be_left_with_one_click(make, sweep, gateway, peer):
    message = campaign(consented(make))
    sweep(send_due_messages, gateway=gateway)
    mail = email.message_from_bytes(peer.delivered[0], policy=email.policy.default)
    https, mailto = mail["List-Unsubscribe"].split(", ")
    assert https.startswith(f"<http://localhost/u/{message.id}-")
    assert mailto.startswith("<mailto:jobs@localhost?subject=unsubscribe-")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"].startswith("<campaign.")
    assert mail["Auto-Submitted"] is None
    assert https[1:-1] in mail.get_body(("plain",)).get_content()
    assert https[1:-1] in mail.get_body(("html",)).get_content()


def test_process_mail_carries_no_list_headers_and_the_postal_address(make, sweep, gateway, peer):
    make.installation(postal_address="Larkspur GmbH\nAm Ufer 1\n10115 Berlin")
    plan_message(cause="sign-in:1", kind=MessageKind.ACCOUNT, to=make.candidate(), template="sign-in-link",
                 links={"link": SecretLink("magic-link", 1, "/m/")}, by=SYSTEM)  # fmt: skip
    sweep(send_due_messages, gateway=gateway)
    mail = email.message_from_bytes(peer.delivered[0], policy=email.policy.default)
    assert [name for name in mail if name.startswith("List-")] == []
    assert "Am Ufer 1" in mail.get_body(("plain",)).get_content()
    assert mail["Reply-To"] == "people@example.org"


@pytest.mark.parametrize(
    ("action", "verified", "allowed"),
    [
        (ConsentAction.CONFIRMED, False, True),
        (ConsentAction.RENEWED, False, True),
        (ConsentAction.GIVEN, False, False),
        (ConsentAction.GIVEN, True, True),
        (ConsentAction.WITHDRAWN, True, False),
        (ConsentAction.EXPIRED, True, False),
    ],
)
def test_marketing_asks_for_the_newest_consent(make, action, verified, allowed):
    person = consented(make, ConsentAction.CONFIRMED)
    make.add(Consent(candidate_id=person.id, purpose=Purpose.NEWSLETTER, action=action, method="form"))
    if verified:
        db.session.query(ContactPoint).filter_by(candidate_id=person.id).update({"verified_at": now()})
    message = campaign(person)
    assert (message.state is MessageState.DUE) is allowed
    assert message.reason == ("" if allowed else "no-consent")


def test_somebody_elses_verified_mailbox_is_no_consent(make):
    other = make.candidate("Other", email="other@example.org")
    db.session.query(ContactPoint).filter_by(candidate_id=other.id).update({"verified_at": now()})
    draft = Draft(cause="other", kind=MessageKind.PERSONAL, to=other, subject="Hi", body="Hello")
    plan_messages([draft], by=SYSTEM)
    assert campaign(consented(make, ConsentAction.GIVEN)).reason == "no-consent"


def test_a_consent_that_ended_or_is_for_something_else_does_not_count(make):
    assert campaign(consented(make, expires_at=now())).reason == "no-consent"
    other = make.candidate()
    make.add(Consent(candidate_id=other.id, purpose=Purpose.EVENTS, action=ConsentAction.CONFIRMED, method="form"))
    draft = Draft(cause="campaign:2", kind=MessageKind.CAMPAIGN, to=other, subject="News", body="Hello")
    assert plan_messages([draft], by=SYSTEM)[0].reason == "no-consent"


def test_a_restricted_or_erased_person_gets_nothing_at_all(make):
    for column in ("restricted_at", "erased_at"):
        person = make.candidate(**{column: now()})
        message = plan_message(cause=column, kind=MessageKind.PROCESS, to=person, template="rejection",
                               values={"job.title": "Engineer"}, by=SYSTEM)  # fmt: skip
        assert (message.state, message.reason) == (MessageState.SUPPRESSED, column.removesuffix("_at"))


def test_a_withdrawn_consent_stops_a_planned_mail(make, sweep, gateway, peer):
    person = consented(make)
    message = campaign(person)
    make.add(Consent(candidate_id=person.id, purpose=Purpose.NEWSLETTER, action=ConsentAction.WITHDRAWN, method="form"))
    sweep(send_due_messages, gateway=gateway)
    assert peer.delivered == []
    assert db.session.get(Message, message.id).reason == "no-consent"


def test_an_unsubscribe_address_is_never_encoded_however_long(make, sweep, gateway, peer, app, monkeypatch):
    monkeypatch.setitem(app.config, "BASE_URL", "https://" + "careers." * 20 + "example.org")
    campaign(consented(make))
    sweep(send_due_messages, gateway=gateway)
    assert b"List-Unsubscribe: <https://careers." in peer.delivered[0]


def test_an_answer_threads_whatever_the_other_side_called_its_mail(make, sweep, gateway, peer):
    person = consented(make)
    campaign(person, in_reply_to="<evil\r\nBcc: x@y.z>=?utf-8?q?=0A?=")
    sweep(send_due_messages, gateway=gateway)
    mail = email.message_from_bytes(peer.delivered[0], policy=email.policy.default)
    assert mail["Bcc"] is None
    assert mail["In-Reply-To"] == mail["References"]
