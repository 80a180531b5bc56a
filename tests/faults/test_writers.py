"""Several processes writing the same records: nobody waits too long, nobody's change is lost."""

import json
import subprocess
import sys
import time
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select

from app.candidates.models import Candidate, Note
from app.core.activity import Activity
from app.extensions import db
from app.hiring.models import StageStay
from tests.faults.house import ROOT, House
from tests.faults.sizes import size

pytestmark = [pytest.mark.no_app, pytest.mark.faults]

PROCESSES, WRITES = 4, size(60, 300)


def ten_in_process(make: Any) -> None:
    cast = make.cast()
    for number in range(10):
        make.application(make.candidate(f"Person {number}"), cast.job)


def totals() -> dict[str, int]:
    stays = db.session.scalar(select(func.count()).select_from(StageStay)) or 0
    open_stays = db.session.scalar(select(func.count()).select_from(StageStay).where(StageStay.left_at.is_(None))) or 0
    moves = db.session.scalar(select(func.count()).select_from(Activity).where(Activity.kind == "application_moved")) or 0
    notes = db.session.scalar(select(func.count()).select_from(Note)) or 0
    counted = db.session.scalar(select(func.sum(Candidate.notice_period_days))) or 0
    return {"stays": stays, "open": open_stays, "moves": moves, "notes": notes, "counted": int(counted)}


def test_four_processes_lose_no_write(house: House, inside: Any, figure: Any, request: pytest.FixtureRequest) -> None:
    inside(ten_in_process)
    command = [sys.executable, "-m", "tests.faults.writer", str(PROCESSES), str(WRITES)]
    writers = subprocess.Popen(command, cwd=ROOT, env=house.environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
    house.processes.append(writers)
    assert writers.stdout and writers.stdout.readline() == "ready\n"
    began = time.monotonic()
    said, _ = writers.communicate(timeout=900)
    did = Counter[str](json.loads(said))
    seconds = time.monotonic() - began
    errors = {what: number for what, number in did.items() if what.startswith("error")}
    found = inside.look(lambda _make: totals())
    figure(
        f"{PROCESSES} processes × {WRITES} writes on {request.config.getoption('--database')}: {did['move'] + did['note'] + did['count']} written, "
        f"{did['stale']} refused as stale and repeated, {sum(errors.values())} errors, {seconds:.0f} s"
    )
    assert errors == {}
    assert did["move"] + did["note"] + did["count"] == PROCESSES * WRITES
    assert found == {"stays": 10 + did["move"], "open": 10, "moves": did["move"], "notes": did["note"], "counted": did["count"]}
