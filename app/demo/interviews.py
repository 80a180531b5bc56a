"""Interviews at Larkspur: some that took place with what was found, and those of the coming days."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import candidate_actor
from app.core.clock import now
from app.demo.clockwork import Clockwork
from app.demo.company import Larkspur, Opening
from app.extensions import db
from app.hiring.commands import (
    CandidateBusy,
    CardDraft,
    InterviewPlan,
    PanelSeat,
    RatingDraft,
    answer_invitation,
    ensure_kit,
    give_scorecard,
    note_outcome,
    say_cannot_come,
    schedule_interview,
)
from app.hiring.models import (
    Application,
    ApplicationState,
    Interview,
    InterviewKind,
    InterviewState,
    Rating,
    Seat,
    SeatRole,
)
from app.jobs.models import Stage, StageType

SEED = 53
BERLIN = ZoneInfo("Europe/Berlin")
PAST_DAYS = (48, 44, 40, 36, 33, 29, 26, 22, 19, 15, 12, 9, 7, 5, 3)
"""How many days ago an interview took place, when somebody had come that far."""
STILL_OWED = timedelta(days=4)
"""Of interviews since then Ines has not given her scorecard yet."""
HOURS = (9, 10, 13, 14, 15)
NOTICE_GIVEN = timedelta(hours=30)
AHEAD = ((0, 16, 0), (1, 10, 0), (1, 14, 30), (2, 11, 0), (4, 15, 0))
"""Working days from today, hour and minute."""
VERDICTS = (
    (Rating.YES, "Explains what was hard instead of what went well. I would like to work with this person."),
    (Rating.STRONG_YES, "Saw what was wrong with our example before I had finished the question, and said how to find out."),
    (Rating.NO, "Knows the vocabulary, but every decision in the project was somebody else's."),
    (Rating.YES, "Calm, precise, asks back. Less experience than I hoped; learns fast."),
    (Rating.STRONG_NO, "Could not say how the thing they built is used. Three of four answers were about tools."),
)
LEANING = {
    Rating.STRONG_YES: (Rating.STRONG_YES, Rating.STRONG_YES, Rating.YES),
    Rating.YES: (Rating.YES, Rating.YES, Rating.STRONG_YES, Rating.MIXED),
    Rating.NO: (Rating.NO, Rating.MIXED, Rating.NO, Rating.YES),
    Rating.STRONG_NO: (Rating.STRONG_NO, Rating.NO, Rating.NO),
}
"""What each part is rated by somebody who comes to this verdict."""
GOOD, MIDDLING, POOR = (
    ("Walked through the last project with numbers.", "Asked the right question back before answering."),
    ("Gave one example, and it was a good one.", "Knew when to ask, needed two hints."),
    ("Stayed general when asked how it was measured.", "Told us the plan, not what came of it."),
)
NOTES = {Rating.STRONG_YES: GOOD, Rating.YES: GOOD, Rating.MIXED: MIDDLING, Rating.NO: POOR, Rating.STRONG_NO: POOR}
CANNOT = "I am so sorry: my exam was moved to that morning. Any afternoon that week, or Friday, would work for me."


@dataclass
class Rounds:
    """Plans the interviews of one opening into `clockwork`."""

    clockwork: Clockwork
    larkspur: Larkspur
    opening: Opening
    job_ids: dict[str, int]
    panel: tuple[str, ...]
    turn: int = 0
    """How many other jobs of the same manager come first: nobody sits in two interviews at once."""
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))

    def plan(self, past: Sequence[int], ahead: Sequence[tuple[int, int, int]]) -> None:
        for days in past:
            held = self._working_day(-days, HOURS[days % len(HOURS)], 0) + timedelta(hours=self.turn)
            self.clockwork.plan(held - NOTICE_GIVEN, partial(self._invite, held, surely=days == past[-1]))
            self.clockwork.plan(held + timedelta(hours=1, minutes=10), partial(self._hold, held))
            for number, key in enumerate(self.panel):
                if key == "ines" and held > self.clockwork.today - STILL_OWED:
                    continue
                self.clockwork.plan(held + timedelta(hours=2 + 3 * number), partial(self._judge, held, key, number))
        for number, (days, hour, minute) in enumerate(ahead):
            begins = self._working_day(days, hour, minute) + timedelta(hours=self.turn)
            if begins > self.clockwork.today + timedelta(hours=1):
                told = self.clockwork.today - timedelta(days=1, hours=3, minutes=-7 * number)
                self.clockwork.plan(told, partial(self._invite, begins, surely=True))
                self.clockwork.plan(told + timedelta(hours=4), partial(self._answer, begins))
        if self.opening.key == "support":
            self.clockwork.plan(self.clockwork.today - timedelta(hours=2), self._decline)

    def _invite(self, begins: datetime, *, surely: bool = False) -> None:
        """Whoever came into a stage of interviews last and has met nobody there; `surely` somebody, for a second talk too."""
        application = self._nobody_met_yet() or (self._somebody_in_process() if surely else None)
        if application is None:
            return
        plan = InterviewPlan(
            kind=InterviewKind.VIDEO if begins.weekday() % 2 else InterviewKind.ON_SITE,
            title="Fachgespräch" if self.opening.german else "Technical interview", starts_at=begins,
            ends_at=begins + timedelta(minutes=60), time_zone="Europe/Berlin",
            place="" if begins.weekday() % 2 else "Larkspur Hearing, Ohlauer Straße 43, 10999 Berlin",
            link="https://meet.larkspur.example.org/room-4" if begins.weekday() % 2 else "",
            instructions="Bring nothing but curiosity. We will listen to something together and talk about how it is made.",
            panel_note="Please leave the pay to the recruiter.",
            panel=[PanelSeat(self.larkspur.ids[key], SeatRole.INTERVIEWER if at else SeatRole.LEAD) for at, key in enumerate(self.panel)],
        )  # fmt: skip
        try:
            schedule_interview(application, plan=plan, by=self.larkspur.by("cora"), despite_clashes=True)
        except CandidateBusy:
            return

    def _nobody_met_yet(self) -> Application | None:
        stages = select(Stage.id).where(Stage.job_id == self.job_ids.get(self.opening.key), Stage.type == StageType.INTERVIEW)
        found: Application | None = db.session.scalar(self._in_process(since=now() - timedelta(days=9)).where(Application.stage_id.in_(stages)))
        return found

    def _somebody_in_process(self) -> Application | None:
        """The one who came furthest and is not to be met already."""
        stages = self._in_process(since=now()).join(Stage, Stage.id == Application.stage_id)
        found: Application | None = db.session.scalar(stages.order_by(None).order_by(Stage.position.desc(), Application.id))
        return found

    def _in_process(self, *, since: datetime) -> Select[Application]:
        """Those in process for this job who have had no interview since then, the latest comers into their stage first."""
        met = select(Interview.id).where(Interview.application_id == Application.id, Interview.starts_at > since)
        return (
            select(Application)
            .where(Application.job_id == self.job_ids.get(self.opening.key), Application.state == ApplicationState.ACTIVE,
                   Application.confirmed_at.is_not(None), Application.suspicious == "", ~met.exists())
            .order_by(Application.stage_entered_at.desc(), Application.id)
            .limit(1)
        )  # fmt: skip

    def _answer(self, begins: datetime) -> None:
        if interview := self._interview(begins):
            answer_invitation(interview, interview.application, accepted=True, by=self.larkspur.by(self.panel[0]))

    def _hold(self, held: datetime) -> None:
        if interview := self._interview(held):
            note_outcome(interview, interview.application, outcome=InterviewState.HELD, by=self.larkspur.by(self.panel[0]))

    def _judge(self, held: datetime, key: str, number: int) -> None:
        """What one of the panel found; the second one sometimes sees it differently."""
        interview = self._interview(held)
        if interview is None or interview.state is not InterviewState.HELD:
            return
        verdict, takeaway = VERDICTS[(interview.id + (number if interview.id % 3 else 0)) % len(VERDICTS)]
        kit = ensure_kit(interview.stage_id)
        ratings = {}
        for attribute in kit.rated:
            rating = self.rng.choice(LEANING[verdict])
            ratings[attribute.id] = RatingDraft(rating, self.rng.choice(NOTES[rating]) if self.rng.random() < 0.7 else "")
        give_scorecard(
            interview, interview.application, draft=CardDraft(verdict, takeaway, ratings), attributes=kit.rated,
            by=self.larkspur.by(key),
        )  # fmt: skip

    def _decline(self) -> None:
        """The candidate of the last interview ahead cannot make it."""
        last = db.session.scalar(
            self._of_this_job().where(Interview.state == InterviewState.SCHEDULED, Interview.starts_at > now())
            .order_by(Interview.starts_at.desc()).limit(1)
        )  # fmt: skip
        if last is not None:
            say_cannot_come(last, last.application, words=CANNOT, by=candidate_actor(last.application.candidate_id))

    def _interview(self, begins: datetime) -> Interview | None:
        found: Interview | None = db.session.scalar(self._of_this_job().where(Interview.starts_at == begins).limit(1))
        return found if found is not None and found.state is not InterviewState.CANCELLED else None

    def _of_this_job(self) -> Select[Interview]:
        return (
            select(Interview)
            .join(Application, Application.id == Interview.application_id)
            .where(Application.job_id == self.job_ids.get(self.opening.key))
            .options(joinedload(Interview.application), selectinload(Interview.seats).joinedload(Seat.user))
        )

    def _working_day(self, days: int, hour: int, minute: int) -> datetime:
        """That many days from today in Berlin, moved off a weekend."""
        day = self.clockwork.today.astimezone(BERLIN).date() + timedelta(days=days)
        step = timedelta(days=-1 if days < 0 else 1)
        while day.weekday() > 4:
            day += step
        return datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC)


def plan_interviews(clockwork: Clockwork, larkspur: Larkspur, open_now: Sequence[Opening], job_ids: dict[str, int]) -> None:
    """The hiring manager leads them; Ines or Jonas sits in them too."""
    led: Counter[str] = Counter()
    for opening in open_now:
        panel = (str(opening.told["manager"]), *opening.told.get("interviewers", ()))
        ahead = AHEAD if "ines" in panel else AHEAD[1:4:2]
        Rounds(clockwork, larkspur, opening, job_ids, panel, led[panel[0]]).plan(PAST_DAYS, ahead)
        led[panel[0]] += 1
