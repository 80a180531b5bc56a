"""Forms that make us write to somebody are counted before any transaction."""

from datetime import timedelta

from flask import request

from app.accounts.signing_in import network_of
from app.core.throttle import Throttle
from app.portal.counting import count_evenly, typed_mailbox

LINKS_PER_NETWORK = Throttle("employee links of a network", 200, timedelta(hours=1))
LINKS_PER_MAILBOX = Throttle("employee links of a mailbox", 6, timedelta(hours=1))
REFERRALS_PER_LINK = Throttle("referrals of a link", 30, timedelta(days=1))
REFERRALS_PER_MAILBOX = Throttle("referrals of a mailbox", 8, timedelta(days=1))
"""Nobody's mailbox is filled by other people's referrals."""


def prepare_ask() -> None:
    count_evenly((LINKS_PER_NETWORK, network_of(request.remote_addr)), (LINKS_PER_MAILBOX, typed_mailbox()))


def prepare_referral(token: str) -> None:
    count_evenly((REFERRALS_PER_LINK, token[:80]), (REFERRALS_PER_MAILBOX, typed_mailbox()))

