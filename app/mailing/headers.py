"""Words and addresses as mail headers hold them (RFC 5322, 2047, 6532)."""

import base64
import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address as HeaderAddress
from functools import lru_cache

import idna

from app.core.text import one_line

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ORDINARY_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_ORDINARY_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_SPECIAL = re.compile(r'[()<>\[\]:;@\\,"\s]|\.\.|^\.|\.$')
_LONGEST_LINE = 76
_BYTES_PER_WORD = 42
"""As base64 in an encoded word they stay below the 75 characters it may have."""


class Unsendable(ValueError):
    """The recipient's address cannot stand in a mail."""


@dataclass(frozen=True)
class MailAddress:
    """`spec` is what the envelope says, `header` what the mail says."""

    name: str
    spec: str

    @property
    def header(self) -> str:
        if not self.name:
            return self.spec
        phrase = _phrase(self.name)
        fold = "\r\n " if len(phrase) + len(self.spec) > _LONGEST_LINE - 6 else " "
        return f"{phrase}{fold}<{self.spec}>"


@lru_cache(maxsize=1_000)
def mail_address(name: str, address: str) -> MailAddress:
    """Name and address for a header. Raises Unsendable when the address is none. Kept, because every mail names us."""
    return MailAddress(one_line(name)[:120], _spec(address.strip()))


def unstructured(text: str) -> str:
    """`text` for a Subject: as it is when short and plain, else in encoded words."""
    text = one_line(text)
    if _is_plain(text) and len(text) <= _LONGEST_LINE - len("Subject: ") and "=?" not in text:
        return text
    return encoded_words(text)


def encoded_words(text: str) -> str:
    """`text` as words of UTF-8 in base64, no character broken in two (RFC 2047)."""
    words: list[bytes] = [b""]
    for character in text:
        encoded = character.encode("utf-8", "replace")
        if len(words[-1]) + len(encoded) > _BYTES_PER_WORD:
            words.append(b"")
        words[-1] += encoded
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in words)


def _phrase(name: str) -> str:
    if _is_plain(name) and "=?" not in name:
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return encoded_words(name)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _spec(address: str) -> str:
    local, at, domain = address.rpartition("@")
    try:
        if not at or "=?" in local or not address.isprintable() or " " in address:
            raise ValueError(address)
        ascii_domain = _ascii_domain(domain)
        if not local or len(local) > 64 or not ascii_domain or len(ascii_domain) > 255:
            raise ValueError(address)
        if _ORDINARY_LOCAL.fullmatch(local) and _ORDINARY_DOMAIN.fullmatch(ascii_domain):
            return f"{local}@{ascii_domain}"
        if local.isascii():
            return HeaderAddress("", addr_spec=f"{local}@{ascii_domain}").addr_spec
        if _SPECIAL.search(local):
            raise ValueError(address)
        return HeaderAddress("", username=local, domain=ascii_domain).addr_spec
    except (ValueError, IndexError, HeaderParseError, idna.IDNAError) as trouble:
        raise Unsendable(f"not an address: {len(address)} characters") from trouble


@lru_cache(maxsize=10_000)
def _ascii_domain(domain: str) -> str:
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
