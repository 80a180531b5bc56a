"""Several processes that write the same records: `python -m tests.faults.writer PROCESSES WRITES`.

The application is loaded once; each writer is a fork of that, with connections of its own. They begin together. Each write
is a command with the version it saw; one that is refused as stale looks again and repeats. Says as JSON what they did, so
that the test can hold it against what the database says.
"""

import json
import random
import sys
from collections import Counter
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from app.accounts.models import User
from app.candidates.commands import change_candidate, write_note
from app.candidates.models import Candidate
from app.core.actors import Actor, user_actor
from app.core.refusals import Stale
from app.core.transaction import reading, transaction
from app.extensions import db
from app.hiring.commands import move_application
from app.hiring.models import Application
from app.jobs.models import Stage, StageType
from wsgi import app

MOST_TRIES = 200
ME: Actor


def ids(model: type) -> list[int]:
    return list(db.session.scalars(select(model.id).order_by(model.id)))  # type: ignore[attr-defined]


def move(number: int, chance: random.Random) -> None:
    with reading():
        application = db.session.get_one(Application, number)
        seen, job_id = application.stage_id, application.job_id
        open_stages = select(Stage.id).where(Stage.job_id == job_id, Stage.type != StageType.HIRED, Stage.id != seen)
        to = chance.choice(list(db.session.scalars(open_stages.order_by(Stage.id))))
    with transaction():
        application = db.session.get_one(Application, number, with_for_update=True)
        move_application(application, to=db.session.get_one(Stage, to), by=ME, from_stage=seen)


def count_up(number: int, chance: random.Random) -> None:
    """Notice period as a counter: read, add one, write with the version read."""
    with reading():
        candidate = db.session.get_one(Candidate, number)
        seen, value = candidate.version, candidate.notice_period_days or 0
    with transaction():
        candidate = db.session.get_one(Candidate, number)
        change_candidate(candidate, values={"notice_period_days": value + 1}, by=ME, version=seen)


def note(number: int, chance: random.Random) -> None:
    with transaction():
        write_note(db.session.get_one(Candidate, number), body=f"Note {chance.random()}", by=ME)


def perform(name: str, number: int, chance: random.Random, counts: Counter[str]) -> None:
    for _try in range(MOST_TRIES):
        try:
            ACTS[name](number, chance)
        except (Stale, StaleDataError):
            counts["stale"] += 1
        except Exception as error:
            counts[f"error {type(error).__name__}: {str(error)[:80]}"] += 1
            return
        else:
            counts[name] += 1
            return
        finally:
            db.session.remove()
    counts["error gave up"] += 1


ACTS = {"move": move, "count": count_up, "note": note}

def write(number: int, writes: int, start: Barrier, told: "SimpleQueue[Counter[str]]") -> None:
    """One writer, a person each: who sends the same form twice is no conflict."""
    global ME  # noqa: PLW0603 - a process of its own
    chance, counts = random.Random(number), Counter[str]()
    with app.app_context():
        try:
            with reading():
                ME = user_actor(ids(User)[number])
                applications, candidates = ids(Application), ids(Candidate)
        except BaseException:
            start.abort()
            raise
        start.wait()
        for _write in range(writes):
            name = chance.choice(("move", "count", "note"))
            perform(name, chance.choice(applications if name == "move" else candidates), chance, counts)
    told.put(counts)


def main(processes: int, writes: int) -> None:
    fork = get_context("fork")
    start, told = fork.Barrier(processes + 1), fork.SimpleQueue()
    writers = [fork.Process(target=write, args=(number, writes, start, told), daemon=True) for number in range(processes)]
    for writer in writers:
        writer.start()
    start.wait()
    print("ready", flush=True)
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0, "a writer died; its words stand above"
    print(json.dumps(sum((told.get() for _writer in writers), Counter[str]())))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
