"""`flask demo`: Larkspur Hearing with a year behind it, made through the same commands that pages call."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

import click
from flask import current_app

from app.accounts.passwords import hash_password
from app.accounts.queries import installation
from app.config import Settings
from app.core.clock import at, now
from app.core.transaction import reading, transaction
from app.core.wake import pokes
from app.demo.clockwork import Clockwork, quick_commits
from app.demo.company import NAME, STAFF, found_company
from app.demo.names import People
from app.demo.sign_ins import new_password, write_sign_ins
from app.demo.story import Story

SEED = 7
FOUNDED_DAYS_AGO = 371
UNFINISHED = "demo-unfinished"


def make_demo() -> None:
    """Make the demo company when nobody is in the database yet; otherwise say so and change nothing."""
    settings: Settings = current_app.extensions["settings"]
    unfinished = settings.data_dir / UNFINISHED
    with reading():
        present = installation() is not None
    if present:
        if unfinished.exists():
            click.echo("The demo was interrupted while it was being made: only a part of its history is there.")
            click.echo(f"To have all of it, empty the database, remove {unfinished} and start again.")
        return
    began = perf_counter()
    click.echo(f"Making the demo company, {NAME}, with a year of history. This takes less than a minute …")
    passwords = {member.key: new_password() for member in STAFF}
    hashes = {key: hash_password(password) for key, password in passwords.items()}
    unfinished.touch(mode=0o600)
    with _nobody_woken(), quick_commits():
        candidate_email = _tell_the_year(hashes)
    rows = [(str(member.role.label), member.name, member.email, passwords[member.key]) for member in STAFF]
    file = write_sign_ins(settings.data_dir, rows, candidate_email)
    unfinished.unlink()
    click.echo(f"{NAME} is ready after {perf_counter() - began:.0f} s. Sign-ins stand in {file}.")


def _tell_the_year(hashes: dict[str, str]) -> str:
    today, rng = now(), random.Random(SEED)
    clockwork = Clockwork(today, rng)
    with at(clockwork.office_hours(clockwork.ago(FOUNDED_DAYS_AGO, hour=9))), transaction():
        larkspur = found_company(hashes)
    candidate_email = Story(clockwork, larkspur, rng, People(rng)).plan()
    clockwork.run()
    return candidate_email


@contextmanager
def _nobody_woken() -> Iterator[None]:
    """No worker has to hear of mail that leaves here and of résumés that are read here."""
    kept, pokes[:] = list(pokes), []
    try:
        yield
    finally:
        pokes[:] = kept
