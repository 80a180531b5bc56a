"""People nobody has heard an application from: met at congresses, referred, imported, found; with notes and duties."""

import random
from dataclasses import dataclass
from datetime import timedelta

from app.candidates.commands import add_candidate, add_document, add_tag, add_todo, finish_todo, give_notice, write_note
from app.candidates.commands.consents import record_consent
from app.candidates.facts import PersonFacts
from app.candidates.models import Candidate, ConsentAction, Document, NoteKind, Purpose
from app.candidates.notices import CONSENT_POOL, current_notice
from app.candidates.tasks import keep_reading
from app.core.actors import Actor
from app.core.clock import today
from app.core.files import stage_file
from app.demo import phrases
from app.demo.careers import FIELDS, Person, invent
from app.demo.clockwork import Clockwork
from app.demo.company import Larkspur
from app.demo.names import People
from app.demo.resumes import write_resume
from app.extensions import db

ORIGINS = (("event", "Hearing Care Days"), ("event", "Campus day TU Wien"), ("referral", "Referral"), ("import", "LinkedIn"),
           ("import", "LinkedIn"), ("recruiter", "GitHub"))  # fmt: skip
IMPORTED_DAYS_AGO = 352
OWNERS = {"embedded": "ada", "backend": "ada", "design": "ada", "data": "ada"}


def plan_leads(clockwork: Clockwork, larkspur: Larkspur, people: People, rng: random.Random, number: int) -> None:
    """`number` people over the year, each with what followed."""
    for place in range(number):
        field = rng.choice(tuple(FIELDS))
        person = invent(people.draw(rng.choice(("Berlin", "Wien", "Lyon", "anywhere"))), field, rng, clockwork.today.date())
        origin, source = rng.choice(ORIGINS)
        owner = OWNERS.get(field, "tomas")
        days = IMPORTED_DAYS_AGO if origin == "import" else rng.uniform(3, 330)
        lead = Lead(person, rng, origin, source, larkspur.ids[owner], larkspur.by(owner))
        met = clockwork.office_hours(clockwork.ago(days, hour=10))
        clockwork.plan(met, lead.add)
        if place % 4 == 0:
            clockwork.plan(met + timedelta(minutes=2), lead.attach)
        moment = met
        for _note in range(rng.choice((0, 1, 1, 2, 3))):
            moment = clockwork.office_hours(moment + timedelta(days=rng.uniform(0.1, 90)))
            clockwork.plan(moment, lead.write)
        if rng.random() < 0.75:
            clockwork.plan(clockwork.office_hours(met + timedelta(days=rng.uniform(1, 24))), lead.tell)
        if rng.random() < 0.5:
            clockwork.plan(met + timedelta(days=rng.uniform(1, 30)), lead.agree)


@dataclass
class Lead:
    """One of them. `candidate_id` is known once the record is made."""

    person: Person
    rng: random.Random
    origin: str
    source: str
    owner_id: int
    by: Actor
    candidate_id: int = 0

    def add(self) -> None:
        who = self.person.identity
        facts = PersonFacts(
            name=who.name, emails=[who.email], phones=[who.phone], headline=self.person.headline, title=self.person.title,
            employer=self.person.employer, city=who.city, country=who.country, locale=who.locale, source=self.source,
            skills=self.person.skills,
        )  # fmt: skip
        candidate = add_candidate(
            facts, by=self.by, origin=self.origin, owner_id=self.owner_id, lawful_basis="legitimate-interest"
        )
        self.candidate_id = candidate.id
        if self.rng.random() < 0.5:
            add_tag(candidate, name=self.rng.choice(phrases.TAGS), by=self.by)

    def attach(self) -> None:
        """The résumé that was handed over at the table."""
        resume = write_resume(self.person)
        staged = stage_file(resume.data, resume.media_type)
        document = add_document(self._candidate(), staged, filename=resume.filename, by=self.by, fills_record=True)
        keep_reading(db.session.get_one(Document, document.id), resume.reading)
        document.due_at = None

    def write(self) -> None:
        kind = self.rng.choice((NoteKind.NOTE, NoteKind.CALL, NoteKind.MEETING))
        write_note(self._candidate(), body=self.rng.choice(phrases.NOTES["lead"]), by=self.by, kind=kind)
        if self.rng.random() < 0.2:
            todo = add_todo(
                what="Write again after the summer", due_on=today() + timedelta(days=7), owner_id=self.owner_id, by=self.by,
                candidate_id=self.candidate_id,
            )  # fmt: skip
            finish_todo(todo, by=self.by)

    def tell(self) -> None:
        give_notice(self._candidate(), how="mail", by=self.by)

    def agree(self) -> None:
        candidate = self._candidate()
        record_consent(
            candidate, purpose=Purpose.POOL, action=ConsentAction.GIVEN, method="recruiter", by=self.by,
            text=current_notice(CONSENT_POOL, candidate.locale), evidence="Answer by mail, kept with the record.",
        )  # fmt: skip

    def _candidate(self) -> Candidate:
        return db.session.get_one(Candidate, self.candidate_id)
