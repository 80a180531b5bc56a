"""Workers that are there again at once: `python -m tests.faults.phoenix PIDFILE ...`, one for each file.

The application is imported once; each worker is a fork of that, so that fifty kills do not cost fifty starts. It runs
`run_worker`, exactly what `flask worker` runs. With FAULTS_HASTE leases, pauses and delays last that fraction of their
time, and it is looked for work more often, five times a second at most: what a kill leaves behind is taken up after half
a second, not after thirty.
"""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from app.core import claims

haste = float(os.environ.get("FAULTS_HASTE", "1"))
claims.LEASE *= haste
claims.FIRST_DELAY *= haste
for leasing, parameter in ((claims.claim_due, "lease"), (claims.holds, "renew")):
    assert leasing.__kwdefaults__ is not None
    leasing.__kwdefaults__[parameter] *= haste

from app import worker
from app.mailing import lanes, tasks
from app.schedule import SECOND
from wsgi import app

lanes.FIRST_PAUSE *= haste
lanes.LONGEST_PAUSE *= haste
tasks.TURN_SECONDS *= haste
look = max(haste, 0.2)
worker.LOOK_SECONDS *= look
worker.SWEEPS = tuple(replace(sweep, every=sweep.every * look) if sweep.every == SECOND else sweep for sweep in worker.SWEEPS)


def born(pid_file: Path) -> int:
    """Another worker; its number stands in the file when this ends."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGALRM, lambda *_: os._exit(3) if os.getppid() == 1 else None)
        signal.setitimer(signal.ITIMER_REAL, 2, 2)  # an orphan must not live on
        worker.run_worker(app)
        os._exit(0)
    draft = pid_file.with_suffix(".part")
    draft.write_text(str(child))
    draft.rename(pid_file)
    return child


def main(pid_files: list[Path]) -> None:
    """For as long as nobody ends it: whoever dies is followed by the next one."""
    alive = {born(pid_file): pid_file for pid_file in pid_files}
    while True:
        dead, _status = os.wait()
        pid_file = alive.pop(dead)
        alive[born(pid_file)] = pid_file


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
