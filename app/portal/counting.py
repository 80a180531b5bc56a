"""Forms are counted before any transaction, alike for every address, the time of the answer included."""

from flask import request

from app.core.text import folded, one_line
from app.core.throttle import Throttle
from app.core.transaction import transaction
from app.web.evenness import time_evenly


def count_evenly(*counted: tuple[Throttle, str]) -> None:
    """Raise TooMany when any of them is full, else count one hit of each."""
    with transaction():
        for throttle, key in counted:
            throttle.check(key)
        for throttle, key in counted:
            throttle.hit(key)
    time_evenly()


def typed_mailbox() -> str:
    """The address typed into the form, as throttles know it."""
    return mailbox_key(request.form.get("email", "")[:400])


def mailbox_key(email: str) -> str:
    return folded(one_line(email), limit=320)
