"""Files that travel with mails: which are taken, how they are kept, and as what they leave."""

import re
from binascii import b2a_base64
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.files import StagedFile, keep_file
from app.core.refusals import Refused
from app.extensions import db
from app.intelligence.documents import DocumentKind, identify, safe_filename
from app.mailing.headers import Unsendable
from app.mailing.models import MailAttachment, Message

MOST_BYTES = 3 * 1024 * 1024
"""It is sent with every single mail, and some thirty mails are made ahead of the server at a time."""
LONGEST_STEM = 60
"""In other scripts a sign is written as twelve, and a line of a mail ends at 998 (RFC 5322, 2.1.1)."""
DOCUMENTS = (DocumentKind.PDF, DocumentKind.DOCX)
PICTURES = {
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}

_PLAIN = re.compile(r"[A-Za-z0-9._ -]+")


class NotAttachable(Refused):
    sentence = _("Attach a PDF, a Word document (.docx) or a picture (PNG or JPEG). This file is none of them.")
    too_large = _("This file is larger than 3 MB. It travels with every single mail.")
    gone = _("The file was not sent in time. Choose it once more.")


@dataclass(frozen=True)
class Enclosed:
    """A file the way it stands in a mail: its headers' words and its content in base64."""

    name: str
    media_type: str
    content: bytes

    @property
    def disposition(self) -> bytes:
        """With its name: plain letters as they are, all others by RFC 2231, which programs read since the nineties."""
        if _PLAIN.fullmatch(self.name):
            said = f'filename="{self.name}"'
        else:
            said = f"filename*=UTF-8''{quote(self.name, safe='')}"
        return f"Content-Disposition: attachment;\r\n {said}\r\n".encode("ascii")


def media_type_of(data: bytes, filename: str) -> str:
    """What the file is, when it may be attached. Its content and its ending have to say the same; raises NotAttachable."""
    if len(data) > MOST_BYTES:
        raise NotAttachable(NotAttachable.too_large, field="file")
    magic, picture = PICTURES.get(PurePosixPath(safe_filename(filename)).suffix.lower(), (b"", ""))
    if picture and data.startswith(magic):
        return picture
    kind = identify(data, filename)
    if not isinstance(kind, DocumentKind) or kind not in DOCUMENTS:
        raise NotAttachable(field="file")
    return kind.mimetype


def attachment_name(filename: str) -> str:
    """A name that does no harm on any machine and fits into a line of a mail."""
    name = PurePosixPath(safe_filename(filename))
    return f"{name.stem[:LONGEST_STEM].rstrip(' .') or 'document'}{name.suffix}"


def keep_attachment(staged: StagedFile, filename: str) -> MailAttachment:
    """A row for a file that was staged before the transaction."""
    try:
        file = keep_file(staged)
    except FileNotFoundError:
        raise NotAttachable(NotAttachable.gone, field="file") from None
    db.session.flush()
    attachment = MailAttachment(file_id=file.id, filename=attachment_name(filename), file=file)
    db.session.add(attachment)
    db.session.flush()
    return attachment


def enclosed(ids: Collection[int]) -> dict[int, Enclosed]:
    """The files of these attachments, each encoded once; those the disk lost are missing."""
    if not ids:
        return {}
    found: dict[int, Enclosed] = {}
    rows = db.session.scalars(
        select(MailAttachment).where(MailAttachment.id.in_(ids)).options(joinedload(MailAttachment.file))
    )
    for one in rows:
        try:
            data = one.file.read()
        except FileNotFoundError:
            continue
        found[one.id] = Enclosed(one.filename, one.file.media_type, in_base64(data))
    return found


def enclosed_in(message: Message, files: Mapping[int, Enclosed]) -> Enclosed | None:
    """What `message` carries. Raises Unsendable when its file is lost: it promises one in its words."""
    if message.attachment_id is None:
        return None
    if message.attachment_id not in files:
        raise Unsendable("the file it should carry is not there")
    return files[message.attachment_id]


def in_base64(data: bytes) -> bytes:
    """In lines of 76 (RFC 2045, 6.8)."""
    encoded = b2a_base64(data, newline=False)
    return b"\r\n".join(encoded[start : start + 76] for start in range(0, len(encoded), 76))
