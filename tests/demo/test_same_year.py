"""The same seed tells the same year: what is planned for when, in which order, with whom."""

import random
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

from app.core.clock import at
from app.demo.clockwork import Clockwork
from app.demo.company import STAFF, found_company
from app.demo.journeys import Journey
from app.demo.making import SEED
from app.demo.names import People
from app.demo.story import Story

TODAY = datetime(2026, 6, 3, 11, 0, tzinfo=UTC)
SAID = (str, int, float, bool, tuple, datetime, type(None))


def told(act: object) -> list[object]:
    """Which act it is and what was drawn for it."""
    if isinstance(act, partial):
        drawn = [value for value in (*act.args, *act.keywords.values()) if isinstance(value, SAID)]
        return [*told(act.func), *drawn]
    story = getattr(act, "__self__", None)
    whom = [story.applicant.person, story.opening.key, story.suspicious] if isinstance(story, Journey) else []
    return [getattr(act, "__qualname__", type(act).__name__), *whom]


def test_the_same_seed_plans_the_same_year(app):
    with at(TODAY):
        larkspur = found_company({member.key: "x" for member in STAFF})
        years = []
        for _time in range(2):
            rng = random.Random(SEED)
            clockwork = Clockwork(TODAY, rng)
            Story(clockwork, larkspur, rng, People(rng)).plan()
            acts = [(moment, number, told(act)) for moment, number, act in sorted(clockwork._acts, key=lambda one: one[:2])]
            years.append((len(acts), sha256(repr(acts).encode()).hexdigest(), rng.random()))
    assert years[0] == years[1] and years[0][0] > 2_000
