"""Forms and mails are counted before any transaction, alike for every address, the time of the answer included."""

from datetime import timedelta

from flask import request

from app.accounts.signing_in import network_of
from app.core.throttle import Throttle
from app.portal.counting import count_evenly, typed_mailbox

JOINS_PER_NETWORK = Throttle("joins of a network", 300, timedelta(hours=1))
"""A campus day behind one address is possible; more than this is a script."""
JOINS_PER_MAILBOX = Throttle("joins of a mailbox", 6, timedelta(days=1))
"""Nobody's mailbox is filled by somebody else's forms."""
LINKS_PER_NETWORK = Throttle("join links of a network", 600, timedelta(hours=1))


def prepare_join(slug: str) -> None:
    count_evenly((JOINS_PER_NETWORK, network_of(request.remote_addr)), (JOINS_PER_MAILBOX, typed_mailbox()))


def prepare_mail(slug: str) -> None:
    count_evenly((JOINS_PER_NETWORK, network_of(request.remote_addr)))


def prepare_answer(slug: str, token: str) -> None:
    count_evenly((LINKS_PER_NETWORK, network_of(request.remote_addr)))

