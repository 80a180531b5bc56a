"""Whom a message goes to, and what of it may be secret."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import bindparam, select

from app.accounts.models import User
from app.candidates.models import Candidate, ContactKind, ContactPoint
from app.core.text import folded, one_line
from app.core.tokens import derived_token
from app.extensions import db
from app.mailing.models import RecipientKind

_LIKE_AN_ADDRESS = re.compile(r"[/@:\\]|\.\w|www", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """A bare address; `candidate_id` when it is known whose it is, as for a mailbox that still has to be confirmed."""

    email: str
    name: str = ""
    locale: str = "en"
    candidate_id: int | None = None


Recipient = Candidate | User | Address


@dataclass(frozen=True)
class SecretLink:
    """A link whose secret is derived from a row when a mail is rendered and is stored nowhere.

    The secret ends `path`, or stands where it says `{token}`: `SecretLink("magic-link", link.id, "/m/")`.
    """

    purpose: str
    row_id: int
    path: str

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or self.path.startswith("//"):
            raise ValueError(f"{self.path} is not a path of this installation")

    def address(self, *, masked: bool) -> str:
        """The full address; masked, its secret is dots."""
        token = "…" if masked else derived_token(self.purpose, self.row_id)
        path = self.path if "{token}" in self.path else f"{self.path}{{token}}"
        return str(current_app.config["BASE_URL"]) + path.replace("{token}", token)


@dataclass(frozen=True)
class Resolved:
    """Everything the ledger stores about a recipient."""

    kind: RecipientKind
    address: str
    name: str
    first_name: str
    locale: str
    candidate_id: int | None = None
    user_id: int | None = None

    @property
    def domain(self) -> str:
        return folded(self.address, limit=320).rpartition("@")[2]


def resolve(recipient: Recipient, primary: Mapping[int, str]) -> Resolved:
    """`primary` holds the addresses of candidates (`primary_addresses`)."""
    if isinstance(recipient, Candidate):
        return Resolved(
            kind=RecipientKind.CANDIDATE,
            address=primary.get(recipient.id, ""),
            name=recipient.display_name,
            first_name=greeting_name(recipient.preferred_name, recipient.given_name, recipient.full_name),
            locale=recipient.locale,
            candidate_id=recipient.id,
        )
    if isinstance(recipient, User):
        return Resolved(
            kind=RecipientKind.USER,
            address=recipient.email,
            name=recipient.name,
            first_name=recipient.first_name,
            locale=recipient.locale,
            user_id=recipient.id,
        )
    return Resolved(
        kind=RecipientKind.ADDRESS if recipient.candidate_id is None else RecipientKind.CANDIDATE,
        address=one_line(recipient.email),
        name=one_line(recipient.name),
        first_name=_first_word(recipient.name),
        locale=recipient.locale,
        candidate_id=recipient.candidate_id,
    )


def primary_addresses(recipients: Iterable[Recipient]) -> dict[int, str]:
    """Candidate id → the e-mail address to write to: the primary one, else the oldest."""
    ids = {recipient.id for recipient in recipients if isinstance(recipient, Candidate)}
    if not ids:
        return {}
    return {row[0]: row[1] for row in db.session.execute(_ADDRESSES, {"people": ids})}


_ADDRESSES = (
    select(ContactPoint.candidate_id, ContactPoint.value)
    .where(ContactPoint.candidate_id.in_(bindparam("people", expanding=True)), ContactPoint.kind == ContactKind.EMAIL)
    .order_by(ContactPoint.is_primary.asc(), ContactPoint.id.desc())
)


def greeting_name(preferred: str, given: str, full: str) -> str:
    """What a candidate is greeted by."""
    return _greeting(preferred or given) or _first_word(full)


def _first_word(name: str) -> str:
    words = name.split()
    return _greeting(words[0]) if words else ""


def _greeting(name: str) -> str:
    """`name` unless it looks like an address: a form can send a receipt to anybody, and must not carry links there."""
    return "" if _LIKE_AN_ADDRESS.search(name) else name[:60]
