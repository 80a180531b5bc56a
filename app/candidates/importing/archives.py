"""Many files sent at once, loose or in a ZIP: each one judged, nothing unpacked that could hurt."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO

from flask_babel import gettext as _

from app.candidates.refusals import ImportRefused
from app.intelligence.documents import DocumentKind, archive_refusal, identify, safe_filename
from app.intelligence.reasons import Reason
from app.intelligence.unreadable import Unreadable

MOST_FILES = 300
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_ALL = 200 * 1024 * 1024
ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz")
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class SentFile:
    """One document of an accepted kind."""

    filename: str
    data: bytes
    kind: DocumentKind


@dataclass
class Sent:
    """What is taken, and what is not with its reason."""

    files: list[SentFile] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def take_files(sent: Iterable[tuple[str, bytes]]) -> Sent:
    """Judge every file, those within archives too. Raises ImportRefused when it is too much or an archive is hostile."""
    taken, size = Sent(), 0
    seen: set[bytes] = set()
    for name, data in _each(sent):
        size += len(data)
        if len(taken.files) >= MOST_FILES or len(taken.left_out) >= MOST_FILES:
            raise ImportRefused(_("These are more than %(number)s files. Send them in several goes.", number=MOST_FILES))
        if size > LARGEST_ALL:
            raise ImportRefused(_("Together these files are too large. Send them in several goes."))
        shown = safe_filename(name)
        if data in seen:
            taken.left_out.append((shown, _("The same file was sent twice.")))
        elif len(data) > LARGEST_FILE:
            taken.left_out.append((shown, _("This file is larger than 10 MB.")))
        elif name.lower().endswith(ARCHIVES):
            taken.left_out.append((shown, _("An archive within an archive is not opened.")))
        elif isinstance(kind := identify(data, name), Reason):
            taken.left_out.append((shown, str(Unreadable(kind))))
        else:
            seen.add(data)
            taken.files.append(SentFile(shown, data, kind))
    return taken


def _each(sent: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, data in sent:
        if name.lower().endswith(".zip"):
            yield from _unpacked(name, data)
        else:
            yield name, data


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The documents of a ZIP; what desktops put beside them is passed over."""
    if data.count(b"PK\x01\x02") > 4 * MOST_FILES:
        raise ImportRefused(_("These are more than %(number)s files. Send them in several goes.", number=MOST_FILES))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            refused = archive_refusal(archive.infolist(), len(data))
            if refused is not None:
                raise ImportRefused(
                    _("%(name)s was not opened: %(reason)s", name=safe_filename(name), reason=str(Unreadable(refused)))
                )
            for entry in archive.infolist():
                last = entry.filename.rsplit("/", 1)[-1]
                if not entry.is_dir() and last and not last.startswith(".") and "__MACOSX/" not in entry.filename:
                    with archive.open(entry) as part:
                        yield last, part.read(LARGEST_FILE + 1)
    except _BROKEN:
        raise ImportRefused(_("%(name)s is damaged and was not opened.", name=safe_filename(name))) from None
