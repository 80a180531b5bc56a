"""What people agreed to, what they were told, and how they reached us."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.candidates.activities import ConsentRecorded, NoticeGivenToPerson, TouchpointSeen
from app.candidates.commands.validity import consent_end
from app.candidates.models import (
    Candidate,
    Consent,
    ConsentAction,
    NoticeDuty,
    NoticeGiven,
    NoticeText,
    Purpose,
    Touchpoint,
)
from app.core.activity import record
from app.core.actors import Actor, ActorKind
from app.core.clock import now
from app.core.rows import insert_records, insert_rows
from app.core.text import clean_text, one_line
from app.extensions import db

NOTICE_WITHIN = timedelta(days=30)
"""GDPR Art. 14(3)(a): within a month; thirty days is never later than that but in February."""
OPENS = frozenset({ConsentAction.GIVEN, ConsentAction.CONFIRMED, ConsentAction.RENEWED})


def record_consent(
    candidate: Candidate,
    *,
    purpose: Purpose,
    action: ConsentAction,
    method: str,
    by: Actor,
    text: NoticeText | None = None,
    locale: str = "",
    agent: str = "",
    evidence: str = "",
    expires_at: datetime | None = None,
    at: datetime | None = None,
) -> Consent:
    """One more act in the append-only record; the newest act of a purpose is its current state.

    `at` is when it was said, for a form that was confirmed later.
    """
    opens = action in OPENS
    said = {
        "candidate_id": candidate.id,
        "purpose": purpose,
        "action": action,
        "at": at or now(),
        "method": method,
        "text_id": text.id if text is not None else None,
        "locale": locale or (text.locale if text is not None else candidate.locale),
        "address": by.address,
        "agent": one_line(agent)[:300] or None,
        "evidence": clean_text(evidence).strip()[:1000],
        "expires_at": (expires_at or consent_end(candidate.country, at or now())) if opens else None,
        "recorded_by_id": by.user_id,
    }
    consent = insert_records(Consent, [said])[0]
    if by.kind is ActorKind.CANDIDATE:
        candidate.human_signal_at = now()
    record(ConsentRecorded(candidate=candidate, subject=consent, purpose=purpose, action=action), by=by)
    return consent


def current_consents(candidate_id: int) -> dict[Purpose, Consent]:
    """The newest act of each purpose; a consent past its expiry is left to the reader, see `is_open`."""
    return {row.purpose: row for row in db.session.scalars(_CURRENT, {"person": candidate_id})}


_CURRENT = (
    select(Consent)
    .where(
        Consent.id.in_(
            select(func.max(Consent.id))
            .where(Consent.candidate_id == bindparam("person", type_=Integer))
            .group_by(Consent.purpose)
        )
    )
    .options(joinedload(Consent.text))
)


def is_open(consent: Consent | None) -> bool:
    """Whether the act still lets us use the data for its purpose."""
    return consent is not None and consent.action in OPENS and (consent.expires_at is None or consent.expires_at > now())


def owe_notice(candidate: Candidate, *, origin: str, lawful_basis: str = "", at: datetime | None = None) -> NoticeDuty:
    """The person must be told that we hold their data: at first contact, at the latest within a month."""
    duty = NoticeDuty(candidate_id=candidate.id, **notice_duty(origin=origin, lawful_basis=lawful_basis, at=at))
    db.session.add(duty)
    return duty


def notice_duty(*, origin: str, lawful_basis: str = "", at: datetime | None = None) -> dict[str, Any]:
    """The columns of a notice duty that begins now."""
    return {"origin": origin, "lawful_basis": lawful_basis, "due_at": (at or now()) + NOTICE_WITHIN}


def give_notice(candidate: Candidate, *, how: str, by: Actor) -> int:
    """Close every open duty: the person was told (`mail`, `in-person`, `phone`, `applied`). Answers how many."""
    duties = db.session.scalars(_OPEN_DUTIES, {"person": candidate.id}).all()
    for duty in duties:
        duty.given_at, duty.given_how = now(), how
        record(NoticeGivenToPerson(candidate=candidate, subject=duty), by=by)
    return len(duties)


_OPEN_DUTIES = select(NoticeDuty).where(NoticeDuty.candidate_id == bindparam("person"), NoticeDuty.given_at.is_(None))


def record_notice_shown(candidate: Candidate, *, text: NoticeText) -> None:
    """The person saw this version of the privacy notice while giving data."""
    insert_rows(NoticeGiven, [{"candidate_id": candidate.id, "text_id": text.id}])


def record_touchpoint(
    candidate: Candidate,
    *,
    source: str,
    by: Actor,
    medium: str = "",
    at: datetime | None = None,
    job_id: int | None = None,
    application_id: int | None = None,
    campaign_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> Touchpoint:
    """How the person reached us this time. The record's own source stays what the first one said."""
    seen = {
        "candidate_id": candidate.id,
        "at": at or now(),
        "source": one_line(source)[:200],
        "medium": one_line(medium)[:60],
        "job_id": job_id,
        "application_id": application_id,
        "campaign_id": campaign_id,
        "detail": detail or {},
    }
    touchpoint = insert_records(Touchpoint, [seen])[0]
    record(TouchpointSeen(candidate=candidate, subject=touchpoint), by=by)
    return touchpoint
