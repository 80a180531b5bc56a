"""What a timeline is made of: its lines, and the groups it can be narrowed to."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _

from app.candidates.models import Note
from app.mailing.models import Message


class Group(Enum):
    """What the timeline can be narrowed to."""

    NOTES = "notes"
    MAIL = "mail"
    APPLICATIONS = "applications"
    DOCUMENTS = "documents"
    CONSENT = "consent"
    TALENT = "talent"
    CHANGES = "changes"

    @property
    def label(self) -> object:
        return _LABELS[self]


_LABELS = {
    Group.NOTES: _("Notes and calls"),
    Group.MAIL: _("Mail"),
    Group.APPLICATIONS: _("Applications"),
    Group.DOCUMENTS: _("Documents"),
    Group.CONSENT: _("Consent"),
    Group.TALENT: _("Pools and communities"),
    Group.CHANGES: _("Changes"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `who` is empty when the sentence stands for itself."""

    key: str
    at: datetime
    group: Group
    icon: str
    sentence: str
    who: str = ""
    tone: str = ""
    text: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    note: Note | None = None
    message: Message | None = None
    not_left: str = ""
    """Why the mail has not left; empty when it has or is on its way."""
    file: str = ""
    """Name of the file a mail carries."""
    application_id: int | None = None


@dataclass(frozen=True)
class Timeline:
    """A page of entries; `older` is the place the next page begins at, or None at the beginning of time."""

    entries: list[Entry]
    older: str | None


ICONS = {
    Group.NOTES: "message-square", Group.MAIL: "mail", Group.APPLICATIONS: "briefcase", Group.DOCUMENTS: "file-text",
    Group.CONSENT: "shield-check", Group.TALENT: "users", Group.CHANGES: "pencil",
}  # fmt: skip
TONES = {"application_rejected": "red", "application_withdrawn": "red", "candidate_hired": "green"}
