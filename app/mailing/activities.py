"""What can happen to process mail and to addresses. Subjects are messages; bulk mail is not copied here."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from app.core.activity import Audience, Happening, kind
from app.mailing.models import Message, MessageKind, Suppression, SuppressionReason, Template

STAFF_AND_AUDIT = frozenset({Audience.STAFF, Audience.AUDIT})
AUDIT = frozenset({Audience.AUDIT})


@dataclass(frozen=True, kw_only=True)
class _AboutMessage(Happening):
    subject: Message
    candidate: int | None
    job: int | None
    application: int | None
    message_kind: MessageKind
    audience: ClassVar[frozenset[Audience]] = STAFF_AND_AUDIT


@kind
@dataclass(frozen=True, kw_only=True)
class MessageAccepted(_AboutMessage):
    """The mail server took responsibility for it (or it was kept, where no server is set)."""

    sentence: ClassVar[object] = _("A mail was delivered to the mail server")


@kind
@dataclass(frozen=True, kw_only=True)
class MessageFailed(_AboutMessage):
    """The mail server refused it for good, or it is unclear whether it left. `reason` says which."""

    reason: str
    sentence: ClassVar[object] = _("A mail could not be delivered")


@kind
@dataclass(frozen=True, kw_only=True)
class MessageSuppressed(_AboutMessage):
    """The gate held it back. Told at the moment the mail would have left, by the worker."""

    reason: str
    sentence: ClassVar[object] = _("A mail was held back")


@kind
@dataclass(frozen=True, kw_only=True)
class MessageWritten(_AboutMessage):
    """Somebody wrote a personal mail."""

    sentence: ClassVar[object] = _("wrote a mail")


@kind
@dataclass(frozen=True, kw_only=True)
class MessagesCancelled(Happening):
    number: int
    reason: str
    candidate: int | None = None
    application: int | None = None
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("%(number)s waiting mails were cancelled")


@kind
@dataclass(frozen=True, kw_only=True)
class AddressSuppressed(Happening):
    subject: Suppression
    candidate: int | None
    reason: SuppressionReason
    audience: ClassVar[frozenset[Audience]] = STAFF_AND_AUDIT
    sentence: ClassVar[object] = _("stopped all mail to an address")


@kind
@dataclass(frozen=True, kw_only=True)
class SuppressionLifted(Happening):
    subject: Suppression
    candidate: int | None
    reason: SuppressionReason
    audience: ClassVar[frozenset[Audience]] = STAFF_AND_AUDIT
    sentence: ClassVar[object] = _("allowed mail to an address again")


@kind
@dataclass(frozen=True, kw_only=True)
class TemplateChanged(Happening):
    subject: Template
    number: int
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("changed the text of a mail")


@kind
@dataclass(frozen=True, kw_only=True)
class ContactBudgetChanged(Happening):
    mails: int
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("changed how many mails one person gets in a week")


def about(message: Message) -> dict[str, Any]:
    """The fields every happening about `message` carries."""
    return {
        "subject": message,
        "candidate": message.candidate_id,
        "job": message.job_id,
        "application": message.application_id,
        "message_kind": message.kind,
    }
