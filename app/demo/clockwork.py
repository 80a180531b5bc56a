"""A year in order: acts with their moments, done one after the other with the clock set to each."""

import heapq
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.campaigns.tasks import advance_campaigns, judge_waiting_hits
from app.core.clock import at, now
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.tasks import expire_offers_and_drafts, note_missed_reply_dates
from app.jobs.tasks import end_due_postings
from app.mailing.commands.telling import tell_accepted
from app.mailing.gateway import KeepingGateway
from app.mailing.models import WAITING, Message, MessageState
from app.mailing.tasks import send_due_messages
from app.talent.tasks import remind_to_come_back

Act = Callable[[], object]
ACTS_AT_ONCE = 12
"""So many share a transaction: a number, not a time, so that the same seed tells the same year on every machine."""
POST_EVERY, POST_EVERY_ONCE = timedelta(hours=3), timedelta(hours=9)
WRITTEN_OUT = timedelta(days=14)
"""Mail of the last days can be read as it left; of older mail the ledger keeps what it said, and it went less often."""


@dataclass
class Clockwork:
    """Takes acts in any order and does them by time. What would happen after `today` does not happen.

    Several acts share a transaction as long as it stays short. Between them the sweeps run that a worker would have
    run: mail is written and kept, never handed to a server, and promises that were missed are noted.
    """

    today: datetime
    rng: random.Random
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _daily: list[tuple[datetime, Act]] = field(default_factory=list)
    _number: int = 0
    _last_post: datetime | None = None

    def plan(self, moment: datetime, act: Act) -> None:
        if moment <= self.today:
            heapq.heappush(self._acts, (moment, self._number, act))
            self._number += 1

    def every_day(self, days: float, sweep: Act) -> None:
        """Of the last `days`; `sweep` opens its own transactions."""
        self._daily.append((self.today - timedelta(days=days), sweep))

    def ago(self, days: float, *, hour: int | None = None) -> datetime:
        """`days` before today; with `hour`, at some minute of that hour, but never later than now."""
        moment = self.today - timedelta(days=days)
        if hour is not None:
            moment = moment.replace(hour=hour, minute=self.rng.randrange(60), second=self.rng.randrange(60))
        return min(moment, self.today - timedelta(minutes=3))

    def office_hours(self, moment: datetime) -> datetime:
        """`moment`, or the next morning or Monday when nobody is at work then (UTC, seven to sixteen o'clock)."""
        if moment.hour >= 16:
            moment = (moment + timedelta(days=1)).replace(hour=7, minute=self.rng.randrange(60))
        elif moment.hour < 7:
            moment = moment.replace(hour=7 + self.rng.randrange(4), minute=self.rng.randrange(60))
        while moment.weekday() > 4:
            moment += timedelta(days=1)
        return moment

    def run(self) -> int:
        """Do everything planned, also what is planned meanwhile; answers how much it was."""
        done = 0
        while self._acts:
            with transaction(), reading_once():
                for _turn in range(min(ACTS_AT_ONCE, len(self._acts))):
                    moment, _number, act = heapq.heappop(self._acts)
                    with at(moment):
                        act()
                    done += 1
            db.session.expunge_all()
            self._work_as_a_worker(moment)
        self._work_as_a_worker(self.today)
        return done

    def _work_as_a_worker(self, moment: datetime) -> None:
        """The sweeps, at some point after `moment`."""
        every = POST_EVERY if moment > self.today - WRITTEN_OUT else POST_EVERY_ONCE
        if self._last_post is not None and moment - self._last_post < every and moment < self.today:
            return
        new_day = self._last_post is None or self._last_post.date() < moment.date()
        self._last_post = moment
        with at(min(moment + timedelta(minutes=2), self.today)):
            while advance_campaigns():
                pass
            self._post()
            while judge_waiting_hits():
                pass
            if new_day:
                note_missed_reply_dates()
                end_due_postings()
                expire_offers_and_drafts()
                remind_to_come_back()
                for since, sweep in self._daily:
                    if since <= moment:
                        sweep()
        db.session.expunge_all()

    def _post(self) -> None:
        """What is due leaves: recent mail is written out and kept, older mail is history that was accepted."""
        if now() < self.today - WRITTEN_OUT:
            with transaction():
                _accept_due()
        else:
            while send_due_messages(gateway=KeepingGateway()):
                pass


def _accept_due() -> None:
    moment = now()
    due = list(db.session.scalars(select(Message).where(Message.state.in_(WAITING), Message.due_at <= moment)))
    for message in due:
        message.state, message.due_at = MessageState.ACCEPTED, None
        message.handed_over_at = message.accepted_at = moment
    tell_accepted(due)


@contextmanager
def reading_once() -> Iterator[None]:
    """What acts in one transaction have read stays in the session, which would forget what nobody holds."""
    session, held = db.session(), []

    def hold(_session: Session, record: object) -> None:
        held.append(record)

    event.listen(session, "loaded_as_persistent", hold)
    try:
        yield
    finally:
        event.remove(session, "loaded_as_persistent", hold)


@contextmanager
def quick_commits() -> Iterator[None]:
    """SQLite: commits within the block reach the disk a little later. A power cut could take the last of them, never
    the database; what is being made here would be made again anyway."""
    engine = db.engine
    if engine.dialect.name != "sqlite":
        yield
        return

    def relax(connection: Any, *_rest: object) -> None:
        connection.execute("PRAGMA synchronous=NORMAL").close()

    event.listen(engine, "checkout", relax)
    try:
        yield
    finally:
        event.remove(engine, "checkout", relax)
        db.session.remove()
        engine.dispose()
