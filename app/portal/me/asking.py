"""Asking for a link: counted before any transaction, alike for addresses we know and those we do not, the time included."""

from flask import current_app, request

from app.accounts.signing_in import network_of
from app.candidates.sign_in import ASKS_PER_ADDRESS, ASKS_PER_MAILBOX, magic_link_of_token
from app.core.transaction import reading
from app.portal.counting import count_evenly, mailbox_key


def count_ask(email: str) -> None:
    """Raise TooMany when this mailbox or this network asked too often."""
    count_evenly((ASKS_PER_MAILBOX, mailbox_key(email)), (ASKS_PER_ADDRESS, network_of(request.remote_addr)))


def prepare_ask() -> None:
    count_ask(request.form.get("email", "")[:400])


def prepare_fresh_link(token: str) -> None:
    with reading():
        link = magic_link_of_token(token)
        email = link.email if link is not None else ""
    count_ask(email)


def keeps_mail() -> bool:
    """Whether mails stay on this machine, where `/dev/mailbox` shows them."""
    settings = current_app.extensions["settings"]
    return bool(settings.development and not settings.sends_mail)
