"""A worker that is there again at once: `python -m tests.faults.phoenix PIDFILE`.

The application is imported once; each worker is a fork of that, so that fifty kills do not cost fifty starts. It runs
`run_worker`, exactly what `flask worker` runs. TERM goes to the worker, whose exit status becomes this process's.
With FAULTS_HASTE leases, pauses and delays last that fraction of their time: what a kill leaves behind is taken up after
a second or two, not after thirty.
"""

import os
import signal
import sys
from pathlib import Path

from app.core import claims

haste = float(os.environ.get("FAULTS_HASTE", "1"))
claims.LEASE *= haste
claims.FIRST_DELAY *= haste
for leasing, parameter in ((claims.claim_due, "lease"), (claims.holds, "renew")):
    assert leasing.__kwdefaults__ is not None
    leasing.__kwdefaults__[parameter] *= haste

from app.mailing import lanes, tasks
from app.worker import run_worker
from wsgi import app

lanes.FIRST_PAUSE *= haste
lanes.LONGEST_PAUSE *= haste
tasks.TURN_SECONDS *= haste
stopping = False
child = 0


def pass_on(_number: int, _frame: object) -> None:
    global stopping  # noqa: PLW0603 - a signal handler has nowhere else to write
    stopping = True
    if child:
        os.kill(child, signal.SIGTERM)


def main(pid_file: Path) -> int:
    global child  # noqa: PLW0603 - read by the signal handler
    signal.signal(signal.SIGTERM, pass_on)
    while True:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGALRM, lambda *_: os._exit(3) if os.getppid() == 1 else None)
            signal.setitimer(signal.ITIMER_REAL, 2, 2)  # an orphan must not live on
            run_worker(app)
            os._exit(0)
        draft = pid_file.with_suffix(".part")
        draft.write_text(str(child))
        draft.rename(pid_file)
        _pid, status = os.waitpid(child, 0)
        if stopping:
            return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
