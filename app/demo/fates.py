"""How applications end, and the acts that lead there. What lies after today has not happened: those are in process."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from functools import partial

from app.demo.clockwork import Clockwork
from app.demo.company import Opening
from app.demo.journeys import Journey


class Fate(Enum):
    """Where an application ends if there is time enough."""

    AFTER_READING = "after reading"
    AFTER_SCREEN = "after the screen"
    AFTER_TALK = "after the first conversation"
    AFTER_TEAM = "after the team"
    WITHDRAWS = "withdraws"
    DECLINES = "declines the offer"
    HIRED = "hired"
    FORGOTTEN = "waits longer than promised"


USUAL = (Fate.AFTER_READING, Fate.AFTER_SCREEN, Fate.AFTER_TALK, Fate.AFTER_TEAM, Fate.WITHDRAWS)
WEIGHTS = (30, 26, 22, 12, 10)
REASONS = {Fate.AFTER_READING: (0, 1, 0, 3), Fate.AFTER_SCREEN: (1, 2, 0), Fate.AFTER_TALK: (2, 2, 5, 1), Fate.AFTER_TEAM: (2, 2, 6)}
"""Places in the shipped list of reasons."""
TIME_TO_HIRE = timedelta(days=34)
RECENT = timedelta(days=15)
LATE_FROM = timedelta(days=9)


def fates(opening: Opening, moments: Sequence[datetime], today: datetime, rng: random.Random) -> list[Fate]:
    """A fate for each application, by the moment it came. Hires are among those that came early enough."""
    end = today - timedelta(days=opening.told.get("ended", 0))
    chosen = [rng.choices(USUAL, WEIGHTS)[0] for _moment in moments]
    early = [place for place, moment in enumerate(moments) if moment < end - TIME_TO_HIRE - timedelta(days=4)]
    for place in rng.sample(early, min(len(early), opening.told["hires"])):
        chosen[place] = Fate.HIRED
    others = [place for place in early if chosen[place] is not Fate.HIRED]
    if others and opening.told["state"] == "open" and rng.random() < 0.6:
        chosen[rng.choice(others)] = Fate.DECLINES
    late = [place for place, moment in enumerate(moments) if LATE_FROM < today - moment < RECENT]
    if opening.told["state"] == "open" and late:
        chosen[rng.choice(late)] = Fate.FORGOTTEN
    return chosen


def plan_fate(clockwork: Clockwork, journey: Journey, fate: Fate, applied: datetime) -> None:
    """Every act from the application to its end, at moments people work at."""
    clockwork.plan(applied, journey.apply)
    if fate is Fate.FORGOTTEN:
        return
    Path(clockwork, journey, applied).walk(fate)


class Path:
    """Goes through the stages of a journey, taking its time."""

    def __init__(self, clockwork: Clockwork, journey: Journey, applied: datetime) -> None:
        self.clockwork, self.journey, self.rng = clockwork, journey, clockwork.rng
        self.moment = applied
        told = journey.opening.told
        self.short = "Short" in told["template"]
        self.frozen = clockwork.today - timedelta(days=told["ended"]) if told["state"] == "on_hold" else clockwork.today
        self.pace = 1.0

    def walk(self, fate: Fate) -> None:
        journey = self.journey
        self.pace = 0.6 if fate is Fate.HIRED else 1.0  # whom everybody wants is not kept waiting
        if fate is Fate.WITHDRAWS:
            left = self.moment + timedelta(days=self.rng.uniform(2, 16), hours=self.rng.uniform(0, 5))
            self.clockwork.plan(left, journey.withdraw)
        self._then(0.8, 4.2, journey.tidy)
        if self.rng.random() < 0.4:
            self._then(0.01, 0.05, partial(journey.note, "screen"))
        if fate is Fate.AFTER_READING:
            self._reject(fate)
            return
        self._then(0.02, 0.2, journey.advance)
        self._opinion()
        if fate is Fate.AFTER_SCREEN and not self.short:
            self._reject(fate)
            return
        if not self.short:
            self._then(1, 3.2, journey.advance)
        self._talk("call")
        if fate in (Fate.AFTER_SCREEN, Fate.AFTER_TALK):
            self._reject(fate)
            return
        if not self.short:
            self._then(1, 2.5, journey.advance)
            self._talk("meeting")
        if fate in (Fate.AFTER_TEAM, Fate.WITHDRAWS):
            self._reject(Fate.AFTER_TEAM)
            return
        self._offer(fate)

    def _offer(self, fate: Fate) -> None:
        journey = self.journey
        for _stage in range(1 if self.short else 2):
            self._then(0.6, 2, journey.advance)
        self._then(0.3, 1, journey.prepare_offer)
        self._then(0.4, 1.2, journey.send)
        self._then(0.1, 1, journey.view, at_work=False)
        self._then(1, 4, journey.accept if fate is Fate.HIRED else journey.decline, at_work=False)
        if fate is Fate.DECLINES:
            self._then(1, 2, partial(journey.reject, 6))

    def _talk(self, kind: str) -> None:
        if kind == "call" and self.rng.random() < 0.7:
            self._then(0.01, 0.1, self.journey.invite)
        self._then(1.2, 3.5, partial(self.journey.note, kind))
        if self.rng.random() < 0.25:
            self._then(0.01, 0.4, self.journey.remind)

    def _opinion(self) -> None:
        """A colleague is asked what they think, and mostly says so."""
        if self.rng.random() > 0.45:
            return
        told = self.journey.opening.told
        colleague = self.rng.choice([told["manager"], *told["interviewers"]])
        self._then(0.05, 0.4, partial(self.journey.ask, colleague))
        answered = self.clockwork.office_hours(self.moment + timedelta(days=self.rng.uniform(0.4, 2)))
        answer = self.rng.choices(("yes", "talk", "no"), (5, 3, 2))[0]
        self.clockwork.plan(answered, partial(self.journey.give_opinion, colleague, answer))

    def _reject(self, fate: Fate) -> None:
        self._then(0.6, 2.4, partial(self.journey.reject, self.rng.choice(REASONS[fate])))

    def _then(self, least: float, most: float, act: Callable[[], object], *, at_work: bool = True) -> None:
        """`act`, some days later; staff only in office hours."""
        moment = self.moment + timedelta(days=self.rng.uniform(least, most) * self.pace)
        self.moment = self.clockwork.office_hours(moment) if at_work else moment
        if self.moment < self.frozen:
            self.clockwork.plan(self.moment, act)
