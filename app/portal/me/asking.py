"""Asking for a link: counted before any transaction, alike for addresses we know and those we do not, the time included."""

from time import monotonic, sleep

from flask import Response, current_app, g, request

from app.accounts.signing_in import network_of
from app.candidates.sign_in import ASKS_PER_ADDRESS, ASKS_PER_MAILBOX, magic_link_of_token
from app.core.text import folded, one_line
from app.core.transaction import reading, transaction

EVEN_SECONDS = 0.3
"""Writing a link and its mail takes longer than finding nobody; every answer takes this long, so that none tells."""


def count_ask(email: str) -> None:
    """Raise TooMany when this mailbox or this network asked too often."""
    mailbox, network = folded(one_line(email), limit=320), network_of(request.remote_addr)
    with transaction():
        ASKS_PER_MAILBOX.check(mailbox)
        ASKS_PER_ADDRESS.check(network)
        ASKS_PER_MAILBOX.hit(mailbox)
        ASKS_PER_ADDRESS.hit(network)
    g.asked_at = monotonic()


def prepare_ask() -> None:
    count_ask(request.form.get("email", "")[:400])


def prepare_fresh_link(token: str) -> None:
    with reading():
        link = magic_link_of_token(token)
        email = link.email if link is not None else ""
    count_ask(email)


def answer_evenly(response: Response) -> Response:
    """After the transaction: wait until the even moment, when this request asked for a link."""
    asked_at = g.get("asked_at")
    if asked_at is not None:
        sleep(max(0.0, EVEN_SECONDS - (monotonic() - asked_at)))
    return response


def keeps_mail() -> bool:
    """Whether mails stay on this machine, where `/dev/mailbox` shows them."""
    settings = current_app.extensions["settings"]
    return bool(settings.development and not settings.sends_mail)
