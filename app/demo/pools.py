"""Four pools with people in them for a reason, two segments, a handful of invitations, two people we keep in touch with."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.candidates.models import Candidate, Document, DocumentKind
from app.candidates.notices import CONSENT_POOL, current_notice
from app.core.actors import candidate_actor
from app.core.clock import today
from app.core.files import StagedFile
from app.demo.clockwork import Clockwork
from app.demo.company import Larkspur
from app.extensions import db
from app.hiring.commands import receive_application
from app.hiring.models import Application, ApplicationState
from app.jobs.models import Job, Question, QuestionKind
from app.search.parser import parse
from app.search.queries import matching_ids
from app.talent.commands.inviting import invite_to_apply, note_invited_application, open_invitation
from app.talent.commands.keeping import accept_keep_in_touch, is_finalist, offer_to_keep_in_touch
from app.talent.commands.members import add_to_pool, change_membership, leave_pool, move_member
from app.talent.commands.noting import note_segment_day
from app.talent.commands.pools import make_pool
from app.talent.commands.segments import save_segment
from app.talent.models import JobInvitation, LeftWhy, Pool, PoolMember, Segment, Sharing
from app.talent.queries.invitations import shipped_words
from app.talent.queries.pools import stages_of_pool

SEED = 41
INVITED_DAYS_AGO = 9


@dataclass(frozen=True)
class Plan:
    """A pool as it is told: since when, whose, for which titles, and the reasons its people are there."""

    key: str
    name: str
    role: str
    purpose: str
    owner: str
    made: float
    titles: tuple[str, ...]
    members: int
    whys: tuple[str, ...]
    sharing: Sharing = Sharing.SHARED
    stages: tuple[str, ...] = ()


PLANS = (
    Plan(
        "firmware", "Firmware for small batteries", "Senior Embedded Engineer",
        "People who have made something **tiny run for a week**. We open about two such roles a year; talk to them "
        "before they look.",
        "ada", 290, ("embedded", "firmware"), 26,
        ("Spoke at Hearing Care Days about sleep currents", "Wrote the BLE stack of a competitor",
         "Was close to an offer, chose a shorter way to work", "Recommended by Hugo", "Found by her open-source driver"),
    ),
    Plan(
        "audiology", "Audiologists, Berlin and Vienna", "Audiologist",
        "Hearing acousticians and audiologists our shops would hire any month of the year.",
        "tomas", 262, ("audiolog", "acoustician"), 22,
        ("Met at the congress in Nuremberg", "Trains apprentices, would like to move to Vienna",
         "Customer of our fitting software", "Asked about part-time work"),
    ),
    Plan(
        "product", "Designers who listen", "Product Designer",
        "For the app that goes with the next generation. *Accessibility first*: everybody here has shipped something "
        "that a screen reader can use.",
        "ada", 170, ("design",), 12,
        ("Portfolio shows real accessibility work", "Gave us feedback on the app, unasked", "Met at a meetup in Berlin"),
        stages=("Seen", "Talked", "Portfolio reviewed", "Ready"),
    ),
    Plan(
        "backend", "Backend, quietly", "Backend Engineer",
        "People at companies we work with. Handle with care.",
        "ada", 110, ("backend", "software", "developer"), 9,
        ("Works at a partner, do not approach before summer", "Knows our sync protocol"), Sharing.PRIVATE,
    ),
)  # fmt: skip

SEGMENTS = (
    ("Embedded people in Germany", "skill:c country:DE", "Audience of the engineering letter.", "ada", 200),
    ("Nearly hired", "is:finalist -is:employee -is:applicant", "They know us, and we know them.", "tomas", 160),
)


def plan_pools(clockwork: Clockwork, larkspur: Larkspur, job_ids: dict[str, int]) -> None:
    """Everything from the first pool to this week's answers to invitations."""
    for plan in PLANS:
        told = PoolTold(plan, larkspur, random.Random(f"{SEED} {plan.key}"))
        clockwork.plan(clockwork.office_hours(clockwork.ago(plan.made, hour=10)), told.make)
        for days in range(int(plan.made) - 6, 1, -max(8, int(plan.made // 14))):
            clockwork.plan(clockwork.office_hours(clockwork.ago(days, hour=11)), told.add_some)
            clockwork.plan(clockwork.office_hours(clockwork.ago(days - 0.4, hour=14)), told.work)
    for name, query, about, owner, made in SEGMENTS:
        kept = SegmentTold(name, query, about, owner, larkspur)
        clockwork.plan(clockwork.office_hours(clockwork.ago(made, hour=9)), kept.save)
        for days in range(84, -1, -6):
            clockwork.plan(clockwork.ago(days, hour=2), kept.count)
    asked = Asked(larkspur, job_ids)
    invited = clockwork.office_hours(clockwork.ago(INVITED_DAYS_AGO, hour=10))
    clockwork.plan(invited, asked.invite)
    clockwork.plan(invited + timedelta(hours=33), asked.look)
    clockwork.plan(invited + timedelta(hours=57), asked.apply)
    for days in (37, 21):
        clockwork.plan(clockwork.ago(days, hour=15), partial(_keep_in_touch, larkspur))


@dataclass
class PoolTold:
    """One pool over its months. `pool_id` is known once it is made."""

    plan: Plan
    larkspur: Larkspur
    rng: random.Random
    pool_id: int = 0

    def make(self) -> None:
        plan = self.plan
        owner = db.session.get_one(User, self.larkspur.ids[plan.owner])
        self.pool_id = make_pool(
            name=plan.name, owner=owner, by=self._by(), purpose=plan.purpose, target_role=plan.role, sharing=plan.sharing,
            stages=plan.stages,
        ).id  # fmt: skip

    def add_some(self) -> None:
        """One to three people who were known by then."""
        members = select(PoolMember.candidate_id).where(PoolMember.pool_id == self.pool_id)
        known = list(db.session.scalars(members))
        if len(known) >= self.plan.members:
            return
        fits = or_(*(Candidate.title_key.contains(word) for word in self.plan.titles))
        hired = select(Application.candidate_id).where(Application.state == ApplicationState.HIRED)
        people = db.session.scalars(
            select(Candidate.id)
            .where(fits, Candidate.id.not_in(members), Candidate.id.not_in(hired))
            .order_by(Candidate.id.desc())
            .limit(60)
        ).all()
        chosen = self.rng.sample(people, min(len(people), self.rng.choice((1, 2, 2, 3, 4))))
        for candidate_id in chosen:
            add_to_pool(self._pool(), [candidate_id], by=self._by(), why=self.rng.choice(self.plan.whys))

    def work(self) -> None:
        """Somebody is talked to and moves on, somebody is to be come back to, now and then somebody leaves."""
        stages = stages_of_pool(self.pool_id)
        members = db.session.scalars(
            select(PoolMember)
            .where(PoolMember.pool_id == self.pool_id, PoolMember.left_at.is_(None))
            .order_by(PoolMember.stage_since, PoolMember.id)
            .limit(4)
        ).all()
        places = [stage.id for stage in stages]
        for member in members[:2]:
            place = places.index(member.stage_id)
            if place + 1 < len(stages) and self.rng.random() < 0.7:
                move_member(member, to=stages[place + 1], by=self._by())
        if members and self.rng.random() < 0.3:
            back = today() + timedelta(days=self.rng.randrange(20, 160))
            change_membership(members[-1], why=members[-1].why, come_back_on=back, by=self._by())
        if len(members) == 4 and self.rng.random() < 0.12:
            leave_pool(members[2], by=self._by(), why=LeftWhy.NO_INTEREST)

    def _pool(self) -> Pool:
        return db.session.get_one(Pool, self.pool_id)

    def _by(self) -> Any:
        return self.larkspur.by(self.plan.owner)


@dataclass
class SegmentTold:
    """A segment and what was counted of it."""

    name: str
    query: str
    about: str
    owner: str
    larkspur: Larkspur
    segment_id: int = 0

    def save(self) -> None:
        self.segment_id = save_segment(
            name=self.name, query=self.query, about=self.about, owner=self._owner(), by=self.larkspur.by(self.owner),
            sharing=Sharing.SHARED,
        ).id  # fmt: skip

    def count(self) -> None:
        segment = db.session.get_one(Segment, self.segment_id)
        note_segment_day(segment, list(db.session.scalars(matching_ids(self._owner(), parse(segment.query)))))

    def _owner(self) -> User:
        return db.session.get_one(User, self.larkspur.ids[self.owner])


@dataclass
class Asked:
    """Invitations to an open embedded job, and their answers."""

    larkspur: Larkspur
    job_ids: dict[str, int]
    invited: list[int] = field(default_factory=list)

    def invite(self) -> None:
        """The warmest eight of the firmware pool."""
        job = self._job()
        pool = db.session.scalars(select(Pool).where(Pool.name == PLANS[0].name)).one()
        members = db.session.scalars(
            select(PoolMember.candidate_id)
            .where(PoolMember.pool_id == pool.id, PoolMember.left_at.is_(None))
            .order_by(PoolMember.id)
            .limit(8)
        ).all()
        sender = db.session.get_one(User, self.larkspur.ids["ada"])
        made = invite_to_apply(
            job, members, sender=sender, words=shipped_words(["en", "de"]), by=self.larkspur.by("ada"), pool=pool
        )
        self.invited = [one.id for one in made]

    def look(self) -> None:
        for invitation_id in self.invited[::2]:
            open_invitation(invitation_id)

    def apply(self) -> None:
        """Two of those whose résumé we have answer with an application, in one press."""
        job, answered = self._job(), 0
        for invitation_id in self.invited:
            invitation = db.session.get_one(JobInvitation, invitation_id)
            person = db.session.get_one(Candidate, invitation.candidate_id)
            resume = _resume(person.id)
            if resume is None or not invitation.is_open or answered == 2:
                continue
            received = receive_application(
                job=job, name=person.full_name, email=invitation.email, locale=person.locale, source="invitation",
                resume=StagedFile(resume.file.sha256, resume.file.size, resume.file.media_type), filename=resume.filename,
                by=candidate_actor(person.id), answers=least_answers(job),
            )  # fmt: skip
            unread = select(Document).where(Document.candidate_id == person.id, Document.reading != resume.reading)
            for document in db.session.scalars(unread):  # read before, and not again
                document.reading, document.due_at = resume.reading, None
            if not received.already:
                note_invited_application(invitation, received.application)
                answered += 1

    def _job(self) -> Job:
        return db.session.get_one(Job, self.job_ids["embedded"])


def _resume(candidate_id: int) -> Document | None:
    theirs = select(Document).where(Document.candidate_id == candidate_id, Document.kind == DocumentKind.RESUME)
    return db.session.scalars(
        theirs.where(Document.pending.is_(False)).options(joinedload(Document.file)).order_by(Document.id.desc()).limit(1)
    ).first()


def least_answers(job: Job) -> dict[int, str | Sequence[str]]:
    """The least the form asks for."""
    asked = select(Question).where(Question.job_id == job.id, Question.required, Question.retired_at.is_(None))
    said: dict[int, str | Sequence[str]] = {}
    for question in db.session.scalars(asked):
        options = [str(one) for one in (question.options or {}).get("options", ())]
        said[question.id] = {
            QuestionKind.YES_NO: "yes", QuestionKind.NUMBER: "4", QuestionKind.DATE: today().isoformat(),
            QuestionKind.ONE: options[0] if options else "", QuestionKind.MANY: options[:1],
        }.get(question.kind, "You know my work from the congress; I am happy to tell you more.")  # fmt: skip
    return said


def _keep_in_touch(larkspur: Larkspur) -> None:
    """A finalist who was told some weeks ago is asked, and says yes."""
    asked = select(PoolMember.candidate_id)
    rejected = db.session.scalars(
        select(Application)
        .where(
            Application.state == ApplicationState.REJECTED, Application.closed_publicly_at.is_not(None),
            Application.confirmed_at.is_not(None), Application.candidate_id.not_in(asked),
        )
        .order_by(Application.ended_at.desc(), Application.id)
        .limit(40)
    )  # fmt: skip
    application = next((one for one in rejected if is_finalist(one)), None)
    pool = db.session.scalars(select(Pool).where(Pool.sharing == Sharing.SHARED).order_by(Pool.id)).first()
    if application is None or pool is None:
        return
    offer = offer_to_keep_in_touch(application, pool=pool, by=larkspur.by("ada"))
    accept_keep_in_touch(
        offer, by=candidate_actor(application.candidate_id), text=current_notice(CONSENT_POOL, application.locale),
        locale=application.locale,
    )  # fmt: skip
