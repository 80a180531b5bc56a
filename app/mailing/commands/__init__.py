"""Everything that changes the mail ledger, split by noun and re-exported."""

from app.mailing.commands.budget import change_contact_budget
from app.mailing.commands.bulk import BulkDraft, BulkPlanning, Mailing, write_bulk
from app.mailing.commands.campaign_wordings import keep_wording
from app.mailing.commands.cancelling import cancel_messages, forget_strangers
from app.mailing.commands.personal import write_personal_message
from app.mailing.commands.planning import Draft, plan_many, plan_message, plan_messages
from app.mailing.commands.stopping import call_off_messages, let_go_messages, put_back_messages
from app.mailing.commands.suppressing import is_suppressed, lift_suppression, suppress_address
from app.mailing.commands.unsubscribing import (
    gets_nothing,
    stop_all_mail,
    unsubscribe,
    unsubscribe_from_everything,
    welcome_back,
)
from app.mailing.commands.wordings import change_template, check_template_wording
from app.mailing.letter import RenderedMessage
from app.mailing.library import ensure_templates
from app.mailing.recipients import Address, Recipient, SecretLink
from app.mailing.rendering import message_content

__all__ = [
    "Address",
    "BulkDraft",
    "BulkPlanning",
    "Draft",
    "Mailing",
    "Recipient",
    "RenderedMessage",
    "SecretLink",
    "call_off_messages",
    "cancel_messages",
    "change_contact_budget",
    "change_template",
    "check_template_wording",
    "ensure_templates",
    "forget_strangers",
    "gets_nothing",
    "is_suppressed",
    "keep_wording",
    "let_go_messages",
    "lift_suppression",
    "message_content",
    "plan_many",
    "plan_message",
    "plan_messages",
    "put_back_messages",
    "stop_all_mail",
    "suppress_address",
    "unsubscribe",
    "unsubscribe_from_everything",
    "welcome_back",
    "write_bulk",
    "write_personal_message",
]  # fmt: skip
