"""The gate: one SQL expression that says why a message may not go, or null. Asked when a message is planned, when it is
claimed, and once more in the very update that precedes handing it over."""

from collections.abc import Iterable
from functools import cache

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, String, and_, bindparam, case, cast, exists, literal, null, or_
from sqlalchemy.orm import aliased

from app.candidates.models import Candidate, Consent, ConsentAction, ContactKind, ContactPoint, Purpose
from app.candidates.values import email_key
from app.core.clock import now
from app.core.tokens import keyed_hash, keyed_hash_of_each, keyed_hashes
from app.core.types import UtcDateTime
from app.mailing.models import Message, MessageKind, Suppression, SuppressionReason
from app.mailing.registries import gate_labels, gate_parts, holds

PROCESS_KINDS = tuple(kind for kind in MessageKind if kind.is_process)
PURPOSES = {
    MessageKind.CAMPAIGN: Purpose.NEWSLETTER,
    MessageKind.SEQUENCE: Purpose.POOL,
    MessageKind.ALERT: Purpose.JOB_ALERTS,
    MessageKind.EVENT: Purpose.EVENTS,
}
"""What a kind of marketing mail needs consent for."""

MARKETING_KINDS = tuple(PURPOSES)
APPROACHES = (MessageKind.INVITATION, MessageKind.APPROACH)
"""Mail nobody asked for: it rests on a legitimate interest."""

OPT_OUT_KINDS = (*MARKETING_KINDS, *APPROACHES)
"""Mail that tells how to get no more of it, to people and to their mail programs."""

LABELS: dict[str, object] = {
    "no-address": _("no e-mail address is known"),
    "erased": _("this person's data was erased on request"),
    "restricted": _("the use of this person's data is restricted"),
    "hard-bounce": _("the address does not exist"),
    "complaint": _("this person marked an earlier mail as spam"),
    "unsubscribed": _("this person unsubscribed from everything"),
    "manual": _("the address was blocked by hand"),
    "no-consent": _("this person has not agreed to mail of this kind"),
    "same-mailbox": _("another record has the same mailbox, and one copy is enough"),
    "refused": _("the mail server refused it"),
    "policy": _("the mail server refuses our mail; an admin should look at its settings"),
    "gave-up": _("the mail server put it off for three days"),
    "unsendable": _("the address cannot be used in a mail"),
    "ambiguous": _("it is unclear whether it left"),
}


def reason_label(reason: str) -> str:
    """`reason` in words, to follow "has not been told, because …"."""
    return str(LABELS.get(reason) or gate_labels.get(reason) or reason)


def address_hash(address: str) -> str:
    """What is stored of an address that must not be written to."""
    return keyed_hash("address", email_key(address))


def hashes_of_keys(address_keys: Iterable[str]) -> list[str]:
    """`address_hash` of many addresses whose keys are known."""
    return keyed_hash_of_each("address", address_keys)


def address_hashes(address: str) -> list[str]:
    """`address_hash`, then what it was under former secret keys."""
    return keyed_hashes("address", email_key(address))


PRESENT_MOMENT = bindparam("gate_moment", callable_=now, type_=UtcDateTime())
"""Asked for at each execution, so that statements with the gate in them can be built once and kept."""


def gate_reason(rows: type[Message] = Message) -> ColumnElement[str | None]:
    """Why a row of `messages` may not go, or null. Process mail passes all but the first four.

    `rows` may be messages that would be (`app.mailing.would_be`): who gets a campaign is asked with the same words.
    """
    if rows is Message:
        return _gate_of(len(gate_parts))
    return _built_gate(rows)


def hold_reason(rows: type[Message] = Message) -> ColumnElement[str | None]:
    """Why a row of `messages` has to wait, or null."""
    parts = [(condition(rows), literal(reason)) for reason, condition in holds]
    return case(*parts, else_=null()) if parts else cast(null(), String)


@cache
def _gate_of(_registered: int) -> ColumnElement[str | None]:
    """Built once per process (and again when a package registers a part later): it is asked for every single mail."""
    return _built_gate(Message)


def _built_gate(rows: type[Message]) -> ColumnElement[str | None]:
    process = rows.kind.in_(PROCESS_KINDS)
    parts: list[tuple[ColumnElement[bool], str]] = [
        (rows.address_key == "", "no-address"),
        (_candidate_has(rows, Candidate.erased_at), "erased"),
        (and_(~_asks_a_stranger(rows), _suppressed(rows, SuppressionReason.ERASED)), "erased"),
        (_candidate_has(rows, Candidate.restricted_at), "restricted"),
        (_suppressed(rows, SuppressionReason.HARD_BOUNCE), "hard-bounce"),
        (and_(~process, _suppressed(rows, SuppressionReason.COMPLAINT)), "complaint"),
        (
            and_(~process, ~_about_an_application(rows), _suppressed(rows, SuppressionReason.UNSUBSCRIBED)),
            "unsubscribed",
        ),
        (and_(~process, _suppressed(rows, SuppressionReason.MANUAL)), "manual"),
        *[(and_(rows.kind == kind, ~consented(rows, purpose)), "no-consent") for kind, purpose in PURPOSES.items()],
        *[(condition(rows), reason) for reason, condition in gate_parts],
    ]
    return case(*[(condition, literal(reason)) for condition, reason in parts], else_=null())


def _candidate_has(rows: type[Message], column: object) -> ColumnElement[bool]:
    return exists().where(Candidate.id == rows.candidate_id, column.is_not(None)).correlate(rows)  # type: ignore[attr-defined]


def _asks_a_stranger(rows: type[Message]) -> ColumnElement[bool]:
    """Mail that was asked for and is about no record: somebody typed the address into a form just now. Whoever was erased
    may come back by their own wish; until their mailbox says yes nothing is known about them."""
    return and_(rows.kind == MessageKind.ACCOUNT, rows.candidate_id.is_(None))


def _about_an_application(rows: type[Message]) -> ColumnElement[bool]:
    """A personal mail about somebody's own application is no marketing, whatever they unsubscribed from."""
    return and_(rows.kind == MessageKind.PERSONAL, rows.application_id.is_not(None))


def _suppressed(rows: type[Message], reason: SuppressionReason) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Suppression.address_hash == rows.address_hash,
            Suppression.reason == reason,
            Suppression.lifted_at.is_(None),
        )
        .correlate(rows)
    )


def consented(rows: type[Message], purpose: Purpose) -> ColumnElement[bool]:
    """The newest act on `purpose` allows it: confirmed or renewed, or given by somebody whose mailbox is verified."""
    newer = aliased(Consent)
    is_newest = ~exists().where(
        newer.candidate_id == Consent.candidate_id, newer.purpose == Consent.purpose, newer.id > Consent.id
    )
    verified = (
        exists()
        .where(
            ContactPoint.candidate_id == rows.candidate_id,
            ContactPoint.kind == ContactKind.EMAIL,
            ContactPoint.value_key == rows.address_key,
            ContactPoint.verified_at.is_not(None),
        )
        .correlate(rows)  # two levels up, where SQLAlchemy does not correlate by itself: it would ask of anybody's mail
    )
    allowing = or_(
        Consent.action.in_((ConsentAction.CONFIRMED, ConsentAction.RENEWED)),
        and_(Consent.action == ConsentAction.GIVEN, verified),
    )
    return (
        exists()
        .where(
            Consent.candidate_id == rows.candidate_id,
            Consent.purpose == purpose,
            allowing,
            or_(Consent.expires_at.is_(None), Consent.expires_at > PRESENT_MOMENT),
            is_newest,
        )
        .correlate(rows)
    )
