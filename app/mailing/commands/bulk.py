"""Planning for tens of thousands: what is written is worked out without a lock, then written at once.

The same rows as `plan_messages` makes, with the same gate; only in columns instead of objects. One mailbox gets one copy,
however many records have it.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Insert, Integer, Row, Select, String, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.queries import installation
from app.candidates.models import Candidate, NoticeDuty, Purpose
from app.candidates.values import email_key
from app.core.actors import Actor
from app.core.clock import now
from app.core.text import language_of, one_line
from app.core.wake import Lane, wake
from app.extensions import db
from app.mailing.commands.suppressing import carry_over_suppressions
from app.mailing.gate import consented, gate_reason, hashes_of_keys
from app.mailing.mailboxes import SAME_MAILBOX, has_shared_mailbox, mailboxes_served
from app.mailing.models import Message, MessageKind, MessageState, RecipientKind, Suppression, TemplateVersion
from app.mailing.recipients import greeting_name
from app.mailing.statements import BoundRows, bind_rows, value
from app.mailing.wording import compile_wording, join_line
from app.mailing.would_be import given, would_be_messages

BulkRow = dict[str, Any]

LEFT_NULL = {
    "id", "user_id", "application_id", "job_id", "handed_over_at", "accepted_at", "failed_at", "claimed_until", "parked_at",
    "last_error", "attachment_id",
}  # fmt: skip
"""Columns that say nothing yet about a message that was only planned."""


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


@dataclass(frozen=True)
class BulkDraft:
    """Rows worked out for some people and ready for the driver; `last` is whom they end with."""

    rows: BoundRows
    addresses: Sequence[str]
    last: int
    is_due: bool


class BulkPlanning:
    """The planning of one mailing: what is the same for everybody is asked once, and each question is built once."""

    def __init__(self, mailing: Mailing, *, by: Actor) -> None:
        self._campaign_id, self._due_at = mailing.campaign_id, mailing.due_at
        self._said = {locale: _Said(mailing, version) for locale, version in mailing.versions.items()}
        self._default = next(iter(self._said.values()))
        self._question = _question(mailing)
        self._suppressions = select(Suppression.address_hash).where(
            Suppression.address_hash.in_(given("hashes", String)), Suppression.lifted_at.is_(None)
        )
        self._mailing = mailing
        sender = str(current_app.config["MAIL_DEFAULT_SENDER"])
        self._domain = sender.rpartition("@")[2] or "localhost"
        self._shared = _shared(mailing) | {"planned_by_id": by.user_id}

    def draft(self, people: Sequence[int]) -> BulkDraft:
        """The rows for `people`, in their order: names, addresses, what the gate says now. Only reads."""
        moment = now()
        # asked of the connection: no objects are wanted, and the session would look for some in every row
        asked = db.session.connection().execute(self._question, {"people": json.dumps(list(people))})
        found = {row[0]: row for row in asked}
        keys = {number: email_key(row.address) for number, row in found.items()}
        hashes = dict(zip(keys, hashes_of_keys(keys.values()), strict=True))
        held = self._suppressed(hashes)
        served = mailboxes_served(self._campaign_id, [row[0] for row in found.values() if row.is_shared])
        due_at = self._due_at or moment
        state = MessageState.DUE if due_at <= moment else MessageState.PLANNED
        mail_ids = _mail_ids(moment, self._domain, len(people))
        rows: list[BulkRow] = []
        for number in people:
            if (person := found.get(number)) is None:
                continue
            row = self._row(person, keys[number]) | {"address_hash": hashes[number], "mail_id": mail_ids.pop()}
            reason = held.get(number, person.reason)
            if reason is None and person.is_shared and keys[number] in served:
                reason = SAME_MAILBOX
            if reason is None:
                row |= {"state": state, "reason": "", "due_at": due_at}
                if person.is_shared:
                    served.add(keys[number])
            else:
                row |= {"state": MessageState.SUPPRESSED, "reason": reason, "due_at": None}
            rows.append(row)
        shared = self._shared | {"planned_at": moment}
        return BulkDraft(
            bind_rows(_insert, rows, shared), [row["address"] for row in rows], people[-1], state is MessageState.DUE
        )

    def _row(self, person: Row[Any], key: str) -> BulkRow:
        number = person[0]
        name = person.preferred_name or person.full_name
        words = self._said_in(person.locale)
        values, subject = words.to(name, greeting_name(person.preferred_name, person.given_name, person.full_name))
        return {
            "cause": f"campaign:{self._campaign_id}:candidate:{number}", "candidate_id": number,
            "address": person.address[:320], "address_key": key, "recipient_name": name[:200],
            "lane": f"bulk:{key.rpartition('@')[2]}"[:200],
            "template_version_id": words.version_id, "locale": words.locale, "merge_values": values, "subject": subject,
            "tracks": bool(person.tracks), "carries_notice": bool(person.owed),
        }  # fmt: skip

    def _said_in(self, locale: str) -> "_Said":
        """The text for somebody who reads `locale`."""
        return self._said.get(locale) or self._said.get(language_of(locale)) or self._default

    def _suppressed(self, hashes: Mapping[int, str]) -> dict[int, str | None]:
        """The gate once more, for the few whose address is suppressed: only a keyed hash of it is stored."""
        standing = set(db.session.scalars(self._suppressions, {"hashes": json.dumps(list(hashes.values()))}))
        affected = [(number, digest) for number, digest in hashes.items() if digest in standing]
        if not affected:
            return {}
        people = select(Candidate.id).where(Candidate.id.in_([number for number, _digest in affected]))
        rows = would_be_messages(
            people, kind=self._mailing.kind, campaign_id=self._campaign_id, suppressed_people=affected
        )
        return {number or 0: reason for number, reason in db.session.execute(select(rows.candidate_id, gate_reason(rows)))}


def write_bulk(draft: BulkDraft) -> int:
    """Write the rows, without those whose cause is there already; answers how many were new."""
    carry_over_suppressions(draft.addresses)
    written = draft.rows.run()
    if written and draft.is_due:
        wake(Lane.MAIL)
    return written


class _Said:
    """What one version says to anybody: its pieces, and the values that are the same for everybody."""

    def __init__(self, mailing: Mailing, version: TemplateVersion) -> None:
        company = installation()
        wording = compile_wording(version.subject, version.body, version.preheader or "", True)
        known = {"company": company.company_name if company is not None else "Perennial", **mailing.values}
        self.version_id = version.id
        self.locale = next(locale for locale, one in mailing.versions.items() if one is version)
        self._subject = wording.subject
        self._known = {name: said for name, said in known.items() if name in wording.fields}
        self._names = [name for name in ("name", "first_name") if name in wording.fields]

    def to(self, name: str, first_name: str) -> tuple[dict[str, str], str]:
        """The values for one person, and the subject they read."""
        values = dict(self._known)
        for wanted in self._names:
            values[wanted] = name if wanted == "name" else first_name
        return values, join_line(self._subject, values)[:300]


def _mail_ids(moment: datetime, domain: str, number: int) -> list[str]:
    """They begin with the moment: a hundred thousand of them are appended to their index and not strewn over it."""
    stamp, chance = f"{int(moment.timestamp() * 1000):012x}", secrets.token_hex(10 * number)
    return [f"{stamp}{chance[start : start + 20]}@{domain}" for start in range(0, 20 * number, 20)]


def _question(mailing: Mailing) -> Select[*tuple[Any, ...]]:
    """Everything there is to know about the people of one draft, in one statement."""
    rows = would_be_messages(
        given("people", Integer), kind=mailing.kind, campaign_id=mailing.campaign_id, suppressed_people=[]
    )
    owed = select(literal(1)).where(NoticeDuty.candidate_id == rows.candidate_id, NoticeDuty.given_at.is_(None))
    return select(
        rows.candidate_id, Candidate.full_name, Candidate.given_name, Candidate.preferred_name, Candidate.locale,
        rows.address.label("address"), gate_reason(rows).label("reason"),
        consented(rows, Purpose.TRACKING).label("tracks"), owed.correlate(rows).exists().label("owed"),
        has_shared_mailbox(rows).label("is_shared"),
    ).join(Candidate, Candidate.id == rows.candidate_id)  # fmt: skip


def _shared(mailing: Mailing) -> BulkRow:
    """Columns that are the same for everybody: said by the mailing, or what an untouched row holds."""
    company = installation()
    untouched = {column.name: column.default.arg for column in Message.__table__.columns if column.default is not None
                 and not callable(column.default.arg)}  # fmt: skip
    return untouched | {
        "kind": mailing.kind, "recipient_kind": RecipientKind.CANDIDATE, "campaign_id": mailing.campaign_id, "links": {},
        "sender": one_line(mailing.sender)[:200] or (company.company_name if company is not None else "Perennial"),
        "reply_to": mailing.reply_to, "basis": mailing.basis,
    }  # fmt: skip


def _insert() -> Insert:
    dialect: Any = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement: Insert = dialect.insert(Message.__table__)
    columns = [column for column in Message.__table__.columns if column.name not in LEFT_NULL]
    return statement.values({column.name: value(column.name, column.type) for column in columns}).on_conflict_do_nothing(index_elements=["cause"])  # type: ignore[attr-defined, no-any-return]
