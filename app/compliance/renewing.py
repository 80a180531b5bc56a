"""Consents that end: people are asked thirty days before, reminded once, and what they do not renew ends.

Who then has no other reason to be kept is erased: never anybody with an application in process, a hire, an application
decided so lately that claims can still be made, or somebody who is kept on a recorded legitimate interest. How long
either time lasts are dated rules (`retention`).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.candidates.activities import RenewalAsked
from app.candidates.commands.consents import OPENS, current_consents, record_consent
from app.candidates.models import Candidate, Consent, ConsentAction, ConsentRenewal, NoticeDuty, Purpose
from app.candidates.notices import consent_text
from app.compliance.commands import erase_candidate
from app.compliance.models import After, ErasureReason
from app.compliance.retention import kept_since, kept_until
from app.core.activity import record_all
from app.core.actors import SYSTEM, Actor
from app.core.clock import date_of, now
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.mailing.commands import Draft, SecretLink, plan_messages
from app.mailing.models import MessageKind

PURPOSE = "consent-renewal"
"""Purpose of the derived token in `/renew/<token>`, made for the renewal's id."""
ASKED_BEFORE = timedelta(days=30)
REMINDED_BEFORE = timedelta(days=7)


def _newest() -> ColumnElement[bool]:
    newer = aliased(Consent)
    return ~exists().where(
        newer.candidate_id == Consent.candidate_id, newer.purpose == Consent.purpose, newer.id > Consent.id
    ).correlate(Consent)


def ask_for_renewals(limit: int) -> int:
    """Ask the next people whose consents end within thirty days; answers how many.

    Tracking alone is not worth a mail: it ends quietly, and is renewed along with another purpose.
    """
    horizon = now() + ASKED_BEFORE
    asked = exists().where(
        ConsentRenewal.candidate_id == Consent.candidate_id, ConsentRenewal.covers_until >= Consent.expires_at
    )
    ending = (
        select(Consent.candidate_id, func.min(Consent.expires_at).label("ends_at"))
        .join(Candidate, Candidate.id == Consent.candidate_id)
        .where(
            Consent.expires_at > now(), Consent.expires_at <= horizon, Consent.action.in_(OPENS), Consent.purpose != Purpose.TRACKING,
            _newest(), ~asked, Candidate.erased_at.is_(None), Candidate.restricted_at.is_(None),
        )
        .group_by(Consent.candidate_id)
        .order_by(func.min(Consent.expires_at), Consent.candidate_id)
        .limit(limit)
    )  # fmt: skip
    found = {row.candidate_id: row.ends_at for row in db.session.execute(ending)}
    people = _held(found)
    renewals = [
        ConsentRenewal(candidate_id=person.id, ends_at=found[person.id], covers_until=horizon) for person in people
    ]
    db.session.add_all(renewals)
    db.session.flush()
    _write(list(zip(people, renewals, strict=True)), template="consent-renewal")
    return len(people)


def remind_of_renewals(limit: int) -> int:
    """Once more, a week before the end, whoever has not answered; answers how many."""
    waiting = db.session.scalars(
        select(ConsentRenewal)
        .where(
            ConsentRenewal.answered_at.is_(None), ConsentRenewal.reminded_at.is_(None),
            ConsentRenewal.ends_at > now(), ConsentRenewal.ends_at <= now() + REMINDED_BEFORE,
        )
        .order_by(ConsentRenewal.ends_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()  # fmt: skip
    people = {person.id: person for person in _held([renewal.candidate_id for renewal in waiting])}
    due = []
    for renewal in waiting:
        renewal.reminded_at = now()
        if renewal.candidate_id in people and consents_of(renewal):
            due.append((people[renewal.candidate_id], renewal))
    _write(due, template="consent-renewal-reminder")
    return len(waiting)


def _write(asked: Sequence[tuple[Candidate, ConsentRenewal]], *, template: str) -> None:
    drafts = [
        Draft(
            cause=f"{template}:{renewal.id}",
            kind=MessageKind.PERSONAL,
            to=person,
            template=template,
            values={"ends_on": date_of(renewal.ends_at)},
            links={"link": SecretLink(PURPOSE, renewal.id, "/renew/")},
        )
        for person, renewal in asked
    ]
    if drafts:
        plan_messages(drafts, by=SYSTEM)
    reminder = template.endswith("reminder")
    record_all(
        [RenewalAsked(candidate=person, subject=renewal, reminder=reminder) for person, renewal in asked], by=SYSTEM
    )


def end_lapsed_consents(limit: int) -> int:
    """What was not renewed in time ends: said in the append-only record, and pools are left. Answers how many ended."""
    lapsed = db.session.scalars(
        select(Consent)
        .where(Consent.expires_at <= now(), Consent.action.in_(OPENS), _newest())
        .order_by(Consent.expires_at, Consent.id)
        .limit(limit)
    ).all()
    people = {person.id: person for person in _held({consent.candidate_id for consent in lapsed})}
    for consent in lapsed:
        if consent.candidate_id in people and _is_newest(consent):
            record_consent(
                people[consent.candidate_id], purpose=consent.purpose, action=ConsentAction.EXPIRED, method="expiry",
                by=SYSTEM, locale=consent.locale,
            )  # fmt: skip
    return len(lapsed)


def _is_newest(consent: Consent) -> bool:
    """Asked again once the person is held: they may have renewed in between."""
    newest = select(func.max(Consent.id)).where(
        Consent.candidate_id == consent.candidate_id, Consent.purpose == consent.purpose
    )
    return db.session.scalar(newest) == consent.id


def consents_of(renewal: ConsentRenewal) -> list[Consent]:
    """The consents the question is about, as they stand: those that end, or ended and can still be renewed."""
    standing = sorted(current_consents(renewal.candidate_id).values(), key=lambda consent: consent.id)
    return [consent for consent in standing if _asked_about(consent, renewal)]


def _asked_about(consent: Consent, renewal: ConsentRenewal) -> bool:
    if consent.action is ConsentAction.EXPIRED:
        return consent.at > renewal.asked_at
    return consent.action in OPENS and consent.expires_at is not None and consent.expires_at <= renewal.covers_until


def is_past(renewal: ConsentRenewal) -> bool:
    """Nobody answers it any more: as long as nobody is erased for want of consent, the link still renews."""
    country = db.session.scalar(select(Candidate.country).where(Candidate.id == renewal.candidate_id)) or ""
    return now() > kept_until(After.CONSENT, country, renewal.covers_until)


class RenewalGone(Refused):
    """The question is past, was answered otherwise, or its person is not known any more."""


def answer_renewal(renewal: ConsentRenewal, *, keep: bool, by: Actor, locale: str, agent: str = "") -> None:
    """The person's own word: each purpose goes on from today, or ends today. The same answer twice changes nothing."""
    person = next(iter(_held([renewal.candidate_id])), None)
    db.session.refresh(renewal, with_for_update=True)
    if renewal.answered_at is not None and renewal.renewed is keep:
        return
    if person is None or renewal.answered_at is not None or is_past(renewal):
        raise RenewalGone()
    for consent in consents_of(renewal):
        if keep or consent.action in OPENS:
            record_consent(
                person, purpose=consent.purpose, action=ConsentAction.RENEWED if keep else ConsentAction.WITHDRAWN,
                method="mail", by=by, text=consent_text(consent.purpose, locale), locale=locale, agent=agent,
            )  # fmt: skip
    renewal.answered_at, renewal.renewed = now(), keep


def _held(ids: Iterable[int]) -> list[Candidate]:
    """These people, locked in one order, without whoever was erased meanwhile."""
    wanted = select(Candidate).where(Candidate.id.in_(list(ids)), Candidate.erased_at.is_(None))
    return list(
        db.session.scalars(wanted.order_by(Candidate.id).with_for_update().execution_options(populate_existing=True))
    )


# -- nobody is kept without a reason ---------------------------------------------------------------------------


def _applied() -> ColumnElement[bool]:
    return exists().where(
        Application.candidate_id == Candidate.id,
        or_(
            Application.state.in_((ApplicationState.ACTIVE, ApplicationState.HIRED)),
            Application.ended_at.is_(None),
            Application.ended_at > kept_since(After.DECISION),
        ),
    )


def _legitimate_interest() -> ColumnElement[bool]:
    return exists().where(NoticeDuty.candidate_id == Candidate.id, NoticeDuty.lawful_basis != "")


reasons_to_keep: list[Callable[[], ColumnElement[bool]]] = [_applied, _legitimate_interest]
"""SQL on a candidate: why somebody stays although no consent of theirs stands. Legal holds add themselves (`holds`)."""


def people_without_reason(limit: int, *where: ColumnElement[bool]) -> list[int]:
    """Whose consents ended longer ago than the rules allow, and whom nothing else keeps."""
    over = kept_since(After.CONSENT)
    lapsed = exists().where(
        Consent.candidate_id == Candidate.id, Consent.action == ConsentAction.EXPIRED,
        Consent.at <= over, _newest(),
    )  # fmt: skip
    standing = exists().where(
        Consent.candidate_id == Candidate.id, _newest(),
        or_(
            Consent.action.in_(OPENS),
            (Consent.action == ConsentAction.EXPIRED) & (Consent.at > over),
        ),
    )  # fmt: skip
    kept = [~reason() for reason in reasons_to_keep]
    wanted = select(Candidate.id).where(Candidate.erased_at.is_(None), lapsed, ~standing, *kept, *where)
    return list(db.session.scalars(wanted.order_by(Candidate.id).limit(limit)))


def erase_without_reason(candidate_id: int) -> bool:
    """Erase one of `people_without_reason`, if that is still so. Answers whether it was done."""
    person = next(iter(_held([candidate_id])), None)
    if person is None or not people_without_reason(1, Candidate.id == candidate_id):
        return False
    try:
        erase_candidate(person, by=SYSTEM, reason=ErasureReason.NO_BASIS)
    except Refused:
        return False
    return True
