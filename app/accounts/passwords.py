"""Passwords: hashed with argon2id outside any transaction, at most two at once per process; and which may be chosen."""


import itertools
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from hashlib import sha1
from importlib.resources import files
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _

from app.accounts.refusals import WeakPassword
from app.core.text import folded

SHORTEST, LONGEST = 15, 128
PRODUCT_WORDS = ("perennial", "recruiter", "recruiting", "password", "passwort")

_hasher = PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)
"""46 MiB twice over: above the OWASP minimum, about a tenth of a second on a small server."""

_places = BoundedSemaphore(2)
"""Fifty people signing in at once must not take fifty times 46 MiB."""


def hash_password(password: str) -> str:
    """Slow on purpose: never call it inside a transaction."""
    with _places:
        return _hasher.hash(_normal(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored`. Costs the same when there is no such account (`stored` None)."""
    with _places:
        try:
            matches: bool = _hasher.verify(stored or _decoy(), _normal(password))
        except (VerificationError, InvalidHashError):
            matches = False
    return matches and stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether `stored` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def check_new_password(password: str, *, context: Sequence[str] = ()) -> None:
    """Raise WeakPassword when `password` may not be chosen.

    No rules about digits and symbols: length, the list of common passwords, plain repetition, and the words somebody
    would try first (`context`: company, own name and address).
    """
    plain = _normal(password)
    if len(plain) < SHORTEST:
        raise WeakPassword(_("Use at least 15 characters. A short sentence works well."), field="password")
    if len(plain) > LONGEST:
        raise WeakPassword(_("Use at most 128 characters."), field="password")
    if _is_common(plain) or _is_repetition(plain):
        raise WeakPassword(_("This password is easy to guess: it is on the list of common ones."), field="password")
    if _is_made_of(plain, (*PRODUCT_WORDS, *context)):
        raise WeakPassword(
            _("This password is little more than your name, your address or the company's. Add something only you know."),
            field="password",
        )


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


@cache
def _decoy() -> str:
    """A hash nobody's password has, verified for unknown addresses so that they take as long as known ones."""
    return _hasher.hash("nobody has this password")


@cache
def _common() -> frozenset[bytes]:
    listed = files("app.accounts").joinpath("data/common-passwords.txt").read_text("utf-8")
    return frozenset(_fingerprint(line) for line in listed.splitlines() if line and not line.startswith("#"))


def _fingerprint(password: str) -> bytes:
    # eight bytes are enough for a list of some ten thousand, and keep it small in memory
    return sha1(password.encode("utf-8", "replace"), usedforsecurity=False).digest()[:8]


def _is_common(password: str) -> bool:
    lower = password.casefold()
    bare = re.sub(r"[\s\-_.,!?@#$%&*+]+", "", lower)
    return any(_fingerprint(form) in _common() for form in (lower, bare, bare.rstrip("0123456789")))


def _is_repetition(password: str) -> bool:
    """A short piece again and again, one short word with digits, or a run along the alphabet or the digits."""
    lower = password.casefold()
    if re.fullmatch(r"\d*[^\W\d_]{0,10}\d*", lower):
        return True
    if len(set(lower)) < 5 or (re.fullmatch(r"(.{1,8}?)\1+.{0,7}", lower, re.DOTALL) and len(set(lower)) < 9):
        return True
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(lower)}
    return steps <= {1} or steps <= {-1}


def _is_made_of(password: str, words: Sequence[str]) -> bool:
    """Whether fewer than eight characters remain once the words anybody would try are taken out."""
    rest = re.sub(r"[^a-z0-9]+", "", folded(password))
    parts = {part for word in words for part in (*re.split(r"[^a-z0-9]+", folded(word)), re.sub(r"[^a-z0-9]+", "", folded(word)))}
    touched = False
    for part in sorted((part for part in parts if len(part) >= 4), key=len, reverse=True):
        touched = touched or part in rest
        rest = rest.replace(part, "")
    return touched and len(rest) < 8
