"""What happens before the transaction of a sign-in: the throttles are asked and fed, the password is verified.

Nothing here tells whether an address is known: the same steps are taken and the same time is spent.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from app.accounts.activities import SignInFailed
from app.accounts.passwords import hash_password, needs_rehash, verify_password
from app.accounts.queries import user_with_address
from app.core.activity import record
from app.core.actors import Actor
from app.core.refusals import TooMany
from app.core.text import folded
from app.core.throttle import Throttle
from app.core.transaction import reading, transaction
from app.extensions import db

PER_ACCOUNT = (
    Throttle("sign-in account", 10, timedelta(minutes=15)),
    Throttle("sign-in account, a day", 60, timedelta(days=1)),
)
"""The tries of an account grow scarcer, but are never gone for good: nobody can lock a colleague out for longer."""
PER_NETWORK = Throttle("sign-in network", 50, timedelta(minutes=15))
OVERALL = Throttle("sign-in overall", 1_000, timedelta(minutes=15))
RESETS_PER_ACCOUNT = Throttle("password reset account", 3, timedelta(hours=1))
RESETS_PER_NETWORK = Throttle("password reset network", 20, timedelta(hours=1))


@dataclass(frozen=True)
class Attempt:
    """What became of a try to sign in. `user_id` is set exactly when the password was right."""

    user_id: int | None = None
    better_hash: str | None = None
    retry_after: int = 0


def attempt_sign_in(email: str, password: str, *, address: str | None, by: Actor) -> Attempt:
    """Try a password. Call outside any transaction: hashing takes a tenth of a second."""
    try:
        _count_attempt(folded(email), network_of(address))
    except TooMany as refusal:
        return Attempt(retry_after=refusal.retry_after)
    with reading():
        user = user_with_address(email)
        stored = user.password_hash if user is not None and user.is_active else None
        user_id = user.id if user is not None else None
        db.session.expunge_all()
    if not verify_password(stored, password):
        with transaction():
            record(SignInFailed(subject=user), by=by)
        return Attempt()
    assert stored is not None
    with transaction():
        for throttle in PER_ACCOUNT:
            throttle.clear(folded(email))
    return Attempt(user_id, hash_password(password) if needs_rehash(stored) else None)


def may_ask_reset(email: str, *, address: str | None) -> bool:
    """Count a request for a new password; False when there were too many. Call outside any transaction."""
    with transaction():
        return RESETS_PER_NETWORK.admits(RESETS_PER_NETWORK.hit(network_of(address))) and RESETS_PER_ACCOUNT.admits(
            RESETS_PER_ACCOUNT.hit(folded(email))
        )


def network_of(address: str | None) -> str:
    """The network a visitor comes from: /24 for IPv4, /56 for IPv6, which is what one household or office has."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 56), strict=False))


def _count_attempt(account: str, network: str) -> None:
    """Raise TooMany when any throttle is full, else count. Counting comes first, so that parallel tries all count."""
    with transaction():
        for throttle in PER_ACCOUNT:
            throttle.check(account)
        PER_NETWORK.check(network)
        OVERALL.check("all")
        for throttle in PER_ACCOUNT:
            throttle.hit(account)
        PER_NETWORK.hit(network)
        OVERALL.hit("all")
