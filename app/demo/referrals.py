"""What colleagues do for hiring: people they refer, and a job only they see."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from app.candidates.commands import record_consent
from app.candidates.models import Candidate, Consent, ConsentAction, Purpose
from app.candidates.notices import CONSENT_POOL, PRIVACY_NOTICE, consent_text, current_notice
from app.compliance.tasks import look_after_consents
from app.core.actors import candidate_actor, visitor_actor
from app.demo.clockwork import Clockwork
from app.demo.company import DOMAIN, Larkspur
from app.demo.pools import least_answers
from app.extensions import db
from app.hiring.commands import ensure_reject_reasons, receive_application, reject_application
from app.hiring.models import Application
from app.jobs.models import Job
from app.talent.commands.referring import Referred, accept_referral, ask_for_employee_link, refer, tell_manager
from app.talent.models import Referral

ASKED_BEFORE = 20
"""Days before today from which on people are asked whether their consents go on."""
SIGNED, FORMS = 716, 6
"""How many days ago the first form was signed, and how many there are."""
NOT_THE_ONE = 2
"""Place of a reason in the shipped list."""


@dataclass
class Told:
    """Somebody a colleague thought of. Days count back from today; 0 means that it has not happened."""

    colleague: str
    mailbox: str
    name: str
    why: str
    job: str
    referred: float
    agreed: float = 0
    applied: float = 0
    closed: float = 0
    referral_id: int = field(default=0, init=False)
    application_id: int = field(default=0, init=False)

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@example.net"


TOLD = (
    Told("Mira Okafor", "mira.okafor", "Samir Rahal", "Ran a hotline for hearing aids; callers asked for him by name.",
         "support", 50, agreed=49, applied=47, closed=24),
    Told("Hugo Brandt", "hugo", "Leyla Arslan", "Kept a payment service awake through two black Fridays, and stayed kind.",
         "backend", 21, agreed=20, applied=17),
    Told("Ines Duarte", "ines", "Greta Holm", "Draws interfaces my grandmother could use. Not looking, but would listen.",
         "designer", 9, agreed=7),
    Told("Hugo Brandt", "hugo", "Pavel Novotny", "Wrote the test bench we copied.", "embedded", 2),
)  # fmt: skip
INTERNAL, COLLEAGUE = "fitting-lab", ("Mira Okafor", "mira.okafor")


def plan_colleagues(clockwork: Clockwork, larkspur: Larkspur, job_ids: dict[str, int]) -> None:
    """Referrals in each state a referrer can read, and an application from within."""
    for told in TOLD:
        clockwork.plan(clockwork.ago(told.referred, hour=12), partial(_refer, told, job_ids))
        for days, act in ((told.agreed, _agree), (told.applied, partial(_apply, job_ids)), (told.closed, partial(_close, larkspur))):
            if days:
                clockwork.plan(clockwork.ago(days, hour=18), partial(act, told))
    clockwork.plan(clockwork.ago(8, hour=17), partial(_apply_from_within, job_ids))


def plan_renewals(clockwork: Clockwork, larkspur: Larkspur) -> None:
    """Forms people signed at the congress two years ago were typed in this year; they end soon, and people are asked."""
    clockwork.plan(clockwork.ago(150, hour=15), partial(_type_in_forms, clockwork.ago(SIGNED), larkspur))
    clockwork.every_day(ASKED_BEFORE, look_after_consents)


def _type_in_forms(signed: datetime, larkspur: Larkspur) -> None:
    agreed = select(Consent.candidate_id)
    met = select(Candidate).where(Candidate.erased_at.is_(None), Candidate.id.not_in(agreed)).order_by(Candidate.id)
    for number, person in enumerate(db.session.scalars(met.limit(FORMS)).all()):
        record_consent(
            person, purpose=Purpose.POOL, action=ConsentAction.GIVEN, method="event", locale=person.locale, by=larkspur.by("cora"),
            text=consent_text(Purpose.POOL, person.locale), evidence="Paper form, signed at the stand", at=signed + timedelta(days=number),
        )  # fmt: skip


def _refer(told: Told, job_ids: dict[str, int]) -> None:
    link = ask_for_employee_link(f"{told.mailbox}@{DOMAIN}", locale="en", by=visitor_actor())
    said = Referred(
        referrer_name=told.colleague, name=told.name, email=told.email, why=told.why, job_id=job_ids[told.job], knows=True
    )
    told.referral_id = refer(link, said, by=visitor_actor()).id


def _agree(told: Told) -> None:
    accept_referral(
        db.session.get_one(Referral, told.referral_id), by=visitor_actor(), locale="en",
        text=current_notice(CONSENT_POOL, "en"), notice=current_notice(PRIVACY_NOTICE, "en"),
    )  # fmt: skip


def _apply(job_ids: dict[str, int], told: Told) -> None:
    job = db.session.get_one(Job, job_ids[told.job])
    person = db.session.get_one(Candidate, db.session.get_one(Referral, told.referral_id).candidate_id)
    told.application_id = receive_application(
        job=job, name=told.name, email=told.email, by=candidate_actor(person.id), locale="en", source="referral",
        link=f"https://{told.name.lower().replace(' ', '')}.example.net", answers=least_answers(job),
    ).application.id  # fmt: skip


def _close(larkspur: Larkspur, told: Told) -> None:
    application = db.session.get_one(Application, told.application_id)
    reject_application(application, reason=ensure_reject_reasons()[NOT_THE_ONE], by=larkspur.by("tomas"))


def _apply_from_within(job_ids: dict[str, int]) -> None:
    """Her manager may know."""
    job = db.session.scalars(select(Job).where(Job.id == job_ids[INTERNAL])).one()
    name, mailbox = COLLEAGUE
    received = receive_application(
        job=job, name=name, email=f"{mailbox}@{DOMAIN}", by=visitor_actor(), locale="en", source="internal", internal=True,
        answers=least_answers(job), notice_text=current_notice(PRIVACY_NOTICE, "en"),
    )  # fmt: skip
    tell_manager(received.application, job, f"hugo@{DOMAIN}", by=visitor_actor())
