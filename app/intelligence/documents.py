"""Which kind of document some bytes are, decided by content and by the ending together; nothing is opened or run.

A file is taken only when both say the same: a web page named `.pdf`, a document with macros, a file that is two kinds at
once and an archive that would grow without end are all refused here, before anything stores or reads them.
"""

import re
import unicodedata
import zipfile
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from app.intelligence.reasons import Reason

MAX_UNPACKED: Final = 100 * 1024 * 1024
MAX_RATIO: Final = 200
MAX_ENTRIES: Final = 2_000
MAX_NAME: Final = 120

DOCX_MAIN: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ODT_MIME: Final = b"application/vnd.oasis.opendocument.text"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")

HIDING = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Zl",
    "Zp",
}  # controls, bidi and zero-width marks, lone surrogates, private use, separators
HIDES_ENDING = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
MARKUP = re.compile(rb"(?i)<!doctype\s+html|<html[\s>]|<script[\s>]|<svg[\s>]|<\?php|<iframe[\s>]|<body[\s>]")
TEXT_IS_CODE = re.compile(rb"(?i)^\s*(<!doctype|<html|<svg|<script|<\?php|<\?xml|#!/|<[a-z]+[\s>])")
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
ODT_MACRO_FOLDERS = ("basic/", "scripts/")


class DocumentKind(StrEnum):
    """The kinds that are taken, by their ending."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    TXT = "txt"

    @property
    def mimetype(self) -> str:
        return MIMETYPES[self]


MIMETYPES: Final = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentKind.ODT: "application/vnd.oasis.opendocument.text",
    DocumentKind.RTF: "application/rtf",
    DocumentKind.TXT: "text/plain",
}


def sniff(data: bytes, filename: str) -> DocumentKind | None:
    """The kind of the document, or None when it must not be taken. `identify` also says why."""
    found = identify(data, filename)
    return found if isinstance(found, DocumentKind) else None


def identify(data: bytes, filename: str) -> DocumentKind | Reason:
    """The kind of the document, or the reason why it must not be taken. Never raises, whatever the bytes are."""
    if HIDES_ENDING.search(filename):
        return Reason.BAD_NAME
    try:
        claimed = DocumentKind(_ending(filename))
    except ValueError:
        return Reason.NOT_ACCEPTED
    if not data.strip(b"\x00\t\n\r "):
        return Reason.EMPTY
    actual = _by_content(data, claimed)
    if isinstance(actual, DocumentKind) and actual is not claimed:
        return Reason.MISMATCH
    return actual


def safe_filename(name: str) -> str:
    """A name fit to show and to offer for download: no path, no hidden characters, at most 120 long, ending kept."""
    last = re.split(r"[/\\]", name.replace("\x00", ""))[-1]
    visible = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in HIDING)
    clean = re.sub(r'[<>:"|?*;%]', "_", re.sub(r"\s+", " ", visible)).strip(" .")
    if not clean:
        return "document"
    if RESERVED.match(clean):
        clean = "_" + clean
    if len(clean) <= MAX_NAME:
        return clean
    ending = PurePosixPath(clean).suffix[:10]
    return clean[: MAX_NAME - len(ending)].rstrip(" .") + ending


def _ending(filename: str) -> str:
    last = re.split(r"[/\\]", filename)[-1].strip(" ")
    return last.rsplit(".", 1)[-1].lower() if "." in last else ""


def _by_content(data: bytes, claimed: DocumentKind) -> DocumentKind | Reason:
    head = data[:16].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"%PDF-"):
        return _pdf(data)
    if head.startswith(b"{\\rtf"):
        return Reason.NOT_ACCEPTED if re.search(rb"\\obj(data|ect)|\\\*\\?objclass", data) else DocumentKind.RTF
    if data.startswith(b"PK"):
        return _archive(data)
    if data.startswith(OLE):
        return Reason.ENCRYPTED if ENCRYPTED_PACKAGE in data else Reason.NOT_ACCEPTED
    if claimed is not DocumentKind.TXT:
        return Reason.MISMATCH
    return DocumentKind.TXT if _is_plain_text(data) else Reason.NOT_ACCEPTED


def _pdf(data: bytes) -> DocumentKind | Reason:
    """A PDF that is nothing else: outside its streams there is no web page, no script and no archive."""
    outside = _without_streams(data)
    if MARKUP.search(outside) or b"PK\x05\x06" in outside:
        return Reason.NOT_ACCEPTED
    return DocumentKind.PDF


def _without_streams(data: bytes) -> bytes:
    """The file without the content of its streams. Searched forward once, so that no file can make it slow."""
    kept: list[bytes] = []
    at = 0
    while (start := data.find(b"stream", at)) >= 0:
        end = data.find(b"endstream", start + 6)
        if end < 0:
            break
        kept.append(data[at:start])
        at = end + 9
    kept.append(data[at:])
    return b" ".join(kept)


def _is_plain_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            return False
    if b"\x00" in data or TEXT_IS_CODE.match(data.removeprefix(b"\xef\xbb\xbf")):
        return False
    controls = sum(data.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13))
    return controls <= len(data) // 1000 and not MARKUP.search(data[:4096])


def _archive(data: bytes) -> DocumentKind | Reason:
    if data.count(b"PK\x01\x02") > 5 * MAX_ENTRIES:  # reading such a directory alone would take seconds
        return Reason.TOO_LARGE_UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _checked_archive(archive, data)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        EOFError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        OverflowError,
    ):
        return Reason.DAMAGED
    except Exception:  # zipfile leaks struct.error, zlib.error and lzma errors on purposely broken input
        return Reason.DAMAGED


def _checked_archive(archive: zipfile.ZipFile, data: bytes) -> DocumentKind | Reason:
    entries = archive.infolist()
    if refused := archive_refusal(entries, len(data)):
        return refused
    if not data.startswith(b"PK\x03\x04") or entries[0].header_offset != 0:
        return Reason.NOT_ACCEPTED
    names = {entry.filename.lower() for entry in entries}
    if "mimetype" in names:
        return _odt(archive, names)
    if "[content_types].xml" not in names:
        return Reason.NOT_ACCEPTED
    types = _read_part(archive, "[Content_Types].xml")
    if b"macroEnabled" in types or any(name.endswith(MACRO_PARTS) for name in names):
        return Reason.NOT_ACCEPTED
    return DocumentKind.DOCX if DOCX_MAIN in types and "word/document.xml" in names else Reason.NOT_ACCEPTED


def _odt(archive: zipfile.ZipFile, names: set[str]) -> DocumentKind | Reason:
    if _read_part(archive, "mimetype").strip() != ODT_MIME or "content.xml" not in names:
        return Reason.NOT_ACCEPTED
    if any(name.startswith(ODT_MACRO_FOLDERS) for name in names):
        return Reason.NOT_ACCEPTED
    if "meta-inf/manifest.xml" in names and b"encryption-data" in _read_part(archive, "META-INF/manifest.xml"):
        return Reason.ENCRYPTED
    return DocumentKind.ODT


def archive_refusal(entries: list[zipfile.ZipInfo], size: int) -> Reason | None:
    """What the directory of an archive already tells: too many entries, too much inside, names that point elsewhere."""
    if not entries or len({entry.filename for entry in entries}) != len(entries):
        return Reason.DAMAGED
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 1):
        return Reason.TOO_LARGE_UNPACKED
    if packed > size:  # entries that share the same bytes
        return Reason.TOO_LARGE_UNPACKED
    if any(_points_elsewhere(entry) for entry in entries):
        return Reason.NOT_ACCEPTED
    return Reason.ENCRYPTED if any(entry.flag_bits & 1 for entry in entries) else None


def _points_elsewhere(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    return is_link or name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _read_part(archive: zipfile.ZipFile, name: str, limit: int = 1024 * 1024) -> bytes:
    with archive.open(name) as part:
        return part.read(limit)
