"""A rendered message as the bytes that travel: headers, text and HTML parts, signature. No CR or LF comes from data."""

from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP

import idna
from flask import current_app

from app.config import Settings
from app.core.clock import now
from app.core.text import one_line
from app.mailing.dkim import load_key
from app.mailing.gate import MARKETING_KINDS
from app.mailing.models import Message
from app.mailing.rendering import RenderedMessage, unsubscribe_address

POLICY = SMTP.clone(max_line_length=78)


class Unsendable(ValueError):
    """The recipient's address cannot stand in a mail."""


@dataclass(frozen=True)
class OutgoingMail:
    """What the gateway hands over. `international` addresses need a server that speaks SMTPUTF8."""

    sender: str
    recipient: str
    raw: bytes
    international: bool = False


def compose_mail(message: Message, rendered: RenderedMessage) -> OutgoingMail:
    """The mail of `message`. The Message-ID is the ledger's: a repeat after a crash carries the same one."""
    settings: Settings = current_app.extensions["settings"]
    recipient = mail_address(message.recipient_name, message.address)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = mail_address(message.sender, settings.sender_address)
    mail["To"] = recipient
    mail["Subject"] = one_line(rendered.subject)
    mail["Date"] = now()
    mail["Message-ID"] = f"<{message.mail_id}>"
    if message.reply_to:
        mail["Reply-To"] = mail_address("", message.reply_to)
    if message.in_reply_to:
        mail["In-Reply-To"] = mail["References"] = f"<{one_line(message.in_reply_to)}>"
    if message.kind.is_process:
        mail["Auto-Submitted"] = "auto-generated"
    if message.kind in MARKETING_KINDS:
        _add_list_headers(mail, message, settings)
    mail.set_content(rendered.text, cte="quoted-printable")
    mail.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    international = not recipient.addr_spec.isascii()
    raw = mail.as_bytes(policy=POLICY.clone(utf8=international))
    if settings.dkim_key_file:
        raw = load_key(settings.dkim_key_file, settings.mail_domain, settings.dkim_selector).sign(raw, now())
    return OutgoingMail(settings.sender_address, recipient.addr_spec, raw, international)


def mail_address(name: str, address: str) -> HeaderAddress:
    """Name and address for a header. Raises Unsendable when the address is none."""
    local, at, domain = address.strip().rpartition("@")
    try:
        if not at or any(character.isspace() or not character.isprintable() for character in address.strip()):
            raise ValueError(address)
        ascii_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
        if len(local) > 64 or len(ascii_domain) > 255 or not ascii_domain:
            raise ValueError(address)
        return HeaderAddress(one_line(name)[:120], addr_spec=f"{local}@{ascii_domain}")
    except (ValueError, IndexError, HeaderParseError, idna.IDNAError) as trouble:
        raise Unsendable(f"not an address: {len(address)} characters") from trouble


def _add_list_headers(mail: EmailMessage, message: Message, settings: Settings) -> None:
    """RFC 8058: one click, by POST, without cookies; and the same by mail."""
    address = unsubscribe_address(message, masked=False)
    token = address.rpartition("/")[2]
    mail["List-Unsubscribe"] = f"<{address}>, <mailto:{settings.sender_address}?subject=unsubscribe-{token}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["List-Id"] = f"<{message.kind.value}.{settings.mail_domain}>"

