"""What left, read back by other people's parsers: the mail, its calendar part, its signature, its envelope."""

import base64
import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from icalendar import Calendar, Event

from app.candidates.models import Consent, ConsentAction, Purpose
from app.core.actors import SYSTEM
from app.core.tokens import derived_token
from app.extensions import db
from app.mailing.commands import Draft, keep_wording, plan_message, plan_messages
from app.mailing.headers import encoded_words, mail_address, unstructured
from app.mailing.models import MessageKind
from app.mailing.registries import link_makers, register_link_maker
from app.mailing.tasks import send_due_messages


def parsed(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def invitation():
    calendar = Calendar()
    calendar.add("prodid", "-//Perennial//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    event = Event()
    event.add("uid", "interview-7@larkspur.example")
    event.add("sequence", 3)
    event.add("summary", "Gespräch mit Zoë, Jörg & Ada — 60 Minuten, im großen Besprechungsraum am Ufer")
    event.add("dtstart", datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    event.add("dtstamp", datetime(2026, 11, 1, 9, 0, tzinfo=UTC))
    calendar.add_component(event)
    return calendar.to_ical().decode()


def test_an_invitation_carries_its_calendar_object_twice_and_whole(make, sweep, gateway, peer):
    ics = invitation()
    draft = Draft(cause="interview:7", kind=MessageKind.PROCESS, to=make.candidate("Zoë", email="zoe@example.org"),
                  subject="Interview", body="See you on Tuesday.", calendar=ics)  # fmt: skip
    plan_messages([draft], by=SYSTEM)
    sweep(send_due_messages, gateway=gateway)
    mail = parsed(peer.delivered[0])
    alternatives, file = mail.iter_parts()
    assert mail.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in alternatives.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    part = list(alternatives.iter_parts())[2]
    assert part.get_param("method") == "REQUEST"
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    for one in (part, file):
        [event] = Calendar.from_ical(one.get_payload(decode=True)).walk("VEVENT")
        assert (str(event["UID"]), event["SEQUENCE"]) == ("interview-7@larkspur.example", 3)
        assert one.get_payload(decode=True).decode() == ics


@pytest.fixture
def published(app, monkeypatch, tmp_path):
    """Mail is signed; answers what asks the DNS for the public half of the key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file = tmp_path / "key.pem"
    file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    settings = replace(app.extensions["settings"], dkim_key_file=str(file), mail_from="jobs@larkspur.example")
    monkeypatch.setitem(app.extensions, "settings", settings)
    return lambda name, timeout=5: b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def test_a_newsletter_says_how_to_leave_it_and_every_word_of_that_is_signed(make, sweep, gateway, peer, published):
    person = make.subscriber("Eve\r\nBcc: all@example.org", email="eve@example.org")
    draft = Draft(cause="campaign:1:1", kind=MessageKind.CAMPAIGN, to=person, subject="News\r\nX-Evil: 1", body="Hello")
    [message] = plan_messages([draft], by=SYSTEM)
    sweep(send_due_messages, gateway=gateway)
    [raw] = peer.delivered
    mail = parsed(raw)
    way = f"http://localhost/u/{derived_token('unsubscribe', message.id)}"
    leave, by_mail = (part.strip().strip("<>") for part in mail["List-Unsubscribe"].split(","))
    assert leave == way
    assert by_mail.startswith("mailto:jobs@larkspur.example?subject=unsubscribe-")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<campaign.larkspur.example>"
    assert way in mail.get_body(("plain",)).get_content()
    signed = mail["DKIM-Signature"].partition("h=")[2].partition(";")[0].replace(" ", "").lower().split(":")
    assert {"from", "to", "subject", "date", "message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post"} <= set(signed)
    assert dkim.verify(raw, dnsfunc=published)
    assert not dkim.verify(raw.replace(b"One-Click", b"Two-Click"), dnsfunc=published)
    lines = raw.replace(b"\r\n", b"")
    assert b"\r" not in lines and b"\n" not in lines
    assert not {"bcc", "x-evil"} & {name.lower() for name in mail.keys()}  # noqa: SIM118 - a mail is no dict


def test_a_signed_invitation_verifies(make, sweep, gateway, peer, published):
    words = "Hello\t there   with   spaces \n\n.\n\n..two dots\n\n" + "x" * 3000
    draft = Draft(cause="interview:8", kind=MessageKind.PROCESS, to=make.candidate("Jörg Müller"), subject="Gespräch " * 20,
                  body=words, calendar=invitation())  # fmt: skip
    plan_messages([draft], by=SYSTEM)
    sweep(send_due_messages, gateway=gateway)
    assert dkim.verify(peer.delivered[0], dnsfunc=published)
    assert max(len(line) for line in peer.delivered[0].split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    "subject",
    ["Short", "Größe zählt", "😀" * 40, "a long plain subject " * 10, "=?utf-8?q?trick?=", "tab\tand line\r\nbreak", "ﬁn ünd " * 30],
)
def test_a_subject_reads_as_it_was_written(subject):
    said = unstructured(subject)
    mail = parsed(f"Subject: {said}\r\n\r\n".encode())
    assert mail["Subject"].split() == " ".join(subject.split()).split()
    assert all(len(line) <= 78 for line in f"Subject: {said}".split("\r\n"))
    assert all(line.startswith(" ") for line in said.split("\r\n")[1:])


@pytest.mark.parametrize("name", ["Carla", 'Eve "the" \\ Evil', "Zoë, Łukasz <x@y.z>", "漢字" * 30, "(comment) @ home; group:", "=?utf-8?q?x?="])
def test_a_name_never_changes_whom_a_mail_goes_to(name):
    header = mail_address(name, "carla@example.org").header
    [address] = parsed(f"To: {header}\r\n\r\n".encode())["To"].addresses
    assert address.addr_spec == "carla@example.org"
    # Python's parser leaves the white space between encoded words in a name (RFC 2047 says it is not there)
    assert "".join(address.display_name.split()) == "".join(name[:120].split())


def test_no_character_is_broken_between_two_words():
    for word in encoded_words("ä😀" * 60).split("\r\n "):
        assert len(word) <= 75
        parsed(f"Subject: {word}\r\n\r\n".encode())["Subject"].encode()


@pytest.fixture
def tokens():
    before = dict(link_makers)
    register_link_maker("click", path="/c/", token=lambda message, number: derived_token(f"click-{number}", message.id))
    register_link_maker("open", path="/o/", token=lambda message, number: derived_token("open", message.id))
    yield
    link_makers.clear()
    link_makers.update(before)


@pytest.mark.parametrize("tracks", [True, False])
def test_a_newsletter_says_its_preheader_its_links_and_a_pixel_only_where_allowed(make, sweep, gateway, peer, tokens, tracks):
    person = make.candidate("Carla", email="carla@example.org")
    make.add(Consent(candidate_id=person.id, purpose=Purpose.NEWSLETTER, action=ConsentAction.CONFIRMED, method="form"))
    version = keep_wording(campaign_id=1, locale="en", subject="News", preheader="For {{first_name|you}} & all", by=SYSTEM,
                           body="[Read]({{click.7}})\n\n![A <meadow>](https://example.com/m.png)")  # fmt: skip
    draft = Draft(cause="campaign:1:1", kind=MessageKind.CAMPAIGN, to=person, subject="x", body="x")
    message = plan_messages([draft], by=SYSTEM)[0]
    message.template_version_id, message.tracks, message.merge_values = version.id, tracks, {"first_name": "Carla"}
    db.session.flush()
    sweep(send_due_messages, gateway=gateway)
    mail = parsed(peer.delivered[0])
    html, text = (mail.get_body((kind,)).get_content() for kind in ("html", "plain"))
    link = f"http://localhost/c/{derived_token('click-7', message.id)}"
    assert f'href="{link}"' in html
    assert link in text
    assert "For Carla &amp; all" in html
    assert 'src="https://example.com/m.png"' in html
    assert "A <meadow>" in text
    assert ("/o/" in html) is tracks


def test_only_own_mail_asks_for_pictures(make, sweep, gateway, peer):
    plan_message(cause="x", kind=MessageKind.PROCESS, to=make.candidate(), template="rejection", values={"job.title": "Engineer"}, by=SYSTEM)
    sweep(send_due_messages, gateway=gateway)
    assert "<img" not in parsed(peer.delivered[0]).get_body(("html",)).get_content()
