"""Planning for tens of thousands: what is written is worked out without a lock, then written at once.

The same rows as `plan_messages` makes, with the same gate; only in columns instead of objects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import current_app
from sqlalchemy import literal, select
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.queries import installation
from app.candidates.models import Candidate, ContactPoint, NoticeDuty, Purpose
from app.core.actors import Actor
from app.core.clock import now
from app.core.text import folded, one_line
from app.core.wake import Lane, wake
from app.extensions import db
from app.mailing.commands.suppressing import carry_over_suppressions
from app.mailing.gate import address_hash, consented, gate_reason
from app.mailing.models import Message, MessageKind, MessageState, RecipientKind, Suppression, TemplateVersion
from app.mailing.recipients import greeting_name
from app.mailing.wording import compile_wording, join_line
from app.mailing.would_be import primary_address, would_be_messages

BULK_DRAFT, BULK_CHUNK = 5_000, 800
"""How many are worked out at once, without a lock, and how many are written in one transaction: well under 0.1 s."""

BulkRow = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Mailing:
    """What a campaign says, and to whom in general. The first of `versions` serves languages without a text."""

    campaign_id: int
    kind: MessageKind
    versions: Mapping[str, TemplateVersion]
    sender: str = ""
    reply_to: str = ""
    basis: str = ""
    due_at: datetime | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def locale_for(self, locale: str) -> str:
        """The language of the text for somebody who reads `locale`."""
        short = locale.partition("-")[0].partition("_")[0]
        return next((known for known in (locale, short) if known in self.versions), next(iter(self.versions)))


def draft_bulk(mailing: Mailing, people: Sequence[int]) -> list[BulkRow]:
    """The rows for `people`, in their order: names, addresses, what the gate says now. Only reads."""
    addresses = _addresses(people)
    standing = _standing(mailing, people, addresses)
    said = {locale: _Said(mailing, version) for locale, version in mailing.versions.items()}
    common = _common(mailing)
    names = db.session.execute(
        select(
            Candidate.id, Candidate.full_name, Candidate.given_name, Candidate.preferred_name, Candidate.locale
        ).where(Candidate.id.in_(people))
    )
    rows: dict[int, BulkRow] = {}
    for number, full, given, preferred, locale in names:
        address, digest = addresses.get(number, ("", ""))
        words = said[mailing.locale_for(locale)]
        row = {**common, **words.to(preferred or full, greeting_name(preferred, given, full)), **standing[number]}
        key = folded(address, limit=320)
        row |= {
            "cause": f"campaign:{mailing.campaign_id}:candidate:{number}", "candidate_id": number, "address": address[:320],
            "address_key": key, "address_hash": digest or address_hash(""), "recipient_name": (preferred or full)[:200],
            "lane": f"bulk:{key.rpartition('@')[2]}"[:200], "mail_id": f"{uuid4().hex}@{common['mail_id']}",
        }  # fmt: skip
        rows[number] = row
    return [rows[number] for number in people if number in rows]


def write_bulk(rows: Sequence[BulkRow], *, by: Actor) -> int:
    """Write them, without those whose cause is there already; answers how many were new."""
    if not rows:
        return 0
    carry_over_suppressions(row["address"] for row in rows)
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Message.__table__).on_conflict_do_nothing(index_elements=["cause"])
    moment = now()
    written = db.session.connection().execute(
        statement, [{**row, "planned_by_id": by.user_id, "planned_at": moment} for row in rows]
    )
    if any(row["state"] is MessageState.DUE for row in rows):
        wake(Lane.MAIL)
    return int(written.rowcount)


class _Said:
    """What one version says to anybody: its pieces, and the values that are the same for everybody."""

    def __init__(self, mailing: Mailing, version: TemplateVersion) -> None:
        company = installation()
        self.version = version
        self.locale = next(locale for locale, one in mailing.versions.items() if one is version)
        self.wording = compile_wording(version.subject, version.body, version.preheader or "", True)
        self.known = {"company": company.company_name if company is not None else "Perennial", **mailing.values}

    def to(self, name: str, first_name: str) -> BulkRow:
        known = {**self.known, "name": name, "first_name": first_name}
        values = {field: value for field, value in known.items() if field in self.wording.fields}
        subject = join_line(self.wording.subject, values)[:300]
        return {"template_version_id": self.version.id, "locale": self.locale, "merge_values": values, "subject": subject}


def _common(mailing: Mailing) -> BulkRow:
    """Columns that are the same for everybody."""
    company = installation()
    sender = str(current_app.config["MAIL_DEFAULT_SENDER"])
    return {
        "kind": mailing.kind, "recipient_kind": RecipientKind.CANDIDATE, "campaign_id": mailing.campaign_id,
        "sender": one_line(mailing.sender)[:200] or (company.company_name if company is not None else "Perennial"),
        "reply_to": mailing.reply_to, "basis": mailing.basis, "mail_id": sender.rpartition("@")[2] or "localhost",
    }  # fmt: skip


def _addresses(people: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Candidate id → the address to write to and its hash."""
    theirs = primary_address(Candidate.id, ContactPoint.value).scalar_subquery()
    found = db.session.execute(select(Candidate.id, theirs).where(Candidate.id.in_(people)))
    return {row[0]: (row[1], address_hash(row[1])) for row in found if row[1]}


def _standing(mailing: Mailing, people: Sequence[int], addresses: dict[int, tuple[str, str]]) -> dict[int, BulkRow]:
    """What follows from the gate, the consent to tracking and open notice duties."""
    moment = now()
    due_at = mailing.due_at or moment
    free: BulkRow = {
        "state": MessageState.DUE if due_at <= moment else MessageState.PLANNED, "reason": "", "due_at": due_at,
    }  # fmt: skip
    rows = would_be_messages(
        select(Candidate.id).where(Candidate.id.in_(people)), kind=mailing.kind, campaign_id=mailing.campaign_id,
        suppressed_people=_suppressed(addresses),
    )  # fmt: skip
    owed = select(literal(1)).where(NoticeDuty.candidate_id == rows.candidate_id, NoticeDuty.given_at.is_(None))
    asked = db.session.execute(
        select(rows.candidate_id, gate_reason(rows), consented(rows, Purpose.TRACKING), owed.correlate(rows).exists())
    )
    return {
        number or 0: {
            **(free if reason is None else {"state": MessageState.SUPPRESSED, "reason": reason, "due_at": None}),
            "tracks": bool(tracks), "carries_notice": bool(notice),
        }
        for number, reason, tracks, notice in asked
    }  # fmt: skip


def _suppressed(addresses: dict[int, tuple[str, str]]) -> list[tuple[int, str]]:
    hashes = {digest for _address, digest in addresses.values()}
    standing = set(
        db.session.scalars(
            select(Suppression.address_hash).where(Suppression.address_hash.in_(hashes), Suppression.lifted_at.is_(None))
        )
    )
    return [(number, digest) for number, (_address, digest) in addresses.items() if digest in standing]
