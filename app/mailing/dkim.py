"""DKIM (RFC 6376): rsa-sha256, relaxed header and body, signed with `cryptography`."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references", b"mime-version",
    b"content-type", b"auto-submitted", b"list-id", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip
"""RFC 8058 demands that both unsubscribe headers are covered. `from` is listed once more than it stands in the mail, so
that nobody can add a second one."""

_SPACES = re.compile(rb"[ \t]{2,}|\t")
_FIELD = re.compile(rb"([^:\s]+):(.*?\r\n)(?=[^ \t]|\Z)", re.DOTALL)


@dataclass(frozen=True)
class DkimKey:
    """The key of a sending domain and the name its public half is found under in the DNS."""

    domain: str
    selector: str
    key: RSAPrivateKey

    def sign(self, head: bytes, body: bytes, moment: datetime) -> bytes:
        """The DKIM-Signature header for a mail of `head` and `body`, both with CRLF line ends."""
        present = {name.lower(): value for name, value in _FIELD.findall(head)}
        names = [name for name in SIGNED if name in present]
        signature = (
            f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={self.domain}; s={self.selector}; t={int(moment.timestamp())}; "
            f"h={b':'.join([*names, b'from']).decode()}; bh={_digest(relaxed_body(body))}; b="
        ).encode()
        signed = b"".join(relaxed_header(name, present[name]) + b"\r\n" for name in names)
        signed += relaxed_header(b"dkim-signature", signature)
        value = base64.b64encode(self.key.sign(signed, PKCS1v15(), SHA256()))
        return b"DKIM-Signature: " + _folded(signature + value) + b"\r\n"


@lru_cache(maxsize=4)
def load_key(file: str, domain: str, selector: str) -> DkimKey:
    """The key in a PEM file. Raises ValueError when it holds something else than an RSA key."""
    key = load_pem_private_key(Path(file).read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError(f"{file} holds no RSA key")
    return DkimKey(domain, selector, key)


def relaxed_header(name: bytes, value: bytes) -> bytes:
    unfolded = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b""))
    return name.lower() + b":" + unfolded.strip(b" \t")


def relaxed_body(body: bytes) -> bytes:
    """White space within lines as one space, none at their ends, no empty lines at the end."""
    spaced = _SPACES.sub(b" ", body).replace(b" \r\n", b"\r\n").rstrip(b"\r\n ")
    return spaced + b"\r\n" if spaced else b""


def _digest(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def _folded(value: bytes) -> bytes:
    """Header lines stay short: broken at the semicolons, the long signature in pieces. Relaxed form ignores the folds
    between words; within `b=` white space is ignored by definition."""
    head, _mark, signature = value.rpartition(b"; b=")
    pieces = [signature[start : start + 70] for start in range(0, len(signature), 70)]
    return head.replace(b"; ", b";\r\n ") + b";\r\n b=" + b"\r\n  ".join(pieces)
