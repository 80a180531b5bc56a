"""A rendered message as the bytes that travel: headers, parts, signature. No CR or LF comes from data.

Written by hand and not by Python's mail package, which takes ten times as long as everything else about a mail together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from flask import current_app

from app.config import Settings
from app.core.clock import now
from app.mailing.attachments import Enclosed, in_base64
from app.mailing.gate import OPT_OUT_KINDS
from app.mailing.headers import Unsendable, mail_address, unstructured
from app.mailing.letter import RenderedMessage
from app.mailing.models import Message
from app.mailing.rendering import unsubscribe_address
from app.mailing.wording import quoted

ALTERNATIVE, MIXED = "=_alternative", "=_mixed"
"""No part can hold these lines: in quoted-printable and base64 no `=` is followed by `_` (RFC 2045, 6.7)."""

_METHOD = re.compile(r"^METHOD:([A-Z]{1,20})\s*$", re.MULTILINE)
_FOLD = b"\r\n "
_QUOTED = b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"


@dataclass(frozen=True)
class OutgoingMail:
    """What the gateway hands over. `international` addresses need a server that speaks SMTPUTF8."""

    sender: str
    recipient: str
    raw: bytes
    international: bool = False


def compose_mail(message: Message, rendered: RenderedMessage, file: Enclosed | None = None) -> OutgoingMail:
    """The mail of `message`, with `file`. The Message-ID is the ledger's: a repeat after a crash carries the same one."""
    settings: Settings = current_app.extensions["settings"]
    moment = now()
    recipient = mail_address(message.recipient_name, message.address)
    kind, body = _body(rendered, message.calendar, file)
    head = _head([
        *_list_headers(message, settings),
        ("From", mail_address(message.sender, settings.sender_address).header),
        ("To", recipient.header),
        ("Subject", unstructured(rendered.subject)),
        ("Date", _date(moment.replace(microsecond=0))),
        ("Message-ID", f"<{message.mail_id}>"),
        ("Reply-To", mail_address("", message.reply_to).header if message.reply_to else ""),
        *_threading(message.in_reply_to),
        ("Auto-Submitted", "auto-generated" if message.kind.is_process else ""),
        ("MIME-Version", "1.0"),
        ("Content-Type", kind),
    ])  # fmt: skip
    if settings.dkim_key_file:
        from app.mailing.dkim import load_key  # cryptography is loaded by those who sign

        key = load_key(settings.dkim_key_file, settings.mail_domain, settings.dkim_selector)
        head = key.sign(head, body, moment) + head
    return OutgoingMail(
        settings.sender_address, recipient.spec, b"%b\r\n%b" % (head, body), international=not recipient.spec.isascii()
    )


@lru_cache(maxsize=4)
def _date(moment: datetime) -> str:
    return format_datetime(moment)


def _head(headers: Sequence[tuple[str, str]]) -> bytes:
    """The headers that say something. The last word on header injection: a line break only where we fold."""
    lines: list[bytes] = []
    for name, value in headers:
        if not value:
            continue
        said = value.encode("utf-8", "replace")
        if b"\n" in said or b"\r" in said:
            plain = said.replace(_FOLD, b"")
            if b"\r" in plain or b"\n" in plain:
                raise Unsendable("a header holds a line break")
        lines.append(b"%b: %b\r\n" % (name.encode(), said))
    return b"".join(lines)


def _body(rendered: RenderedMessage, calendar: str, file: Enclosed | None) -> tuple[str, bytes]:
    """Content type and body: text and HTML, and files; a calendar object is both a part and a file."""
    parts = [("text/plain", _QUOTED + quoted(rendered.text)), ("text/html", _QUOTED + rendered.quoted_html)]
    files: list[tuple[str, bytes]] = []
    encoded = b"Content-Transfer-Encoding: base64\r\n%b\r\n%b"
    if calendar:
        method, ics = _METHOD.search(calendar), in_base64(calendar.encode())
        parts.append((f"text/calendar; method={method[1] if method else 'PUBLISH'}", encoded % (b"", ics)))
        named = b'Content-Disposition: attachment; filename="invite.ics"\r\n'
        files.append(('application/ics; name="invite.ics"', encoded % (named, ics)))
    if file is not None:
        files.append((file.media_type, encoded % (file.disposition, file.content)))
    kind, alternatives = _multipart("alternative", ALTERNATIVE, parts)
    if not files:
        return kind, alternatives
    return _multipart("mixed", MIXED, [(kind, b"\r\n" + alternatives), *files])


def _multipart(subtype: str, boundary: str, parts: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    written = [
        b'--%b\r\nContent-Type: %b%b\r\n%b\r\n'
        % (boundary.encode(), kind.encode(), b'; charset="utf-8"' if kind.startswith("text/") else b"", content)
        for kind, content in parts
    ]
    return f'multipart/{subtype}; boundary="{boundary}"', b"".join([*written, b"--%b--\r\n" % boundary.encode()])


def _threading(in_reply_to: str) -> list[tuple[str, str]]:
    if not in_reply_to:
        return []
    thread = "<" + re.sub(r"[^!-;=?-~]", "", in_reply_to)[:250] + ">"
    return [("In-Reply-To", thread), ("References", thread)]


def _list_headers(message: Message, settings: Settings) -> list[tuple[str, str]]:
    """Unsubscribing is RFC 8058: one click, by POST, without cookies; and the same by mail. Its addresses are written
    as they are, however long: encoded, nobody could click them."""
    if message.kind not in OPT_OUT_KINDS and not message.carries_notice:
        return []
    address = unsubscribe_address(message, masked=False)
    mailto = f"mailto:{settings.sender_address}?subject=unsubscribe-{address.rpartition('/')[2]}"
    return [
        ("List-Unsubscribe", f"<{address}>,\r\n <{mailto}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Id", f"<{message.kind.value}.{settings.mail_domain}>"),
    ]
