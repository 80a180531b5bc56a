"""Secrets: random tokens stored as hashes, and links derived from a row that are never stored at all."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from flask import current_app

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)
"""Base32, two letters at a time: a newsletter holds dozens of derived links, and the library makes one letter after another."""


def new_token() -> str:
    """A random secret of 256 bits for a cookie or a link; store only `token_hash` of it."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a secret: SHA-256, hex."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def derived_token(purpose: str, row_id: int) -> str:
    """The secret link of row `row_id` for `purpose`, derived by HMAC so that no copy of it needs storing."""
    return f"{row_id}-{_signature(current_app.config['SECRET_KEY'], purpose, row_id)}"


def row_of_token(purpose: str, token: str) -> int | None:
    """The row id a derived link names, or None when it was not made by this installation for this purpose."""
    number, dash, signature = token.partition("-")
    if not dash or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    row_id = int(number)
    genuine = [
        hmac.compare_digest(_signature(key, purpose, row_id).encode(), signature.encode("utf-8", "replace"))
        for key in _keys()
    ]
    return row_id if any(genuine) else None


def keyed_hash(purpose: str, value: str) -> str:
    """A hash of personal data that cannot be reversed by guessing without the key (suppressions, throttles)."""
    return _keyed(current_app.config["SECRET_KEY"], purpose, value)


def keyed_hashes(purpose: str, value: str) -> list[str]:
    """`keyed_hash` under the present key first, then under each former one: what was stored before a key changed."""
    return [_keyed(key, purpose, value) for key in _keys()]


def keyed_hash_of_each(purpose: str, values: Iterable[str]) -> list[str]:
    """`keyed_hash` of very many at once."""
    key = current_app.config["SECRET_KEY"]
    return [_keyed(key, purpose, value) for value in values]


def _keyed(key: str, purpose: str, value: str) -> str:
    return hmac.digest(key.encode(), f"{purpose}\0{value}".encode("utf-8", "replace"), "sha256").hex()


def _keys() -> list[str]:
    return [current_app.config["SECRET_KEY"], *(current_app.config.get("SECRET_KEY_FALLBACKS") or [])]


def _signature(key: str, purpose: str, row_id: int) -> str:
    digest = hmac.digest(key.encode(), f"link\0{purpose}\0{row_id}".encode(), "sha256")
    # letters and digits only: mail programs leave a hyphen out when a plain address ends with one
    number = int.from_bytes(digest[:20], "big")
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range(150, -1, -10)])
