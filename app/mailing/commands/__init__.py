"""Everything that changes the mail ledger, split by noun and re-exported."""

from app.mailing.commands.cancelling import cancel_messages
from app.mailing.commands.personal import write_personal_message
from app.mailing.commands.planning import Draft, plan_message, plan_messages
from app.mailing.commands.suppressing import is_suppressed, lift_suppression, suppress_address
from app.mailing.commands.wordings import change_template, check_template_wording
from app.mailing.library import ensure_templates
from app.mailing.recipients import Address, Recipient, SecretLink
from app.mailing.rendering import RenderedMessage, message_content

__all__ = [
    "Address", "Draft", "Recipient", "RenderedMessage", "SecretLink", "cancel_messages", "change_template",
    "check_template_wording", "ensure_templates", "is_suppressed", "lift_suppression", "message_content", "plan_message", "plan_messages",
    "suppress_address", "write_personal_message",
]  # fmt: skip
