"""The year at Larkspur: which job opened when, who applied, how far they came, and what waits for whom today."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from app.candidates.commands import add_todo
from app.candidates.models import Candidate
from app.core.clock import today
from app.demo import phrases
from app.demo.careers import invent
from app.demo.choices import plan_choices
from app.demo.clockwork import Act, Clockwork
from app.demo.communities import plan_communities
from app.demo.company import Larkspur, Opening, draft_job, openings, publish
from app.demo.fates import Fate, fates, plan_fate
from app.demo.holds import plan_holds
from app.demo.imports import plan_imports
from app.demo.interviews import plan_interviews
from app.demo.journeys import Applicant, Journey, ask_all
from app.demo.leads import plan_leads
from app.demo.leaving import plan_leaving
from app.demo.matching import plan_matching
from app.demo.names import Identity, People
from app.demo.newsletters import plan_newsletters
from app.demo.own_fields import plan_own_fields
from app.demo.pools import plan_pools
from app.demo.referrals import plan_colleagues, plan_renewals
from app.demo.twins import plan_twins
from app.extensions import db
from app.hiring.commands import ensure_reject_reasons, reject_application, set_reply_by
from app.hiring.models import Application, ApplicationState, Suspicion
from app.jobs.commands import close_job, put_on_hold
from app.jobs.models import CloseReason, Job

CANDIDATES = 300
RETURNING = 34
"""People who apply a second time, to another job."""
UNCONFIRMED = 3
"""Of those, the newest, whose mailbox has not answered yet."""
FILLED, CANCELLED = 4, 9
"""Places of these reasons in the shipped list."""
RELATED = {"embedded": "embedded", "firmware-test": "embedded", "customer-success": "support", "data-analyst": "backend",
           "account-executive": "support", "support": "logistik", "audiologist": "hoerakustik"}  # fmt: skip
NOOR = ("Noor", "Haddad", "Berlin", "DE")
"""The candidate the sign-in file names: an offer waits for her answer."""


@dataclass
class Story:
    """Plans the year into `clockwork`."""

    clockwork: Clockwork
    larkspur: Larkspur
    rng: random.Random
    people: People
    job_ids: dict[str, int] = field(default_factory=dict)
    journeys: list[tuple[datetime, Journey]] = field(default_factory=list)
    heard_of: int = 0

    def plan(self) -> str:
        """Plan everything; answers the address of the candidate to try the portal with."""
        for opening in openings():
            self._plan_job(opening)
        noor = self._plan_offer_that_waits()
        self._plan_draft_of_an_offer()
        for opening in openings():
            self._plan_applicants(opening)
        self._plan_returning()
        self._plan_shelf()
        plan_leads(self.clockwork, self.larkspur, self.people, self.rng, CANDIDATES - self.heard_of)
        plan_twins(self.clockwork, self.larkspur)
        applicants = [(moment, journey.applicant.person.identity) for moment, journey in self.journeys[::9]]
        plan_communities(self.clockwork, self.larkspur, self.people, applicants)
        plan_choices(self.clockwork)
        plan_pools(self.clockwork, self.larkspur, self.job_ids)
        plan_matching(self.clockwork, self.larkspur, self.job_ids, {one.key: one.told["opened"] for one in openings() if one.told["state"] != "draft"})
        plan_own_fields(self.clockwork, self.larkspur)
        plan_newsletters(self.clockwork, self.larkspur)
        plan_imports(self.clockwork, self.larkspur)
        plan_colleagues(self.clockwork, self.larkspur, self.job_ids)
        plan_renewals(self.clockwork, self.larkspur)
        plan_leaving(self.clockwork, self.larkspur)
        plan_holds(self.clockwork, self.larkspur)
        plan_interviews(self.clockwork, self.larkspur, [one for one in openings() if one.told["state"] == "open"], self.job_ids)
        self.clockwork.plan(self.clockwork.today - timedelta(minutes=4), self._leave_work_for_today)
        return noor.email

    # jobs

    def _plan_job(self, opening: Opening) -> None:
        told = opening.told
        opened = self.clockwork.office_hours(self.clockwork.ago(told["opened"], hour=9))
        self.clockwork.plan(opened - timedelta(days=2, hours=3), partial(self._draft, opening))
        if told["state"] != "draft":
            self.clockwork.plan(opened, partial(self._publish, opening))
        if told["state"] in ("filled", "closed"):
            self.clockwork.plan(self.clockwork.ago(told["ended"], hour=15), partial(self._close, opening))
        if told["state"] == "on_hold":
            self.clockwork.plan(self.clockwork.ago(told["ended"], hour=11), partial(self._hold, opening))

    def _draft(self, opening: Opening) -> None:
        self.job_ids[opening.key] = draft_job(opening, self.larkspur).id

    def _publish(self, opening: Opening) -> None:
        publish(self._job(opening), opening, self.larkspur)

    def _close(self, opening: Opening) -> None:
        """Everybody still in process is told; then the job ends."""
        job, by = self._job(opening), self.larkspur.by(opening.lead)
        filled = opening.told["state"] == "filled"
        reason = ensure_reject_reasons()[FILLED if filled else CANCELLED]
        for application in self._in_process(job):
            reject_application(application, reason=reason, by=by)
        note = opening.told.get("close_note", "")
        close_job(job, reason=CloseReason.HIRED if filled else CloseReason.CANCELLED, by=by, note=note)

    def _hold(self, opening: Opening) -> None:
        """Whoever is in process gets a new date."""
        job, by = self._job(opening), self.larkspur.by(opening.lead)
        put_on_hold(job, by=by)
        for application in self._in_process(job):
            set_reply_by(application, reply_by=today() + timedelta(days=45), by=by)

    # applicants

    def _plan_applicants(self, opening: Opening) -> None:
        told = opening.told
        scripted = sum(journey.opening.key == opening.key for _moment, journey in self.journeys)
        number = told["applications"] - scripted
        last_day = told.get("ended", 0) + {"filled": 14, "closed": 6, "on_hold": 2}.get(told["state"], 0)
        moments = sorted(self._arrival(told["opened"] - 3.2, last_day) for _applicant in range(number))
        if told["state"] == "open" and number:  # somebody this morning, somebody yesterday
            moments[-2:] = [self.clockwork.ago(1 + self.rng.random() / 2), self.clockwork.ago(self.rng.uniform(0.05, 0.4))]
        if told["state"] == "on_hold":  # the last ones were still in process when it was stopped
            moments[-4:] = [self.clockwork.ago(told["ended"] + days, hour=9) for days in (12, 9, 6, 2)]
        for moment, fate in zip(moments, fates(opening, moments, self.clockwork.today, self.rng), strict=True):
            journey = self._journey(opening, self._applicant(opening, self.people.draw(opening.near, german=opening.german)))
            self.journeys.append((moment, journey))
            plan_fate(self.clockwork, journey, fate, moment)

    def _arrival(self, most_days: float, least_days: float) -> datetime:
        """Steadily while the job is shown; people apply before work and late in the evening as well."""
        days = self.rng.uniform(least_days, most_days)
        if not least_days and self.rng.random() < 0.5:  # an open job keeps being shown around
            days = self.rng.uniform(0.5, 21)
        return self.clockwork.ago(days, hour=self.rng.choice((6, 7, 8, 9, 10, 11, 12, 14, 15, 17, 18, 19, 20, 21)))

    def _applicant(self, opening: Opening, identity: Identity) -> Applicant:
        self.heard_of += 1
        person = invent(identity, opening.told["family"], self.rng, self.clockwork.today.date())
        share = {"resume": 1.0, "resume_or_link": 0.6, "optional": 0.35}[opening.told["resume"]]
        return Applicant(person, sends_resume=self.rng.random() < share)

    def _journey(self, opening: Opening, applicant: Applicant, *, suspicious: str = "") -> Journey:
        return Journey(self.larkspur, opening, applicant, self.job_ids, self.rng, suspicious)

    def _plan_returning(self) -> None:
        """People who were heard of before apply to a job that is open now; their mailbox has to answer first."""
        open_now = {one.key: one for one in openings() if one.told["state"] == "open"}
        known = [pair for pair in self.journeys if RELATED.get(pair[1].opening.key) in open_now]
        chosen = [pair for pair in self.rng.sample(known, len(known)) if pair[0] < self.clockwork.ago(30)][:RETURNING]
        for number, (before, journey) in enumerate(chosen):
            opening = open_now[RELATED[journey.opening.key]]
            if opening.key == journey.opening.key:
                opening = open_now["backend"]
            soonest = max(before + timedelta(days=9), self.clockwork.ago(opening.told["opened"] - 3.2))
            fresh = number < UNCONFIRMED
            moment = self.clockwork.ago(0.4 + number) if fresh else soonest + (self.clockwork.today - soonest) * self.rng.random()
            applicant = journey.applicant
            applicant.sends_resume = True
            again = self._journey(opening, applicant)
            if fresh:
                self.clockwork.plan(moment, again.apply)
                continue
            self.clockwork.plan(moment + timedelta(minutes=self.rng.randint(4, 300)), again.open_mailbox)
            plan_fate(self.clockwork, again, self.rng.choice((Fate.AFTER_READING, Fate.AFTER_SCREEN, Fate.AFTER_TALK)), moment)

    def _plan_shelf(self) -> None:
        """What the spam guard set aside and nobody has looked at yet."""
        opening = next(one for one in openings() if one.key == "support")
        for days, why in ((0.8, Suspicion.HASTE), (2.3, Suspicion.REPEATED)):
            applicant = self._applicant(opening, self.people.draw("anywhere"))
            self.clockwork.plan(self.clockwork.ago(days), self._journey(opening, applicant, suspicious=why.value).apply)

    # particular people

    def _plan_offer_that_waits(self) -> Identity:
        identity = self.people.named(*NOOR, german=False)
        before, opening = (next(one for one in openings() if one.key == key) for key in ("firmware-test", "embedded"))
        applicant = self._applicant(opening, identity)
        plan_fate(self.clockwork, self._journey(before, applicant), Fate.AFTER_TALK, self.clockwork.ago(330, hour=18))
        journey = self._journey(opening, applicant)
        self._plan_days_ago(
            journey,
            (26.3, journey.apply), (26.2, journey.open_mailbox), (25, journey.tidy), (24, journey.advance),
            (23, partial(journey.ask, "ines")), (22, partial(journey.give_opinion, "ines", "yes")), (20, journey.advance),
            (19.9, journey.invite), (17, partial(journey.note, "call")), (15, journey.advance),
            (11, partial(journey.note, "meeting")), (9, journey.advance), (6, journey.advance), (5, journey.prepare_offer),
            (3, journey.send), (2.1, journey.view), (1, partial(journey.promise, 6)),
        )  # fmt: skip
        return identity

    def _plan_draft_of_an_offer(self) -> None:
        opening = next(one for one in openings() if one.key == "hoerakustik")
        journey = self._journey(opening, self._applicant(opening, self.people.draw("Wien", german=True)))
        self._plan_days_ago(
            journey,
            (24, journey.apply), (22, journey.tidy), (21, journey.advance), (17, journey.advance), (16.9, journey.invite),
            (14, partial(journey.note, "call")), (12, journey.advance), (8, partial(journey.note, "meeting")),
            (6, journey.advance), (2, journey.advance), (1, journey.prepare_offer),
        )  # fmt: skip

    def _plan_days_ago(self, journey: Journey, *acts: tuple[float, Act]) -> None:
        for days, act in acts:
            self.clockwork.plan(self.clockwork.ago(days), act)
        self.journeys.append((self.clockwork.ago(acts[0][0]), journey))

    # today

    def _leave_work_for_today(self) -> None:
        """To-dos around today about people in process, and opinions that are still owed."""
        for key, todos in phrases.TODOS_OPEN.items():
            self._add_todos(key, todos)
        for key, colleagues in (("embedded", ("hugo", "ines")), ("backend", ("ines",)), ("audiologist", ("salma", "jonas"))):
            opening = next(one for one in openings() if one.key == key)
            waiting = self._in_process(self._job(opening))[-3:]
            for colleague in colleagues:
                by = self.larkspur.by(opening.lead)
                ask_all(waiting, self._job(opening), self.larkspur, colleague, self.rng, by=by)

    def _add_todos(self, key: str, todos: tuple[tuple[int, str], ...]) -> None:
        led = [one for one in openings() if key in (one.lead, one.told["manager"], *one.told["interviewers"], self._helper(one))]
        ids = [self.job_ids[one.key] for one in led if one.told["state"] == "open"]
        in_process = select(Application).where(Application.job_id.in_(ids), Application.state == ApplicationState.ACTIVE)
        waiting = list(db.session.scalars(in_process.where(Application.confirmed_at.is_not(None)).order_by(Application.id)))
        for (days, words), application in zip(todos, self.rng.sample(waiting, len(todos)), strict=True):
            person = db.session.get_one(Candidate, application.candidate_id)
            add_todo(
                what=words.format(name=person.display_name), due_on=today() + timedelta(days=days),
                owner_id=self.larkspur.ids[key], by=self.larkspur.by(key), candidate_id=person.id, application=application,
            )  # fmt: skip

    def _helper(self, opening: Opening) -> str:
        return "cora" if opening.told["team"] == "product" else ""

    def _in_process(self, job: Job) -> list[Application]:
        active = select(Application).where(Application.job_id == job.id, Application.state == ApplicationState.ACTIVE)
        return list(db.session.scalars(active.where(Application.suspicious == "").order_by(Application.id)))

    def _job(self, opening: Opening) -> Job:
        return db.session.get_one(Job, self.job_ids[opening.key])
