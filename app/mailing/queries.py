"""Reads of the mail ledger for screens."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, undefer

from app.candidates.values import email_key
from app.core.clock import now
from app.core.tokens import row_of_token
from app.extensions import db
from app.mailing.gate import reason_label
from app.mailing.models import (
    FAILED,
    WAITING,
    KeptMail,
    MailAttachment,
    Message,
    MessageAttempt,
    MessageState,
    Template,
    TemplateVersion,
)
from app.mailing.rendering import UNSUBSCRIBE

KEPT_PER_PAGE = 50


def attempts_of(message: Message) -> Sequence[MessageAttempt]:
    return db.session.scalars(
        select(MessageAttempt).where(MessageAttempt.message_id == message.id).order_by(MessageAttempt.id)
    ).all()


def attachment_of(message: Message) -> MailAttachment | None:
    """The file the mail carries, with its content's place."""
    if message.attachment_id is None:
        return None
    found = select(MailAttachment).where(MailAttachment.id == message.attachment_id).options(joinedload(MailAttachment.file))
    return db.session.scalars(found).one_or_none()


def attachment_names(messages: Iterable[Message]) -> dict[int, str]:
    """Names of the files these mails carry, by the attachment's id; nothing is asked where none carries any."""
    ids = {message.attachment_id for message in messages} - {None}
    if not ids:
        return {}
    names = select(MailAttachment.id, MailAttachment.filename).where(MailAttachment.id.in_(ids))
    return dict(db.session.execute(names).all())


def failed_messages(*, limit: int = 50) -> Sequence[Message]:
    """Process mail that did not, or perhaps did not, reach its recipient; newest first."""
    return db.session.scalars(
        select(Message).where(Message.state.in_(FAILED)).order_by(Message.id.desc()).limit(limit)
    ).all()


def why_not_left(message: Message, pause: str | None = None) -> str:
    """Why `message` has not left, in words; empty when it has. `pause` is `server_pause()`, asked once for many."""
    if message.state in (MessageState.SUPPRESSED, MessageState.HARD_FAILED, MessageState.AMBIGUOUS):
        return reason_label(message.reason)
    if message.state in WAITING and message.due_at is not None and message.due_at <= now():
        return pause or message.last_error or ""
    return ""


def templates_with_versions() -> Sequence[TemplateVersion]:
    """The newest version of every text of the library, by name and language."""
    newest = (
        select(func.max(TemplateVersion.number))
        .where(TemplateVersion.template_id == Template.id)
        .correlate(Template)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(TemplateVersion)
        .join(TemplateVersion.template)
        .where(TemplateVersion.number == newest, Template.campaign_id.is_(None))
        .options(contains_eager(TemplateVersion.template))
        .order_by(Template.name, Template.locale)
    ).all()


def message_of_unsubscribe_token(token: str) -> Message | None:
    """The message whose unsubscribe link was followed, or None when the link is not one of ours."""
    row_id = row_of_token(UNSUBSCRIBE, token)
    return db.session.get(Message, row_id) if row_id else None


def kept_mails(*, address: str = "", before: int | None = None) -> Sequence[KeptMail]:
    """Mails kept instead of sent, newest first, with their messages."""
    statement = select(KeptMail).join(KeptMail.message).options(contains_eager(KeptMail.message))
    if address:
        statement = statement.where(Message.address_key.contains(email_key(address), autoescape=True))
    if before is not None:
        statement = statement.where(KeptMail.message_id < min(before, 2**31 - 1))
    return db.session.scalars(statement.order_by(KeptMail.message_id.desc()).limit(KEPT_PER_PAGE)).all()


def kept_mail(message_id: int) -> bytes | None:
    kept = db.session.get(KeptMail, message_id, options=[undefer(KeptMail.raw)])
    return kept.raw if kept is not None else None
