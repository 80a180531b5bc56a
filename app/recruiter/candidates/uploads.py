"""Files people send: judged by content, put on disk before any transaction, carried through forms under a signature."""

import hmac
import json
from dataclasses import asdict, dataclass

from flask import request
from werkzeug.datastructures import FileStorage

from app.core.files import StagedFile, stage_file
from app.core.tokens import keyed_hash
from app.intelligence.documents import DocumentKind, identify, safe_filename
from app.intelligence.reasons import Reason
from app.intelligence.unreadable import Unreadable

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "txt": "text/plain",
}


@dataclass(frozen=True)
class Upload:
    """A file that was sent: on disk, or refused with a sentence."""

    filename: str
    data: bytes
    staged: StagedFile | None
    refusal: str = ""


def uploaded_document(field: str = "file") -> Upload | None:
    """The document of this request, staged when it is of an accepted kind; None when none was chosen."""
    sent = request.files.get(field)
    return _judged(sent) if sent is not None and sent.filename else None


def _judged(sent: FileStorage) -> Upload:
    data, name = sent.read(), sent.filename or ""
    kind = identify(data, name)
    if isinstance(kind, Reason):
        return Upload(safe_filename(name), b"", None, str(Unreadable(kind)))
    return Upload(safe_filename(name), data, stage_file(data, media_type(kind)))


def media_type(kind: DocumentKind) -> str:
    return MEDIA_TYPES.get(kind.value, "application/octet-stream")


def sealed(staged: StagedFile, filename: str) -> str:
    """A staged file as a hidden field that cannot be turned into another file."""
    said = json.dumps([asdict(staged), filename], separators=(",", ":"))
    return f"{keyed_hash('staged-file', said)}{said}"


def unsealed(field: str) -> tuple[StagedFile, str] | None:
    """The staged file a hidden field names, or None when it was not sealed here."""
    signature, said = field[:64], field[64:2000]
    if not hmac.compare_digest(keyed_hash("staged-file", said).encode(), signature.encode("utf-8", "replace")):
        return None
    staged, filename = json.loads(said)
    return StagedFile(**staged), str(filename)
