"""Kill −9, at any moment: what was acknowledged is there, whole, and its receipt leaves."""

import http.client
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.candidates.models import Candidate, Document
from app.core.activity import Activity
from app.core.clock import at, now
from app.core.files import StoredFile, files_root, find_strays, remove_strays
from app.extensions import db
from app.hiring.models import Application, StageStay
from app.mailing.models import Message, MessageState
from tests.faults.house import House, Visitor, children, kill, wait_for
from tests.faults.sizes import FULL, size

pytestmark = [pytest.mark.no_app, pytest.mark.faults]

APPLICATIONS, KILLS = size(60, 300), size(12, 50)
CLIENTS = 4
AT_IT = 2 * CLIENTS
"""At most so many more than a kill waits for are begun before it comes."""
PATIENCE = 900.0
"""Seconds the whole may take on a machine with other things to do; it is usually a twentieth of that."""


class Applicants:
    """Several people apply at once. Who gets no answer sends the same form again, as a browser does.

    They wait for the killer: nobody begins number `allowed` before it allows more, so that no kill comes after the last one.
    """

    def __init__(self, house: House, slug: str) -> None:
        self._house, self._path = house, f"/jobs/{slug}/apply"
        self._token = Visitor(house.port).token(self._path)
        self._numbers = iter(range(APPLICATIONS))
        self._turn = threading.Condition()
        self._begun = self._allowed = 0
        self._deadline = time.monotonic() + PATIENCE
        self.acknowledged: list[str] = []
        self.repeats = 0
        self.trouble: list[str] = []

    def run(self) -> None:
        while (number := self._next()) is not None:
            self._apply(number)

    def ended(self) -> int:
        return len(self.acknowledged) + len(self.trouble)

    def allow(self, number: int) -> None:
        with self._turn:
            self._allowed = number
            self._turn.notify_all()

    def _next(self) -> int | None:
        with self._turn:
            self._turn.wait_for(lambda: self._begun < self._allowed, self._deadline - time.monotonic())
            self._begun += 1
            return next(self._numbers, None)

    def _apply(self, number: int) -> None:
        email = f"applicant.{number}@example.org"
        fields = {"csrf_token": self._token, "form_key": f"form-{number}", "name": f"Applicant {number}", "email": email}
        file = (f"cv {number}.pdf", b"%PDF-1.4\n% the resume of " + email.encode() + b"\n%%EOF\n")
        while time.monotonic() < self._deadline:
            try:
                status, location = Visitor(self._house.port).post(self._path, fields, file)
            except (OSError, http.client.HTTPException):
                self.repeats += 1
                time.sleep(0.05)
                continue
            if status == 303 and location.endswith("/applied"):
                self.acknowledged.append(email)
            else:
                self.trouble.append(f"{email}: {status} {location}")
            return
        self.trouble.append(f"{email}: no answer")


class Killer:
    """Every few acknowledgements and a moment later: a web process, a worker, now and then all of the web."""

    def __init__(self, house: House, applicants: Applicants, web: subprocess.Popen[str]) -> None:
        self._house, self._applicants, self.web = house, applicants, web
        self._chance = random.Random(7)
        self.killed: Counter[str] = Counter()

    def run(self) -> None:
        try:
            for number in range(KILLS):
                enough = number * (APPLICATIONS * 29 // 30) // KILLS
                self._applicants.allow(enough + AT_IT)
                wait_for(lambda enough=enough: self._applicants.ended() >= enough, "applying", PATIENCE, every=0.005)
                time.sleep(self._chance.uniform(0, 0.05))
                self._kill(number)
        finally:
            self._applicants.allow(APPLICATIONS + CLIENTS)

    def _kill(self, number: int) -> None:
        if number % 12 == 11:
            os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()
            self.killed["all of the web"] += 1
            self.web = self._house.start_web()
        elif number % 2:
            self._house.kill_worker()
            self.killed["worker"] += 1
        else:
            wait_for(lambda: bool(children(self.web.pid)), "a web process")
            self.killed["web process"] += kill(self._chance.choice(children(self.web.pid)))


def test_nothing_acknowledged_is_lost(house: House, inside: Any, company: str, figure: Any) -> None:
    began = time.monotonic()
    house.start_sink()
    web = house.start_web()
    house.start_phoenix(haste=1.0 if FULL else 0.1)
    applicants = Applicants(house, company)
    killer = Killer(house, applicants, web)
    threads = [threading.Thread(target=applicants.run) for _client in range(CLIENTS)] + [threading.Thread(target=killer.run)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE + 60)
    assert applicants.trouble == []
    assert len(applicants.acknowledged) == APPLICATIONS

    wait_for(lambda: inside.look(lambda _make: still_to_send()) == 0, "sending", PATIENCE)
    lost, halves, orphans = inside.look(lambda _make: judge(applicants.acknowledged))
    swept, left = inside(lambda _make: strays_after_the_sweep())
    ids: dict[str, set[str]] = {}
    delivered = Counter[str]()
    for mail in house.delivered():
        delivered[mail["To"]] += 1
        ids.setdefault(mail["To"], set()).add(mail["Message-ID"])
    twice = sum(count - 1 for count in delivered.values())
    without = [email for email in applicants.acknowledged if not any(email in to for to in delivered)]
    figure(
        f"{sum(killer.killed.values())} kills ({', '.join(f'{number} {what}' for what, number in sorted(killer.killed.items()))}) during "
        f"{APPLICATIONS} applications: {len(applicants.acknowledged)} acknowledged after {applicants.repeats} repeats, {len(lost)} lost, "
        f"{len(halves)} half-written; {sum(delivered.values())} mails, {twice} twice, {len(without)} missing; "
        f"{orphans} stray files, {left} after the sweep ({swept} removed); {time.monotonic() - began:.0f} s"
    )
    assert (lost, halves, without, left) == ([], [], [], 0)
    assert sum(killer.killed.values()) == KILLS
    assert twice <= killer.killed["worker"], "more doubles than kills of the worker"
    assert all(len(found) == 1 for found in ids.values()), "a repeat carried another Message-ID"


def still_to_send() -> int:
    waiting = (MessageState.ACCEPTED, MessageState.SUPPRESSED, MessageState.CANCELLED, MessageState.HARD_FAILED)
    return db.session.scalar(select(func.count()).select_from(Message).where(Message.state.not_in(waiting))) or 0


def judge(acknowledged: list[str]) -> tuple[list[str], list[str], int]:
    """Who is missing, what is not whole, and how many files no row names."""
    applications = db.session.execute(
        select(Application, StoredFile)
        .outerjoin(Document, Document.id == Application.resume_id)
        .outerjoin(StoredFile, StoredFile.id == Document.file_id)
    ).all()
    found = Counter(application.given_email for application, _file in applications)
    lost = [email for email in acknowledged if found[email] == 0]
    halves = [f"{email} applied {number} times" for email, number in found.items() if number != 1]
    stays = set(db.session.scalars(select(StageStay.application_id)))
    told = set(db.session.scalars(select(Activity.application_id).where(Activity.kind == "application_received")))
    receipts = Counter(db.session.scalars(select(Message.application_id)))
    for application, file in applications:
        parts = {
            "file": file is not None and content_of(file), "stay": application.id in stays,
            "activity": application.id in told, "receipt": receipts[application.id] == 1,
        }  # fmt: skip
        halves += [f"{application.given_email} has no {part}" for part, there in parts.items() if not there]
    people = db.session.scalar(select(func.count()).select_from(Candidate)) or 0
    if people != len(applications) + 1:  # Carla
        halves.append(f"{people} people for {len(applications)} applications")
    known = set(db.session.scalars(select(StoredFile.sha256)))
    return lost, halves, len([path for path in stored() if path.name not in known])


def content_of(file: StoredFile) -> bool:
    try:
        return len(file.read()) == file.size
    except FileNotFoundError:
        return False


def stored() -> list[Path]:
    return [path for path in files_root().glob("??/*") if path.is_file()]


def strays_after_the_sweep() -> tuple[int, int]:
    """The housekeeping of two hours later."""
    with at(now() + timedelta(hours=2)):
        removed = remove_strays(find_strays())
    known = set(db.session.scalars(select(StoredFile.sha256)))
    return removed, len([path for path in stored() if path.name not in known])
