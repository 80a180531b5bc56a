"""A rendered message as the bytes that travel: headers, text and HTML parts, signature. No CR or LF comes from data."""

import re
from collections.abc import Sequence
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
from app.mailing.gate import OPT_OUT_KINDS
from app.mailing.models import Message
from app.mailing.rendering import RenderedMessage, unsubscribe_address

_SPECIAL = re.compile(r'[()<>\[\]:;@\\,"\s]|\.\.|^\.|\.$')
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
    mail["Subject"] = header_text(rendered.subject)
    mail["Date"] = now()
    mail["Message-ID"] = f"<{message.mail_id}>"
    if message.reply_to:
        mail["Reply-To"] = mail_address("", message.reply_to)
    if message.kind.is_process:
        mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(rendered.text, cte="quoted-printable")
    mail.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    international = not recipient.addr_spec.isascii()
    own = _verbatim_headers(message, settings)
    raw = b"".join(f"{name}: {value}\r\n".encode("ascii", "replace") for name, value in own)
    raw += mail.as_bytes(policy=POLICY.clone(utf8=international))
    _check_head(raw, [*(name for name, _value in own), *mail.keys()])
    if settings.dkim_key_file:
        raw = load_key(settings.dkim_key_file, settings.mail_domain, settings.dkim_selector).sign(raw, now())
    return OutgoingMail(settings.sender_address, recipient.addr_spec, raw, international)


def header_text(text: str) -> str:
    """`text` as one line that Python's mail package does not decode: an encoded word typed by somebody could hold a
    line break, which that package would write out as one."""
    return one_line(text).replace("=?", "= ?")


def mail_address(name: str, address: str) -> HeaderAddress:
    """Name and address for a header. Raises Unsendable when the address is none."""
    local, at, domain = address.strip().rpartition("@")
    try:
        if not at or "=?" in local or any(character.isspace() or not character.isprintable() for character in address.strip()):
            raise ValueError(address)
        ascii_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
        if len(local) > 64 or len(ascii_domain) > 255 or not ascii_domain:
            raise ValueError(address)
        if local.isascii():
            return HeaderAddress(header_text(name)[:120], addr_spec=f"{local}@{ascii_domain}")
        if _SPECIAL.search(local):
            raise ValueError(address)
        return HeaderAddress(header_text(name)[:120], username=local, domain=ascii_domain)
    except (ValueError, IndexError, HeaderParseError, idna.IDNAError) as trouble:
        raise Unsendable(f"not an address: {len(address)} characters") from trouble


def _check_head(raw: bytes, expected: Sequence[str]) -> None:
    """The last word on header injection: the mail has exactly the headers that were set, in their order."""
    head = raw.partition(b"\r\n\r\n")[0]
    lines = [line for line in re.split(rb"[\r\n]+", head) if not line.startswith((b" ", b"\t"))]
    if [line.partition(b":")[0].decode("ascii", "replace") for line in lines] != list(expected):
        raise Unsendable("a header holds a line break")


def _verbatim_headers(message: Message, settings: Settings) -> list[tuple[str, str]]:
    """Headers of addresses and identifiers, written by ourselves: Python's mail package would encode a long one, and
    nobody could click it then. Unsubscribing is RFC 8058: one click, by POST, without cookies; and the same by mail."""
    headers: list[tuple[str, str]] = []
    if message.in_reply_to:
        thread = "<" + re.sub(r"[^!-;=?-~]", "", message.in_reply_to)[:250] + ">"
        headers += [("In-Reply-To", thread), ("References", thread)]
    if message.kind in OPT_OUT_KINDS:
        address = unsubscribe_address(message, masked=False)
        mailto = f"mailto:{settings.sender_address}?subject=unsubscribe-{address.rpartition('/')[2]}"
        headers += [
            ("List-Unsubscribe", f"<{address}>,\r\n <{mailto}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("List-Id", f"<{message.kind.value}.{settings.mail_domain}>"),
        ]
    return headers
