"""The worker: one thread per lane looks for due work at start, each second, and when poked; Huey brings the pokes."""

import signal
import sys
import threading
import time
from logging import getLogger
from types import FrameType

from flask import Flask

from app.accounts.queries import installation
from app.candidates.notices import ensure_notices
from app.core.transaction import transaction
from app.core.wake import Lane
from app.mailing.commands import ensure_templates
from app.queue import EXTENSION
from app.schedule import SWEEPS, Scheduled

log = getLogger(__name__)
LOOK_SECONDS = 1.0
BREATH_SECONDS = 0.02
"""SQLite's lock is not fair: between two transactions of a busy lane people's writes get their turn."""
SWITCH_SECONDS = 0.0005
"""A lane that comes back from the disk or the network waits so long for Python's lock, not ten times as long: handing over
one mail is half a dozen such returns."""
MOST_REST_SECONDS = 1.0
STOP_SECONDS = 30.0
MOST_PAUSE_SECONDS = 60.0


class LaneThread(threading.Thread):
    """Runs the sweeps of one lane, each as often as it asked for and again at once while it finds much to do.

    While mail leaves the other lanes take turns with it: each rests as long as it worked.
    """

    def __init__(self, app: Flask, lane: Lane, stop: threading.Event, mail_leaves: threading.Event) -> None:
        super().__init__(name=f"lane-{lane.value}", daemon=True)
        self.app, self.lane, self.stopping, self.mail_leaves = app, lane, stop, mail_leaves
        self.woken: threading.Event = app.extensions["wake_events"][lane]
        self.sweeps = [sweep for sweep in SWEEPS if sweep.lane is lane]
        self.next_run = {sweep.path: 0.0 for sweep in self.sweeps}
        self.failures: dict[str, int] = {}

    def run(self) -> None:
        while not self.stopping.is_set():
            woken = self.woken.is_set()
            self.woken.clear()
            worked = [self._take_turn(sweep, woken=woken) for sweep in self.sweeps]
            if any(worked):
                self.stopping.wait(BREATH_SECONDS)
            else:
                self.woken.wait(LOOK_SECONDS)

    def _take_turn(self, sweep: Scheduled, *, woken: bool) -> bool:
        began = time.monotonic()
        worked = self._run_if_due(sweep, woken=woken)
        if self.lane is Lane.MAIL:
            (self.mail_leaves.set if worked else self.mail_leaves.clear)()
        elif self.mail_leaves.is_set():
            self.stopping.wait(min(time.monotonic() - began, MOST_REST_SECONDS))
        return worked

    def _run_if_due(self, sweep: Scheduled, *, woken: bool) -> bool:
        if self.stopping.is_set() or (not woken and time.monotonic() < self.next_run[sweep.path]):
            return False
        self.next_run[sweep.path] = time.monotonic() + sweep.every.total_seconds()
        try:
            with self.app.app_context():
                done = sweep.run()
        except Exception:
            self._tell_failure(sweep)
            return False
        self.failures.pop(sweep.path, None)
        goes_on = done > 0 and sweep.every.total_seconds() <= LOOK_SECONDS
        if goes_on:
            self.next_run[sweep.path] = 0.0
        return goes_on

    def _tell_failure(self, sweep: Scheduled) -> None:
        """Log the first failure of a row of failures whole, then one line each; wait longer each time, a minute at most."""
        failed = self.failures[sweep.path] = self.failures.get(sweep.path, 0) + 1
        pause = min(2.0**failed, MOST_PAUSE_SECONDS)
        self.next_run[sweep.path] = time.monotonic() + pause
        log.error("the sweep %s failed (%d in a row); next in %.0f s", sweep.path, failed, pause, exc_info=failed == 1)


def run_worker(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; then finish what is in hand within 30 seconds. A second signal ends at once."""
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise SystemExit(1)
        stop.set()
        for event in app.extensions["wake_events"].values():
            event.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    bring_in_what_is_shipped(app)
    sys.setswitchinterval(SWITCH_SECONDS)
    mail_leaves = threading.Event()
    lanes = [LaneThread(app, lane, stop, mail_leaves) for lane in Lane]
    for lane in lanes:
        lane.start()
    pokes = threading.Thread(target=_bring_pokes, args=(app, stop), name="pokes", daemon=True)
    pokes.start()
    log.info("the worker looks for work")
    while not stop.wait(0.5):
        pass
    deadline = time.monotonic() + STOP_SECONDS
    for thread in (*lanes, pokes):
        thread.join(max(0.0, deadline - time.monotonic()))


def bring_in_what_is_shipped(app: Flask) -> None:
    """After an upgrade: texts that a newer release came with, for an installation that is set up."""
    with app.app_context(), transaction():
        if installation() is not None:
            ensure_templates()
            ensure_notices()


def _bring_pokes(app: Flask, stop: threading.Event) -> None:
    """Execute Huey's tasks, which only set events. The consumer's own loop would take over the signals."""
    huey = app.extensions[EXTENSION]
    while not stop.is_set():
        try:
            task = huey.dequeue()
            if task is not None:
                huey.execute(task)
            else:
                stop.wait(0.1)
        except Exception:
            log.warning("the queue did not answer; the lanes go on by themselves")
            stop.wait(5)
