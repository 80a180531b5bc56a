"""What happens to one application, act by act, each through the command a page would call."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import desc, select

from app.accounts.models import User
from app.campaigns.links import NEWSLETTER
from app.candidates.commands import add_tag, add_todo, assign_owner, change_candidate, finish_todo, write_note
from app.candidates.models import Candidate, Document, DocumentKind, MagicLink, NoteKind, ReadingState, Seniority, Todo
from app.candidates.notices import CONSENT_POOL, PRIVACY_NOTICE, current_notice
from app.candidates.sign_in import redeem_magic_link
from app.candidates.tasks import keep_reading
from app.core.actors import Actor, candidate_actor, visitor_actor
from app.core.clock import now, today
from app.core.files import StagedFile, stage_file
from app.core.refusals import Refused
from app.demo import phrases
from app.demo.careers import Person
from app.demo.company import Larkspur, Opening
from app.demo.newsletters import newest_newsletter
from app.demo.resumes import Resume, write_resume
from app.extensions import db
from app.hiring.commands import (
    accept_offer,
    ask_review,
    decline_offer,
    ensure_reject_reasons,
    give_review,
    make_offer,
    move_application,
    receive_application,
    reject_application,
    send_offer,
    set_reply_by,
    stages_of,
    view_offer,
    withdraw_application,
)
from app.hiring.models import Application, Offer, ReviewAnswer, ReviewRequest
from app.jobs.models import Job, Question, QuestionKind
from app.mailing.commands import write_personal_message


@dataclass
class Applicant:
    """A person with the papers they may send. `candidate_id` is known once they have been heard of."""

    person: Person
    sends_resume: bool = False
    candidate_id: int = 0

    @cached_property
    def resume(self) -> Resume:
        return write_resume(self.person)

    def staged(self) -> StagedFile | None:
        return stage_file(self.resume.data, self.resume.media_type) if self.sends_resume else None


@dataclass
class Journey:
    """One application of `applicant` to the job of `opening`. Acts on one that has ended do nothing."""

    larkspur: Larkspur
    opening: Opening
    applicant: Applicant
    job_ids: dict[str, int]
    rng: random.Random
    suspicious: str = ""
    application_id: int = 0

    # what the applicant does

    def apply(self) -> None:
        person, job = self.applicant.person, self._job()
        who, locale = person.identity, "de" if self.opening.german else person.identity.locale
        consent = current_notice(CONSENT_POOL, locale) if self.rng.random() < 0.45 else None
        sends = self.applicant.sends_resume
        source = self.rng.choice(phrases.SOURCES)
        received = receive_application(
            job=job, name=who.name, email=who.email, phone=who.phone, by=visitor_actor(f"203.0.113.{self.rng.randrange(1, 255)}"),
            link="" if sends else f"https://profile.example.org/{who.email.partition('@')[0]}",
            resume=self.applicant.staged(), filename=self.applicant.resume.filename if sends else "",
            answers=self._answers(job), consent_pool=consent, notice_text=current_notice(PRIVACY_NOTICE, locale), locale=locale,
            source=source, campaign_id=newest_newsletter() if source == NEWSLETTER else None, suspicious=self.suspicious,
        )  # fmt: skip
        self.application_id = received.application.id
        self.applicant.candidate_id = received.application.candidate_id
        self._read(received.application)

    def open_mailbox(self) -> None:
        """Open the newest link that came by mail: the mailbox answers, what waited for it is confirmed."""
        link = db.session.scalars(
            select(MagicLink).where(MagicLink.candidate_id == self.applicant.candidate_id).order_by(desc(MagicLink.id)).limit(1)
        ).one()
        redeem_magic_link(link)

    def withdraw(self) -> None:
        if application := self._active():
            withdraw_application(application, by=self._themselves(), reason=self.rng.choice(phrases.WITHDRAWALS))

    def view(self) -> None:
        if found := self._offered():
            view_offer(*found, by=self._themselves())

    def accept(self) -> None:
        if found := self._offered():
            accept_offer(*found, signed_name=self.applicant.person.identity.name, by=self._themselves())

    def decline(self) -> None:
        if found := self._offered():
            decline_offer(*found, reason=phrases.DECLINES, by=self._themselves())

    # what staff does

    def advance(self) -> None:
        """Into the next stage, by the recruiter or now and then by the coordinator or the manager."""
        if application := self._active():
            stages = stages_of(application.job_id)
            place = next(number for number, stage in enumerate(stages) if stage.id == application.stage_id)
            if place + 2 < len(stages):  # the last one is entered by being hired
                movers = [self.opening.lead] * 4 + [self.opening.told["manager"]]
                by = self.larkspur.by(self.rng.choice(movers))
                move_application(application, to=stages[place + 1], from_stage=application.stage_id, by=by)
                self._word_is_given(application)

    def tidy(self) -> None:
        """The recruiter takes the person on: an owner, a place, a title where nobody has said one yet, perhaps a tag."""
        candidate, by = self._candidate(), self._recruiter()
        person = self.applicant.person
        if candidate.owner_id is None:
            assign_owner(candidate, owner_id=self.larkspur.ids[self.opening.lead], by=by)
        if not candidate.current_title:
            values = {"current_title": person.title, "current_employer": person.employer, "city": person.identity.city,
                      "country": person.identity.country}  # fmt: skip
            change_candidate(candidate, values=values | _level(person.title), by=by)
        if self.rng.random() < 0.3:
            add_tag(candidate, name=self.rng.choice(phrases.TAGS), by=by)

    def note(self, kind: str) -> None:
        if application := self._active():
            kinds = {"call": NoteKind.CALL, "meeting": NoteKind.MEETING}
            by = self.larkspur.by(self.opening.told["manager"]) if kind == "meeting" else self._recruiter()
            write_note(
                self._candidate(), body=self.rng.choice(phrases.NOTES[kind]), by=by,
                kind=kinds.get(kind, NoteKind.NOTE), application=application,
            )  # fmt: skip

    def invite(self) -> None:
        """A mail in the recruiter's own name."""
        if application := self._active():
            subject, body = phrases.INVITATIONS[application.locale]
            sender = db.session.get_one(User, self.larkspur.ids[self.opening.lead])
            plain_title = self.opening.title.partition(" (")[0]
            write_personal_message(
                to=self._candidate(), sender=sender, subject=subject.format(job=plain_title),
                body=f"{body.format(lead=sender.first_name)}\n\n{sender.name}", by=self._recruiter(),
                key=f"demo-invitation-{application.id}", application_id=application.id, job_id=application.job_id,
            )  # fmt: skip

    def remind(self) -> None:
        """A to-do the recruiter sets and does."""
        if application := self._active():
            lead = self.larkspur.ids[self.opening.lead]
            todo = add_todo(
                what=self.rng.choice(phrases.TODOS_DONE), due_on=today() + timedelta(days=2), owner_id=lead,
                by=self._recruiter(), candidate_id=application.candidate_id, application=application,
            )  # fmt: skip
            finish_todo(todo, by=self._recruiter())

    def ask(self, colleague: str) -> None:
        if application := self._active():
            ask_all([application], self._job(), self.larkspur, colleague, self.rng, by=self._recruiter())

    def give_opinion(self, colleague: str, answer: str) -> None:
        user_id = self.larkspur.ids[colleague]
        request = db.session.scalar(
            select(ReviewRequest).where(ReviewRequest.application_id == self.application_id, ReviewRequest.user_id == user_id)
        )
        application = self._application()
        if request is not None and application is not None:
            reason = self.rng.choice(phrases.OPINIONS[answer])
            by = self.larkspur.by(colleague)
            give_review(request, application, answer=ReviewAnswer(answer), reason=reason, by=by)

    def reject(self, reason: int, *, delay: int = 2) -> None:
        if application := self._active():
            reasons = ensure_reject_reasons()
            reject_application(
                application, reason=reasons[reason], note=self.rng.choice(phrases.REJECTION_NOTES), delay=delay,
                by=self._recruiter(),
            )  # fmt: skip

    def promise(self, days: int) -> None:
        if application := self._active():
            set_reply_by(application, reply_by=today() + timedelta(days=days), by=self._recruiter())

    def prepare_offer(self) -> None:
        if application := self._active():
            low, high = self.opening.told["pay"]
            start = (today().replace(day=1) + timedelta(days=77)).replace(day=1)
            pay = low + round((high - low) * self.rng.uniform(0.4, 0.9) / 500) * 500
            make_offer(
                application, title=self.opening.title.partition(" (")[0], pay_minor=pay * 100, currency="EUR", starts_on=start,
                expires_on=today() + timedelta(days=12), message=phrases.OFFER_WORDS, by=self._recruiter(),
            )  # fmt: skip

    def send(self) -> None:
        if found := self._offered():
            send_offer(*found, by=self._recruiter())

    # underneath

    def _job(self) -> Job:
        return db.session.get_one(Job, self.job_ids[self.opening.key])

    def _candidate(self) -> Candidate:
        return db.session.get_one(Candidate, self.applicant.candidate_id)

    def _application(self) -> Application | None:
        return db.session.get(Application, self.application_id) if self.application_id else None

    def _active(self) -> Application | None:
        application = self._application()
        ready = application is not None and application.is_active and application.is_confirmed
        return application if ready else None

    def _offered(self) -> tuple[Offer, Application] | None:
        application = self._active()
        if application is None:
            return None
        newest = select(Offer).where(Offer.application_id == application.id).order_by(desc(Offer.number)).limit(1)
        offer = db.session.scalars(newest).first()
        return (offer, application) if offer is not None and offer.is_open else None

    def _word_is_given(self, application: Application) -> None:
        """A broken promise had become a to-do; moving on is word enough."""
        reminders = select(Todo).where(Todo.application_id == application.id, Todo.done_at.is_(None), Todo.created_by_id.is_(None))
        for todo in db.session.scalars(reminders):
            finish_todo(todo, by=self._recruiter())

    def _recruiter(self) -> Actor:
        return self.larkspur.by(self.opening.lead)

    def _themselves(self) -> Actor:
        return candidate_actor(self.applicant.candidate_id, f"203.0.113.{self.rng.randrange(1, 255)}")

    def _read(self, application: Application) -> None:
        """What the worker would have found in the résumé a moment later."""
        if not self.applicant.sends_resume:
            return
        sent = select(Document).where(Document.candidate_id == application.candidate_id, Document.kind == DocumentKind.RESUME)
        for document in db.session.scalars(sent.where(Document.reading != ReadingState.READ)):
            keep_reading(document, self.applicant.resume.reading)
            document.due_at = None

    def _answers(self, job: Job) -> dict[int, str | Sequence[str]]:
        asked = db.session.scalars(select(Question).where(Question.job_id == job.id).order_by(Question.position))
        given: dict[int, str | Sequence[str]] = {}
        for question, told in zip(asked, self.opening.told.get("questions", ()), strict=True):
            if question.required or self.rng.random() < 0.7:
                given[question.id] = self._answer(question, told.get("answers", ()))
        return given

    def _answer(self, question: Question, texts: Sequence[str]) -> str | Sequence[str]:
        options = question.options.get("options", [])
        answers: dict[QuestionKind, Callable[[], str | Sequence[str]]] = {
            QuestionKind.ONE: lambda: str(self.rng.choice(options)),
            QuestionKind.MANY: lambda: self.rng.sample(options, self.rng.randint(1, 3)),
            QuestionKind.YES_NO: lambda: self.rng.choice(("yes", "yes", "yes", "no")),
            QuestionKind.NUMBER: lambda: str(self.rng.randrange(self.opening.told["pay"][0], self.opening.told["pay"][1], 1000)),
            QuestionKind.DATE: (now().date() + timedelta(days=self.rng.randint(14, 120))).isoformat,
        }
        return answers.get(question.kind, lambda: self.rng.choice(texts or ("Gladly in a conversation.",)))()


def ask_all(
    applications: Sequence[Application], job: Job, larkspur: Larkspur, colleague: str, rng: random.Random, *, by: Actor
) -> None:
    """One mail to a colleague about several applications; asked before is not asked again."""
    user = db.session.get_one(User, larkspur.ids[colleague])
    try:
        ask_review(applications, job=job, user=user, message=rng.choice(phrases.OPINION_WORDS), by=by)
    except Refused:
        return


def later(moment: datetime, rng: random.Random, low: float, high: float) -> datetime:
    """Some hours or days after `moment`."""
    return moment + timedelta(days=rng.uniform(low, high))


def _level(title: str) -> dict[str, Seniority]:
    """What a recruiter reads out of a title, where it says so."""
    words = title.casefold().split()
    return next(({"seniority": level} for level in (Seniority.SENIOR, Seniority.JUNIOR, Seniority.LEAD) if level.value in words), {})
