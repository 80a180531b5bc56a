"""What members of Larkspur's communities chose to get: most say what they look for, some pause, a few want no more mail."""

import random
from functools import partial

from sqlalchemy import select

from app.candidates.commands import Choices, change_preferences, pause_mail
from app.candidates.models import Candidate, Frequency, WishKind
from app.core.actors import candidate_actor
from app.demo.clockwork import Clockwork
from app.extensions import db
from app.mailing.commands import stop_all_mail
from app.talent.models import Membership

SEED = 31
DAYS_AGO = (160, 96, 51, 20, 6)
"""Each time some of those who joined since the time before open their choices."""
EACH_TIME = 9
FUNCTIONS = ("Firmware", "Software", "Customer care", "Hearing care")
PLACES = ("Berlin", "Vienna", "Lyon", "Hamburg", "Leipzig")
PAUSES, LEAVES = (3, 17, 29, 38), (11, 33)
"""Which of them, in their order, take a break or want no more mail."""


def plan_choices(clockwork: Clockwork) -> None:
    rng, told = random.Random(SEED), Telling()
    for days in DAYS_AGO:
        clockwork.plan(clockwork.ago(days), partial(told.open_choices, rng))


class Telling:
    """Goes through members in the order they joined."""

    def __init__(self) -> None:
        self.last_id, self.number = 0, 0

    def open_choices(self, rng: random.Random) -> None:
        present = select(Candidate, Membership.id).join(Membership, Membership.candidate_id == Candidate.id)
        fresh = present.where(Membership.id > self.last_id, Membership.left_at.is_(None)).order_by(Membership.id)
        for candidate, membership_id in db.session.execute(fresh.limit(EACH_TIME)).all():
            self.last_id, self.number = membership_id, self.number + 1
            by = candidate_actor(candidate.id)
            if self.number in LEAVES:
                stop_all_mail(candidate, by=by)
                continue
            change_preferences(candidate, _wanted(rng), by=by)
            if self.number in PAUSES:
                pause_mail(candidate, days=rng.choice((30, 90, 180)), by=by)


def _wanted(rng: random.Random) -> Choices:
    return Choices(
        frequency=rng.choice((Frequency.EACH, Frequency.EACH, Frequency.WEEKLY, Frequency.MONTHLY)),
        wishes={
            WishKind.FUNCTION: rng.sample(FUNCTIONS, rng.randrange(1, 3)),
            WishKind.LOCATION: rng.sample(PLACES, rng.randrange(0, 3)),
        },
        asks_remote=True,
        remote=rng.choice((True, False, None)),
    )
