"""The file of an application, taken in before any transaction: told by its content, put on disk, read on request."""

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import request
from flask_babel import gettext as _

from app.accounts.signing_in import network_of
from app.candidates.commands.people import installation_country
from app.candidates.skill_list import own_skill_names
from app.core.files import StagedFile, stage_file
from app.core.refusals import TooMany
from app.core.throttle import Throttle
from app.core.transaction import reading, transaction
from app.intelligence.documents import identify, safe_filename
from app.intelligence.reasons import Reason
from app.intelligence.resume import ResumeReading, Unreadable, read_resume
from app.web.access import signed_in_candidate_id

ACCEPT = ".pdf,.docx,.odt,.rtf,.txt"
READING_SECONDS = 5.0
NOT_TAKEN = frozenset({Reason.ENCRYPTED, Reason.TOO_LARGE, Reason.TOO_LARGE_UNPACKED})
"""What reading may still find that makes a file useless or harmful; a scan or a damaged page is taken with a note."""

MANY = Throttle("applications of a busy network", 100, timedelta(hours=1))
"""From here on a person looks first: a campus day behind one address is possible, a script is likelier."""
TOO_MANY = Throttle("applications of a network", 1_000, timedelta(hours=1))
NEWER = Throttle("newer résumés of a candidate", 20, timedelta(hours=1))
READINGS = Throttle("résumés read for a network", 120, timedelta(hours=1))


@dataclass(frozen=True)
class Upload:
    """A file that came with the form. `staged` is None exactly when `problem` says why it is not taken."""

    filename: str
    staged: StagedFile | None = None
    problem: str = ""
    note: str = ""
    read: ResumeReading | None = None


@dataclass(frozen=True)
class Sent:
    """What is known of a posted form before the transaction."""

    upload: Upload | None
    many_from_network: bool


def prepare_application(slug: str) -> Sent:
    """Count the network's applications and put the file on disk; its text is read in the background."""
    network = network_of(request.remote_addr)
    with transaction():
        TOO_MANY.check(network)
        many = _is_full(MANY, network)
        TOO_MANY.hit(network)
        MANY.hit(network)
    return Sent(_take_in(*_posted_file()), many)


def prepare_reading(slug: str) -> Sent:
    """Take the file in and read it, in a process of its own, for a few seconds at most."""
    network = network_of(request.remote_addr)
    with transaction():
        READINGS.check(network)
        READINGS.hit(network)
    data, filename = _posted_file()
    upload = _take_in(data, filename)
    if upload is None or upload.staged is None:
        return Sent(upload, False)
    with reading():
        country, names = installation_country(), own_skill_names()
    said = read_resume(data, filename, seconds=READING_SECONDS, region=country, skill_names=names)
    return Sent(_with_reading(upload, said), False)


def prepare_newer_resume(application_id: int) -> Sent:
    """A file a signed-in candidate sends along later."""
    owner = str(signed_in_candidate_id())
    with transaction():
        NEWER.check(owner)
        NEWER.hit(owner)
    return Sent(_take_in(*_posted_file()), False)


def _posted_file() -> tuple[bytes, str]:
    file = request.files.get("resume")
    return (file.read(), file.filename or "") if file is not None and file.filename else (b"", "")


def _take_in(data: bytes, filename: str) -> Upload | None:
    if not filename:
        return None
    kind = identify(data, filename)
    name = safe_filename(filename)
    if isinstance(kind, Reason):
        return Upload(name, problem=str(Unreadable(kind)))
    return Upload(name, stage_file(data, kind.mimetype))


def _with_reading(upload: Upload, found: ResumeReading | Unreadable) -> Upload:
    if isinstance(found, ResumeReading):
        return replace(upload, read=found)
    if found.reason in NOT_TAKEN:
        return Upload(upload.filename, problem=str(found))
    return replace(upload, note=_("%(why)s It is attached all the same; please fill in the fields.", why=str(found)))


def _is_full(throttle: Throttle, key: str) -> bool:
    try:
        throttle.check(key)
    except TooMany:
        return True
    return False
