"""Planning: rows of the ledger, written in the transaction that caused them. The same cause never writes twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import uuid4

from babel.dates import format_date
from flask import current_app
from sqlalchemy import Integer, bindparam, select

from app.accounts.queries import installation
from app.candidates.models import NoticeDuty
from app.candidates.values import email_key
from app.core.actors import Actor
from app.core.claims import LEASE
from app.core.clock import now
from app.core.rows import insert_numbered
from app.core.text import clean_text, one_line
from app.core.wake import Lane, wake
from app.extensions import db
from app.mailing.commands.suppressing import carry_over_suppressions
from app.mailing.commands.telling import make_todos
from app.mailing.gate import address_hash, gate_reason
from app.mailing.library import ensure_templates, newest_version
from app.mailing.models import Message, MessageKind, MessageState, TemplateVersion
from app.mailing.recipients import Recipient, Resolved, SecretLink, primary_addresses, resolve
from app.mailing.statements import Build, found, value
from app.mailing.wording import Wording, check_wording, compile_wording, join_line, merge_field

# Built once: putting them together costs more than running them.
_BY_CAUSE = select(Message).where(Message.cause.in_(bindparam("causes", expanding=True)))
_DUTIES = select(NoticeDuty.candidate_id).where(
    NoticeDuty.candidate_id.in_(bindparam("people", expanding=True)), NoticeDuty.given_at.is_(None)
)
CHUNK = 400
"""How many values one IN list holds: SQLite takes at most 999 by default."""
ASKED_AT_ONCE = (1, 8, CHUNK)
"""So many mails the question to the gate has room for; those left over repeat the last one."""

Value = str | date


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A message to be planned: by `template`, or with its own `subject` and `body`.

    `values` fill merge fields (dates are written out in the recipient's language), `links` their secret addresses.
    """

    cause: str
    kind: MessageKind
    to: Recipient
    template: str = ""
    subject: str = ""
    body: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    links: Mapping[str, SecretLink] = field(default_factory=dict)
    due_at: datetime | None = None
    application_id: int | None = None
    job_id: int | None = None
    campaign_id: int | None = None
    sender: str = ""
    reply_to: str = ""
    in_reply_to: str = ""
    never_twice: bool = False
    basis: str = ""
    calendar: str = ""
    """An iCalendar text that travels along as an invitation (iTIP)."""
    attachment_id: int | None = None
    """A file that travels along."""


def plan_message(
    *,
    cause: str,
    kind: MessageKind,
    to: Recipient,
    template: str = "",
    values: Mapping[str, Value] | None = None,
    links: Mapping[str, SecretLink] | None = None,
    due_at: datetime | None = None,
    application_id: int | None = None,
    job_id: int | None = None,
    by: Actor,
    reply_to: str = "",
    never_twice: bool = False,
) -> Message:
    """Plan one message by template; answers the existing one when `cause` was planned before.

    Nothing is sent here. A message the gate stops comes back with state SUPPRESSED and its `reason`.
    """
    draft = Draft(
        cause=cause, kind=kind, to=to, template=template, values=values or {}, links=links or {}, due_at=due_at,
        application_id=application_id, job_id=job_id, reply_to=reply_to, never_twice=never_twice,
    )  # fmt: skip
    return plan_messages([draft], by=by)[0]


def plan_messages(drafts: Sequence[Draft], *, by: Actor) -> list[Message]:
    """Plan many messages at once, in sets: a handful of queries however many there are."""
    known = _planned_before([draft.cause for draft in drafts])
    fresh = list({draft.cause: draft for draft in drafts if draft.cause not in known}.values())
    if fresh:
        _write(fresh, by=by)
        known |= _planned_before([draft.cause for draft in fresh])
    return [known[draft.cause] for draft in drafts]


def plan_many(drafts: Sequence[Draft], *, by: Actor) -> dict[str, int]:
    """As `plan_messages`, for hundreds whose rows nobody needs as objects; answers cause → id of the message."""
    known = _known_ids([draft.cause for draft in drafts])
    fresh = list({draft.cause: draft for draft in drafts if draft.cause not in known}.values())
    return known | (_write(fresh, by=by) if fresh else {})


def _write(fresh: Sequence[Draft], *, by: Actor) -> dict[str, int]:
    """Their rows; what may not go is held back at once. The worker tells of it when the mail would have left."""
    primary, texts, company = primary_addresses(draft.to for draft in fresh), _Texts(), installation()
    name, contact = (company.company_name, company.contact_email) if company else ("Perennial", "")
    rows = [_columns(draft, resolve(draft.to, primary), texts, company=name, contact=contact, by=by) for draft in fresh]
    # the first mail to somebody who does not know yet that we hold their data says so, unless they asked for it
    by_person = {row["candidate_id"]: row for row in rows if row["kind"] is not MessageKind.ACCOUNT}
    for person in _owed_a_notice(by_person):
        by_person[person]["carries_notice"] = True
    carry_over_suppressions(row["address"] for row in rows)
    db.session.flush()
    ids = insert_numbered(Message, rows)
    _hold_back(ids)
    if any(row["due_at"] <= now() + LEASE for row in rows):
        wake(Lane.MAIL)
    return dict(zip((draft.cause for draft in fresh), ids, strict=True))


class _Texts:
    """The wordings of one planning, each looked up once."""

    def __init__(self) -> None:
        self._versions: dict[tuple[str, str], TemplateVersion] = {}

    def of(self, draft: Draft, locale: str) -> tuple[TemplateVersion | None, Wording]:
        if not draft.template:
            return None, check_wording(draft.subject, draft.body)
        key = (draft.template, locale)
        if key not in self._versions:
            version = newest_version(*key)
            if version.id is None:  # a text of a newer release, which the worker has not brought in yet
                ensure_templates()
                version = newest_version(*key)
            self._versions[key] = version
        version = self._versions[key]
        return version, compile_wording(version.subject, version.body)


def _planned_before(causes: Sequence[str]) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for start in range(0, len(causes), CHUNK):
        part = causes[start : start + CHUNK]
        found |= {message.cause: message for message in db.session.scalars(_BY_CAUSE, {"causes": part})}
    return found


def _known_ids(causes: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(causes), CHUNK):
        rows = db.session.execute(select(Message.cause, Message.id).where(Message.cause.in_(causes[start : start + CHUNK])))
        found |= {row[0]: row[1] for row in rows}
    return found


def _columns(draft: Draft, to: Resolved, texts: _Texts, *, company: str, contact: str, by: Actor) -> dict[str, Any]:
    version, wording = texts.of(draft, to.locale)
    due_at = draft.due_at or now()
    values = _values(draft, to, wording, company)
    return {
        "cause": draft.cause,
        "kind": draft.kind,
        "state": MessageState.DUE if due_at <= now() else MessageState.PLANNED,
        "recipient_kind": to.kind,
        "candidate_id": to.candidate_id,
        "user_id": to.user_id,
        "address": to.address[:320],
        "address_key": email_key(to.address),
        "address_hash": address_hash(to.address),
        "recipient_name": to.name[:200],
        "application_id": draft.application_id,
        "job_id": draft.job_id,
        "campaign_id": draft.campaign_id,
        "template_version_id": version.id if version else None,
        "subject": one_line(draft.subject if version is None else join_line(wording.subject, values))[:300],
        "body": draft.body if version is None else "",
        "merge_values": values,
        "links": {name: [link.purpose, link.row_id, link.path] for name, link in draft.links.items()},
        "locale": to.locale,
        "sender": one_line(draft.sender)[:200] or company,
        "reply_to": draft.reply_to or contact,
        "in_reply_to": draft.in_reply_to,
        "mail_id": f"{uuid4().hex}@{_mail_domain()}",
        "lane": f"{'process' if draft.kind.is_process or draft.kind is MessageKind.PERSONAL else 'bulk'}:{to.domain}"[:200],
        "never_twice": draft.never_twice,
        "basis": draft.basis,
        "calendar": draft.calendar,
        "attachment_id": draft.attachment_id,
        "carries_notice": False,
        "due_at": due_at,
        "planned_by_id": by.user_id,
    }


def _values(draft: Draft, to: Resolved, wording: Wording, company: str) -> dict[str, str]:
    """What the merge fields say, kept so that what was sent can be shown exactly."""
    given = {name: _shown(value, to.locale) for name, value in draft.values.items()}
    values = {"first_name": to.first_name, "name": to.name, "company": company, **given}
    for name in (*draft.values, *draft.links):
        if merge_field(name) is None:
            raise ValueError(f"no merge field is called {name}; register it (app.mailing.wording)")
    missing = [
        name for name in wording.required if not values.get(name) and name not in draft.links and name != "back_office_link"
    ]
    if missing:
        raise ValueError(f"the mail {draft.template or draft.cause} needs {', '.join(sorted(missing))}")
    return {name: value for name, value in values.items() if name in wording.fields}


def _shown(value: Value, locale: str) -> str:
    if isinstance(value, date):
        return str(format_date(value, "d MMMM y" if locale.startswith("en") else "long", locale=locale))
    return clean_text(value)


def _owed_a_notice(people: Iterable[int | None]) -> set[int]:
    ids, owed = [person for person in people if person is not None], set()
    for start in range(0, len(ids), CHUNK):
        owed |= set(db.session.scalars(_DUTIES, {"people": ids[start : start + CHUNK]}))
    return owed


def _hold_back(ids: Sequence[int]) -> None:
    held: list[Message] = []
    for start in range(0, len(ids), CHUNK):
        reasons = _reasons(ids[start : start + CHUNK])
        for message in db.session.scalars(select(Message).where(Message.id.in_(reasons))) if reasons else ():
            message.state, message.reason = MessageState.SUPPRESSED, reasons[message.id]
            if not message.kind.is_process:
                message.due_at = None
            held.append(message)
    db.session.flush()
    make_todos([message for message in held if message.kind.is_process])


def _reasons(ids: Sequence[int]) -> dict[int, str]:
    """Why those of `ids` that may not go may not."""
    places = next(size for size in ASKED_AT_ONCE if size >= len(ids))
    asked = {f"asked_{place}": ids[min(place, len(ids) - 1)] for place in range(places)}
    return {row[0]: row[1] for row in found(_question(places), **asked) if row[1]}


@cache
def _question(places: int) -> Build:
    """The gate is long: most of the price of asking about one mail was to say it, and once is enough."""
    ids = [value(f"asked_{place}", Integer()) for place in range(places)]
    return lambda: select(Message.id, gate_reason()).where(Message.id.in_(ids))


def _mail_domain() -> str:
    return str(current_app.config["MAIL_DEFAULT_SENDER"]).rpartition("@")[2] or "localhost"
