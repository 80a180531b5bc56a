"""Two communities with a year of joining and leaving; the newest forms still wait for their mailbox."""

import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import select

from app.candidates.models import Purpose
from app.candidates.notices import PRIVACY_NOTICE, consent_text, current_notice
from app.core.actors import visitor_actor
from app.demo.clockwork import Clockwork
from app.demo.company import Larkspur
from app.demo.names import Identity, People
from app.demo.topics import ensure_topics
from app.extensions import db
from app.talent.commands import (
    CommunityQuestionDraft,
    Joiner,
    confirm_join,
    create_community,
    leave_community,
    open_community,
    request_join,
    set_community_questions,
)
from app.talent.models import Community, CommunityQuestion, CommunityQuestionKind, JoinRequest, Membership

TEXTS = Path(__file__).parent / "community_texts"
AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
SOURCES = ("linkedin", "linkedin", "event", "newsletter", "campus", "", "", "")
TICKS = {Purpose.NEWSLETTER: 0.85, Purpose.JOB_ALERTS: 0.5, Purpose.EVENTS: 0.45, Purpose.POOL: 0.35, Purpose.TRACKING: 0.3}
SEED = 23
Kind = CommunityQuestionKind


@dataclass(frozen=True)
class Plan:
    """A community as it is told: how old it is, whom it draws, and what it asks."""

    key: str
    name: str
    locale: str
    owner: str
    opened: float
    members: int
    waiting: int
    near: tuple[str, ...]
    topics: tuple[str, ...]
    questions: tuple[CommunityQuestionDraft, ...]


PLANS = (
    Plan(
        "engineers", "Hearing Tech Engineers", "en", "ada", 318, 46, 3, ("Berlin", "anywhere", "Lyon"),
        ("Firmware", "Acoustics", "Working at Larkspur"),
        (
            CommunityQuestionDraft(Kind.ONE, "What do you mostly work on?", options=("Firmware", "Hardware", "Signal processing", "Test", "Something else")),
            CommunityQuestionDraft(Kind.SHORT, "What would you like to know about us?", help="Only if you like."),
        ),
    ),
    Plan(
        "campus", "Campus & Werkstudent:innen", "de", "tomas", 211, 32, 2, ("Berlin", "Wien"),
        ("Theses and internships", "Hearing care", "Working at Larkspur"),
        (
            CommunityQuestionDraft(Kind.SCHOOL, "Wo studieren Sie?", required=True),
            CommunityQuestionDraft(Kind.DEGREE, "Welchen Abschluss machen Sie?"),
            CommunityQuestionDraft(Kind.GRADUATION, "Wann schließen Sie das Studium ab?", required=True),
            CommunityQuestionDraft(Kind.ONE, "Was studieren Sie?", options=("Elektrotechnik", "Informatik", "Hörtechnik", "Medizintechnik", "Etwas anderes")),
            CommunityQuestionDraft(Kind.MANY, "Was suchen Sie?", options=("Werkstudentenstelle", "Praktikum", "Abschlussarbeit")),
        ),
    ),
)  # fmt: skip


def plan_communities(clockwork: Clockwork, larkspur: Larkspur, people: People, known: list[tuple[datetime, Identity]]) -> None:
    """Everything about communities; `known` are people who applied at a moment and join later."""
    rng = random.Random(SEED)
    for number, plan in enumerate(PLANS):
        told = Told(plan, larkspur, rng, clockwork)
        clockwork.plan(clockwork.office_hours(clockwork.ago(plan.opened + 2, hour=9)), told.found)
        told.plan_joining(people, known[number::2][:8])


@dataclass
class Told:
    """One community while its story is told. `ids` are those of the requests and memberships by joiner."""

    plan: Plan
    larkspur: Larkspur
    rng: random.Random
    clockwork: Clockwork
    community_id: int = 0
    topic_ids: list[int] = field(default_factory=list)

    def found(self) -> None:
        by = self.larkspur.by(self.plan.owner)
        topics = ensure_topics(by)
        self.topic_ids = [topics[name] for name in self.plan.topics]
        words = dict(re.findall(r"^= (\w+)\n(.*?)(?=^= |\Z)", (TEXTS / f"{self.plan.key}.md").read_text("utf-8"), re.S | re.M))
        community = create_community(
            by=by, topic_ids=self.topic_ids, name=self.plan.name, locale=self.plan.locale,
            owner_id=self.larkspur.ids[self.plan.owner], headline=words["headline"], story=words["story"],
            offers=words["offers"], sample=words["sample"], welcome=words["welcome"],
        )  # fmt: skip
        set_community_questions(community, self.plan.questions, version=None, by=by)
        open_community(community, by=by)
        self.community_id = community.id

    def plan_joining(self, people: People, known: list[tuple[datetime, Identity]]) -> None:
        """Some join after they applied, most by themselves, soon after it opened or lately; a few leave again."""
        opened = self.clockwork.ago(self.plan.opened)
        for applied, identity in known:
            since = max(applied + timedelta(days=2), opened)
            moment = since + (self.clockwork.today - since) * self.rng.random()
            self.clockwork.plan(moment, partial(self.join, identity, moment, False))
        for number in range(self.plan.members - len(known)):
            identity = people.draw(self.rng.choice(self.plan.near), german=self.plan.locale == "de")
            share = self.rng.random() ** (0.7 if number % 3 else 2.2)
            moment = self.clockwork.ago(0.6 + share * (self.plan.opened - 2), hour=self.rng.choice((8, 12, 13, 17, 18, 20, 21)))
            self.clockwork.plan(moment, partial(self.join, identity, moment, number % 12 == 7))
        for _one in range(self.plan.waiting):
            identity = people.draw(self.rng.choice(self.plan.near), german=self.plan.locale == "de")
            self.clockwork.plan(self.clockwork.ago(self.rng.uniform(0.05, 4)), partial(self.ask, identity))

    def ask(self, identity: Identity) -> int:
        """The form; answers the request."""
        community = db.session.get_one(Community, self.community_id)
        locale = self.plan.locale
        texts = {purpose: consent_text(purpose, locale) for purpose, share in TICKS.items() if self.rng.random() < share}
        address = f"2001:db8::{self.rng.randrange(1, 0xFFFF):x}"
        joiner = Joiner(
            name=identity.name, email=identity.email, answers=self._answers(community), locale=locale, agent=AGENT,
            topic_ids=[topic_id for topic_id in self.topic_ids if self.rng.random() < 0.6],
            consents={purpose: text for purpose, text in texts.items() if text is not None},
            notice_text=current_notice(PRIVACY_NOTICE, locale), source=self.rng.choice(SOURCES),
        )  # fmt: skip
        return request_join(community, joiner, by=visitor_actor(address)).id

    def join(self, identity: Identity, moment: datetime, leaves: bool) -> None:
        request_id = self.ask(identity)
        confirmed = moment + timedelta(minutes=self.rng.choice((2, 3, 5, 9, 40, 300, 1400)))
        self.clockwork.plan(confirmed, partial(self.confirm, request_id))
        if leaves:
            self.clockwork.plan(confirmed + timedelta(days=self.rng.uniform(20, 90)), partial(self.leave, request_id))

    def confirm(self, request_id: int) -> None:
        request = db.session.get_one(JoinRequest, request_id)
        confirm_join(request, by=visitor_actor(f"2001:db8::{self.rng.randrange(1, 0xFFFF):x}"))

    def leave(self, request_id: int) -> None:
        """Taken out of the list at their own wish."""
        request = db.session.get(JoinRequest, request_id)
        present = select(Membership).where(Membership.community_id == self.community_id, Membership.left_at.is_(None))
        if request is not None and request.candidate_id is not None:
            membership = db.session.scalars(present.where(Membership.candidate_id == request.candidate_id)).one_or_none()
            if membership is not None:
                leave_community(membership, by=self.larkspur.by(self.plan.owner))

    def _answers(self, community: Community) -> dict[int, str | list[str]]:
        questions = db.session.scalars(
            select(CommunityQuestion)
            .where(CommunityQuestion.community_id == community.id, CommunityQuestion.retired_at.is_(None))
            .order_by(CommunityQuestion.position)
        )
        return {question.id: self._answer(question) for question in questions}

    def _answer(self, question: CommunityQuestion) -> str | list[str]:
        options = [str(option) for option in question.options.get("options", [])]
        if question.kind is Kind.SCHOOL:
            return self.rng.choice(("TU Berlin", "TU Berlin", "Technische Universität Berlin", "TU Wien", "FH Campus Wien", "HTW Berlin"))
        if question.kind is Kind.DEGREE:
            return self.rng.choice(("Bachelor", "Master", "Master"))
        if question.kind is Kind.GRADUATION:
            return str(self.clockwork.today.year + self.rng.choice((0, 1, 1, 2, 3)))
        if question.kind is Kind.MANY:
            return [option for option in options if self.rng.random() < 0.5]
        if question.kind is Kind.ONE:
            return self.rng.choice(options)
        return self.rng.choice(("", "", "How you test in noise", "Whether one can work remotely", "Your toolchain"))
