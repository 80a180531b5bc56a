"""The mail ledger: one row per message, written in the transaction that caused it."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.claims import Claimable
from app.core.clock import now
from app.core.files import StoredFile
from app.core.records import REMEMBERED, Record, related
from app.core.types import Json, Short, state_column


class MessageState(Enum):
    """Where a message stands. `planned` waits for its time, `due` may be claimed; the last five are final."""

    PLANNED = "planned"
    DUE = "due"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    SOFT_FAILED = "soft_failed"
    ACCEPTED = "accepted"
    HARD_FAILED = "hard_failed"
    AMBIGUOUS = "ambiguous"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> object:
        return {
            MessageState.PLANNED: _("Planned"),
            MessageState.DUE: _("Due"),
            MessageState.CLAIMED: _("Being sent"),
            MessageState.HANDED_OVER: _("Handed over"),
            MessageState.SOFT_FAILED: _("Will be tried again"),
            MessageState.ACCEPTED: lazy_pgettext("mail", "Accepted"),
            MessageState.HARD_FAILED: _("Failed"),
            MessageState.AMBIGUOUS: _("Unclear whether it left"),
            MessageState.SUPPRESSED: _("Held back"),
            MessageState.CANCELLED: _("Cancelled"),
        }[self]


class MessageKind(Enum):
    """What a message is for. Process mail passes consent, pause and cap; marketing asks for all of them."""

    ACCOUNT = "account"
    PROCESS = "process"
    PERSONAL = "personal"
    CAMPAIGN = "campaign"
    SEQUENCE = "sequence"
    ALERT = "alert"
    EVENT = "event"
    INVITATION = "invitation"
    """Asks one person to apply for a job: rests on a legitimate interest, carries a way out of it."""
    APPROACH = "approach"
    """A recruiter's own words to many at once: rests on a legitimate interest, carries a way out of it, counts as contact."""

    @property
    def is_process(self) -> bool:
        return self in (MessageKind.ACCOUNT, MessageKind.PROCESS)


WAITING = (MessageState.PLANNED, MessageState.DUE, MessageState.CLAIMED, MessageState.SOFT_FAILED)
"""States a message can be cancelled in: it has not been handed over, or the server refused it for now."""

FAILED = (MessageState.HARD_FAILED, MessageState.SUPPRESSED, MessageState.AMBIGUOUS)
"""States that say the recipient was not told, or perhaps not."""


class RecipientKind(Enum):
    CANDIDATE = "candidate"
    USER = "user"
    ADDRESS = "address"


class Template(Record):
    """A mail text of the library, by purpose and language; its words live in versions."""

    __tablename__ = "mail_templates"
    __table_args__ = (UniqueConstraint("name", "locale"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    """For instance `application-received`, `rejection`."""
    locale: Mapped[str] = mapped_column(String(10))
    title: Mapped[Short]
    campaign_id: Mapped[int | None]
    """The campaign whose words these are; null for the texts of the library."""


class TemplateVersion(Record):
    """One wording of a template; never changed once a message used it. `body` is Markdown with merge fields."""

    __tablename__ = "mail_template_versions"
    __table_args__ = (UniqueConstraint("template_id", "number"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("mail_templates.id"))
    number: Mapped[int]
    subject: Mapped[str] = mapped_column(String(300))
    preheader: Mapped[str] = mapped_column(String(300), default="")
    """What mail programs show beside the subject; stands unseen at the top of the HTML."""
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    template: Mapped[Template] = related()


class MailAttachment(Record):
    """A file that travels with mails: one content, however many mails carry it."""

    __tablename__ = "mail_attachments"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    filename: Mapped[Short]
    created_at: Mapped[datetime] = mapped_column(default=now)

    file: Mapped[StoredFile] = related(viewonly=False)


class Message(Claimable, Record):
    """One e-mail to one recipient. `cause` is unique: the same act never writes the same mail twice.

    `mail_id` is the Message-ID header without its brackets, fixed before the first attempt. `merge_values` holds what
    the merge fields said; secret links are derived when rendering and never stored. `lane` is sender × recipient
    provider; workers claim from lanes that have tokens.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_lane_due", "lane", "due_at", sqlite_where=text("due_at IS NOT NULL"),
              postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_messages_candidate", "candidate_id", "id"),
        Index("ix_messages_application", "application_id", "id"),
        Index("ix_messages_campaign", "campaign_id", "state"),
        Index("ix_messages_state", "state", "id"),
        Index("ix_messages_attachment", "attachment_id", sqlite_where=text("attachment_id IS NOT NULL"),
              postgresql_where=text("attachment_id IS NOT NULL")),
        Index("ix_messages_handed_over", "candidate_id", "handed_over_at", sqlite_where=text("handed_over_at IS NOT NULL"),
              postgresql_where=text("handed_over_at IS NOT NULL")),
        REMEMBERED,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[MessageKind] = mapped_column(state_column(MessageKind))
    state: Mapped[MessageState] = mapped_column(state_column(MessageState), default=MessageState.PLANNED)
    recipient_kind: Mapped[RecipientKind] = mapped_column(state_column(RecipientKind))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    address: Mapped[str] = mapped_column(String(320))
    address_key: Mapped[str] = mapped_column(String(320), index=True)
    address_hash: Mapped[str] = mapped_column(String(64), default="")
    """The keyed hash suppressions are kept under, so that the gate is plain SQL."""
    recipient_name: Mapped[Short] = mapped_column(default="")
    application_id: Mapped[int | None]
    job_id: Mapped[int | None]
    campaign_id: Mapped[int | None]
    template_version_id: Mapped[int | None] = mapped_column(ForeignKey("mail_template_versions.id"))
    subject: Mapped[str] = mapped_column(String(300), default="")
    """What the subject says; of a message written by hand, its wording."""
    body: Mapped[str] = mapped_column(Text, default="")
    """Markdown of a message written by hand; empty when a template version says it."""
    merge_values: Mapped[Json] = mapped_column(default=dict)
    links: Mapped[Json] = mapped_column(default=dict)
    """Merge field → [purpose, row id, path] of secret links, derived when rendering."""
    calendar: Mapped[str] = mapped_column(Text, default="")
    """An iTIP object (RFC 5546) that travels with the mail; its METHOD line says what it asks for."""
    attachment_id: Mapped[int | None]
    """The file that travels along (MailAttachment)."""
    tracks: Mapped[bool] = mapped_column(default=False)
    """Its links may name it: the person allowed tracking when it was planned."""
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    locale: Mapped[str] = mapped_column(String(10), default="en")
    sender: Mapped[str] = mapped_column(String(320), default="")
    """The name mail comes from; the address is the installation's, else DMARC would fail."""
    reply_to: Mapped[str] = mapped_column(String(320), default="")
    in_reply_to: Mapped[str] = mapped_column(String(300), default="")
    mail_id: Mapped[str] = mapped_column(String(200), unique=True)
    lane: Mapped[str] = mapped_column(String(200), default="")
    never_twice: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(60), default="")
    """Why the gate held it back, or why it was cancelled."""
    basis: Mapped[str] = mapped_column(String(60), default="")
    """The lawful basis relied on."""
    carries_notice: Mapped[bool] = mapped_column(default=False)
    """It tells the person that we hold their data and how to object: a notice duty was open when it was planned."""
    planned_at: Mapped[datetime] = mapped_column(default=now)
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    handed_over_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]

    template_version: Mapped[TemplateVersion | None] = related()

    @property
    def is_waiting(self) -> bool:
        """Whether it has not left yet and may still be cancelled."""
        return self.state in WAITING


class MessageAttempt(Record):
    """One try to hand a message to the mail server and what it answered."""

    __tablename__ = "message_attempts"
    __table_args__ = (Index("ix_message_attempts_message", "message_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[str] = mapped_column(String(40))
    code: Mapped[int | None]
    answer: Mapped[str] = mapped_column(String(500), default="")


class SuppressionReason(Enum):
    HARD_BOUNCE = "hard_bounce"
    COMPLAINT = "complaint"
    UNSUBSCRIBED = "unsubscribed"
    ERASED = "erased"
    MANUAL = "manual"

    @property
    def label(self) -> object:
        return {
            SuppressionReason.HARD_BOUNCE: _("The address does not exist"),
            SuppressionReason.COMPLAINT: _("Marked as spam"),
            SuppressionReason.UNSUBSCRIBED: _("Unsubscribed from everything"),
            SuppressionReason.ERASED: _("Erased on request"),
            SuppressionReason.MANUAL: _("Blocked by hand"),
        }[self]


class Suppression(Record):
    """An address that must not be written to. Only a keyed hash is stored, so that it outlives an erasure."""

    __tablename__ = "suppressions"
    __table_args__ = (UniqueConstraint("address_hash", "reason"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    address_hash: Mapped[str] = mapped_column(String(64), index=True)
    reason: Mapped[SuppressionReason] = mapped_column(state_column(SuppressionReason))
    created_at: Mapped[datetime] = mapped_column(default=now)
    lifted_at: Mapped[datetime | None]


class LaneState(Record):
    """What a lane may send: tokens left in its window and whether it is paused; remembered over restarts."""

    __tablename__ = "lane_states"

    lane: Mapped[str] = mapped_column(String(200), primary_key=True)
    window_start: Mapped[datetime]
    sent_in_window: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[datetime | None]
    pause_reason: Mapped[str] = mapped_column(String(200), default="")
    failures: Mapped[int] = mapped_column(default=0)
    """Failures in a row to reach the mail server; each makes the next pause longer."""


class KeptMail(Record):
    """A mail as it would have left, kept while no mail server is set; shown at `/dev/mailbox`."""

    __tablename__ = "kept_mails"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    raw: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    message: Mapped[Message] = related()
