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
from app.candidates.models import Candidate, NoticeDuty, Purpose
from app.core.actors import Actor
from app.core.clock import now
from app.core.text import folded, one_line
from app.core.wake import Lane, wake
from app.extensions import db
from app.mailing.commands.suppressing import carry_over_suppressions
from app.mailing.gate import address_hash, consented, gate_reason
from app.mailing.models import Message, MessageKind, MessageState, TemplateVersion
from app.mailing.recipients import Resolved, primary_addresses, resolve
from app.mailing.wording import Wording, compile_wording, join_line
from app.mailing.would_be import would_be_messages

BULK_CHUNK = 400
"""People at once: writing so many takes well under a tenth of a second."""

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

    def version_for(self, locale: str) -> TemplateVersion:
        short = locale.partition("-")[0].partition("_")[0]
        return self.versions.get(locale) or self.versions.get(short) or next(iter(self.versions.values()))


@dataclass(frozen=True)
class _Standing:
    """What the database says of one person as a recipient."""

    reason: str | None
    tracks: bool
    owed_notice: bool


def draft_bulk(mailing: Mailing, people: Sequence[int]) -> list[BulkRow]:
    """The rows for `people`, in their order: names, addresses, what the gate says now. Only reads."""
    candidates = {
        person.id: person for person in db.session.scalars(select(Candidate).where(Candidate.id.in_(people)))
    }
    primary = primary_addresses(candidates.values())
    standing = _standing(mailing, people)
    company = installation()
    name = company.company_name if company is not None else "Perennial"
    rows = [
        _row(mailing, resolve(candidates[number], primary), standing[number], company=name)
        for number in people
        if number in candidates
    ]
    for person in candidates.values():
        db.session.expunge(person)
    return rows


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


def _standing(mailing: Mailing, people: Sequence[int]) -> dict[int, _Standing]:
    chosen = select(Candidate.id).where(Candidate.id.in_(people))
    rows = would_be_messages(chosen, kind=mailing.kind, campaign_id=mailing.campaign_id)
    owed = select(literal(1)).where(NoticeDuty.candidate_id == rows.candidate_id, NoticeDuty.given_at.is_(None))
    asked = db.session.execute(
        select(rows.candidate_id, gate_reason(rows), consented(rows, Purpose.TRACKING), owed.correlate(rows).exists())
    )
    return {row[0] or 0: _Standing(row[1], bool(row[2]), bool(row[3])) for row in asked}


def _row(mailing: Mailing, to: Resolved, standing: _Standing, *, company: str) -> BulkRow:
    version = mailing.version_for(to.locale)
    wording = _wording(version)
    known = {"first_name": to.first_name, "name": to.name, "company": company, **mailing.values}
    values = {name: value for name, value in known.items() if name in wording.fields}
    moment = now()
    due_at = mailing.due_at or moment
    if standing.reason is not None:
        state, due = MessageState.SUPPRESSED, None
    else:
        state, due = (MessageState.DUE if due_at <= moment else MessageState.PLANNED), due_at
    domain = str(current_app.config["MAIL_DEFAULT_SENDER"]).rpartition("@")[2] or "localhost"
    return {
        "cause": f"campaign:{mailing.campaign_id}:candidate:{to.candidate_id}",
        "kind": mailing.kind,
        "state": state,
        "reason": standing.reason or "",
        "recipient_kind": to.kind,
        "candidate_id": to.candidate_id,
        "address": to.address[:320],
        "address_key": folded(to.address, limit=320),
        "address_hash": address_hash(to.address),
        "recipient_name": to.name[:200],
        "campaign_id": mailing.campaign_id,
        "template_version_id": version.id,
        "subject": join_line(wording.subject, values)[:300],
        "merge_values": values,
        "locale": next((locale for locale, one in mailing.versions.items() if one is version), to.locale),
        "sender": one_line(mailing.sender)[:200] or company,
        "reply_to": mailing.reply_to,
        "mail_id": f"{uuid4().hex}@{domain}",
        "lane": f"bulk:{to.domain}"[:200],
        "tracks": standing.tracks,
        "carries_notice": standing.owed_notice,
        "basis": mailing.basis,
        "due_at": due,
    }


def _wording(version: TemplateVersion) -> Wording:
    return compile_wording(version.subject, version.body, version.preheader or "", True)
