"""Referring somebody: by a link to a company mailbox, and only with the word of whom it is about."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.accounts.queries import installation
from app.candidates.commands import add_candidate
from app.candidates.commands.consents import give_notice, record_consent, record_notice_shown, record_touchpoint
from app.candidates.commands.people import installation_country
from app.candidates.facts import PersonFacts
from app.candidates.importing import blocked_addresses
from app.candidates.models import Candidate, ConsentAction, NoticeText, Purpose
from app.candidates.sign_in import candidate_for_email, verify_mailbox
from app.candidates.values import BadValue, email_address, email_key, phone_number
from app.core.activity import record
from app.core.actors import Actor, candidate_actor, visitor_actor
from app.core.clock import now
from app.core.locks import hold_name
from app.core.refusals import Refused
from app.core.text import clean_text, folded, one_line
from app.core.tokens import keyed_hash, keyed_hashes
from app.extensions import db
from app.hiring.models import Application
from app.jobs.models import Job
from app.mailing.commands import Address, SecretLink, forget_strangers, plan_message
from app.mailing.models import MessageKind
from app.talent.activities import CandidateReferred
from app.talent.commands.community_letters import LIKE_AN_ADDRESS
from app.talent.models import EmployeeLink, Referral, Relationship, RelationshipKind

EMPLOYEE = "employee-link"
"""Purpose of the derived token in `/refer/<token>`."""
REFERRAL = "referral"
"""Purpose of the derived token in `/referral/<token>`; also begins the cause of the mail that asks."""
SOURCE = "referral"
MANAGER = "internal-application"
"""Begins the cause of the mail to a manager."""
LINK_LIVES = timedelta(days=7)
ANSWERED_WITHIN = timedelta(days=14)
MOST_OPEN = 20
"""Referrals of one employee that wait for an answer at the same time."""


class ReferralsOff(Refused):
    sentence = _("Referrals are not open at the moment.")


class NotOurMailbox(Refused):
    sentence = _("This page is for people who work here. Please give the address of your company mailbox.")

    def __init__(self) -> None:
        super().__init__(field="email")


class ReferralUnfit(Refused):
    """Something the form needs is missing; the field says what."""


class ReferredEnough(Refused):
    sentence = _("Many of your referrals still wait for an answer. Please come back when some have been answered.")


class ReferralGone(Refused):
    sentence = _("This link does not stand any more.")


@dataclass(frozen=True, kw_only=True)
class Referred:
    """What the employee's form said."""

    referrer_name: str
    name: str
    email: str
    phone: str = ""
    why: str = ""
    job_id: int | None = None
    knows: bool = False
    locale: str = "en"


def mail_domains() -> list[str]:
    """The domains of the company's own mailboxes; none means that referrals and internal jobs are off."""
    company = installation()
    return company.mail_domains.split() if company is not None else []


def ask_for_employee_link(email: str, *, locale: str, by: Actor) -> EmployeeLink:
    """A link to a company mailbox. Raises ReferralsOff without domains, NotOurMailbox for any other mailbox."""
    domains = mail_domains()
    if not domains:
        raise ReferralsOff()
    try:
        address = email_address(email)
    except BadValue:
        raise NotOurMailbox() from None
    if email_key(address).rpartition("@")[2] not in domains:
        raise NotOurMailbox()
    link = EmployeeLink(email=address, email_key=email_key(address), expires_at=now() + LINK_LIVES)
    db.session.add(link)
    db.session.flush()
    plan_message(
        cause=f"{EMPLOYEE}:{link.id}", kind=MessageKind.ACCOUNT, to=Address(address, "", locale), template="employee-link",
        links={"link": SecretLink(EMPLOYEE, link.id, "/refer/")}, by=by,
    )  # fmt: skip
    return link


def refer(link: EmployeeLink, referred: Referred, *, by: Actor) -> Referral:
    """Keep what the employee said and ask whom it is about, in their own mailbox.

    The answer is the same whoever it is: nobody learns here who is known to us, left us, or said no before.
    """
    _require_fit(referred)
    waiting = select(Referral.id).where(
        Referral.referrer_key == link.email_key, Referral.answered_at.is_(None), Referral.closed_at.is_(None)
    )
    if len(db.session.scalars(waiting.limit(MOST_OPEN)).all()) >= MOST_OPEN:
        raise ReferredEnough()
    address = _checked_address(referred)
    referral = Referral(
        referrer_name=one_line(referred.referrer_name)[:200], referrer_email=link.email, referrer_key=link.email_key,
        name=one_line(referred.name)[:200], email=address, email_key=email_key(address), phone=one_line(referred.phone)[:60],
        why=clean_text(referred.why).strip()[:1000], job_id=referred.job_id, locale=referred.locale[:10],
        expires_at=now() + ANSWERED_WITHIN,
    )  # fmt: skip
    db.session.add(referral)
    db.session.flush()
    if not _stays_away(referral):
        _ask(referral, by=by)
    return referral


def _require_fit(referred: Referred) -> None:
    if not one_line(referred.referrer_name):
        raise ReferralUnfit(_("Please tell us your name."), field="referrer_name")
    if not one_line(referred.name):
        raise ReferralUnfit(_("Please tell us the name of the person."), field="name")
    if LIKE_AN_ADDRESS.search(referred.referrer_name) or LIKE_AN_ADDRESS.search(referred.name):
        raise ReferralUnfit(_("A name cannot hold a web or mail address."), field="name")
    if not referred.knows:
        raise ReferralUnfit(_("Please speak with the person first, and then tick this box."), field="knows")


def _checked_address(referred: Referred) -> str:
    if referred.phone:
        try:
            phone_number(referred.phone, installation_country())
        except BadValue:
            raise ReferralUnfit(_("Please check the phone number."), field="phone") from None
    try:
        return email_address(referred.email)
    except BadValue:
        raise ReferralUnfit(_("Please check the e-mail address."), field="email") from None


def _stays_away(referral: Referral) -> bool:
    """Whoever was erased, left for good, or said no to an earlier referral is not written to."""
    if any(look_up([referral.email_key]) for look_up in blocked_addresses):
        return True
    hashes = keyed_hashes("referral", referral.email_key)
    return db.session.scalar(select(Referral.id).where(Referral.refused_hash.in_(hashes)).limit(1)) is not None


def _ask(referral: Referral, *, by: Actor) -> None:
    """To the bare address, whoever reads it: that somebody is on record already shows to themselves only."""
    job = db.session.get(Job, referral.job_id) if referral.job_id else None
    plan_message(
        cause=f"{REFERRAL}:{referral.id}", kind=MessageKind.ACCOUNT, to=Address(referral.email, referral.name, referral.locale),
        template="referral", values={"referrer": referral.referrer_name, "job.title": job.title if job else ""},
        links={"link": SecretLink(REFERRAL, referral.id, "/referral/")}, by=by,
    )  # fmt: skip


def tell_manager(application: Application, job: Job, email: str, *, by: Actor) -> None:
    """A colleague who applied wants their manager to know; only to a company mailbox, only with their word."""
    try:
        address = email_address(email)
    except BadValue:
        return
    if email_key(address).rpartition("@")[2] in mail_domains():
        plan_message(
            cause=f"{MANAGER}:{application.id}", kind=MessageKind.ACCOUNT, to=Address(address, "", application.locale),
            template="internal-application", values={"name": application.given_name, "job.title": job.title}, job_id=job.id, by=by,
        )  # fmt: skip


def accept_referral(
    referral: Referral, *, by: Actor, locale: str, text: NoticeText | None, notice: NoticeText | None, agent: str = ""
) -> Candidate:
    """The person said yes from their own mailbox: found or made, with consent to be kept in mind. Twice changes nothing."""
    referral = _held(referral)
    if referral.candidate_id is not None:
        return db.session.get_one(Candidate, referral.candidate_id)
    if referral.closed_at is not None or referral.expires_at <= now():
        raise ReferralGone()
    hold_name("applicant", referral.email_key)
    candidate = _person(referral, by=by)
    person = candidate_actor(candidate.id, by.address)
    verify_mailbox(candidate.id, referral.email)
    record_consent(
        candidate, purpose=Purpose.POOL, action=ConsentAction.CONFIRMED, method="form", by=person, text=text, locale=locale,
        agent=agent, evidence=f"referral {referral.id}",
    )  # fmt: skip
    if notice is not None:
        record_notice_shown(candidate, text=notice)
    give_notice(candidate, how="referred", by=person)
    _relate(referral, candidate)
    record(CandidateReferred(candidate=candidate, job=referral.job_id, referral=referral.id), by=person)
    referral.candidate_id, referral.answered_at = candidate.id, now()
    referral.name = referral.email = referral.email_key = referral.phone = ""
    return candidate


def _held(referral: Referral) -> Referral:
    """As it stands now, until this transaction ends."""
    locked = select(Referral).where(Referral.id == referral.id).with_for_update()
    return db.session.scalars(locked.execution_options(populate_existing=True)).one()


def _person(referral: Referral, *, by: Actor) -> Candidate:
    candidate = candidate_for_email(referral.email)
    if candidate is not None:
        record_touchpoint(candidate, source=SOURCE, medium=SOURCE, by=by, job_id=referral.job_id)
        return candidate
    phones = [referral.phone] if referral.phone else []
    facts = PersonFacts(name=referral.name, emails=[referral.email], phones=phones, locale=referral.locale, source=SOURCE)
    return add_candidate(facts, by=visitor_actor(by.address), origin="application", medium=SOURCE)


def _relate(referral: Referral, candidate: Candidate) -> None:
    seat = db.session.scalar(select(User.id).where(User.email_key == folded(referral.referrer_email, limit=320)))
    db.session.add(
        Relationship(
            candidate_id=candidate.id, kind=RelationshipKind.REFERRED_BY, user_id=seat,
            words="" if seat else referral.referrer_name,
        )
    )  # fmt: skip


def decline_referral(referral: Referral) -> None:
    """The person said no: forgotten at once, and not asked again whoever names them."""
    referral = _held(referral)
    if referral.candidate_id is None and referral.closed_at is None:
        referral.refused_hash = keyed_hash("referral", referral.email_key)
        referral.answered_at = now()
        _forget([referral.id])


def forget_unanswered_referrals(limit: int) -> int:
    """Referrals nobody answered in time, and links that are over; answers how many went."""
    past = db.session.scalars(
        select(Referral.id)
        .where(Referral.answered_at.is_(None), Referral.closed_at.is_(None), Referral.expires_at < now())
        .order_by(Referral.id)
        .limit(limit)
    ).all()
    if past:
        _forget(list(past))
    over = select(EmployeeLink.id).where(EmployeeLink.expires_at < now()).limit(limit)
    links = db.session.execute(delete(EmployeeLink).where(EmployeeLink.id.in_(over)))
    return len(past) + int(links.rowcount)  # type: ignore[attr-defined]


def _forget(ids: list[int]) -> None:
    """What was said about the person, and their address in the mail that asked."""
    forget_strangers([f"{REFERRAL}:{number}" for number in ids], reason="referral-ended")
    blank = dict.fromkeys(("name", "email", "email_key", "phone", "why"), "")
    db.session.execute(update(Referral).where(Referral.id.in_(ids)).values(closed_at=now(), **blank))

