"""`flask seed`: an empty database filled with very many synthetic people, fast and always the same for one number.

Every hundredth person's résumé says `kestrel`, every third one's says `agile`: the words the benchmark asks for.
"""

import random
from time import perf_counter

import click
from sqlalchemy import text

from app.accounts.models import Installation, Team, User
from app.accounts.passwords import hash_password
from app.candidates.notices import ensure_notices
from app.core.text import folded
from app.core.transaction import transaction
from app.demo.bulk import BulkWriter
from app.demo.plan import Plan
from app.demo.seed_hiring import write_hiring
from app.demo.seed_people import write_people
from app.demo.seed_staff import BENCH_PASSWORD, STAFF
from app.extensions import db
from app.jobs.commands import ensure_pipeline_templates
from app.mailing.library import ensure_templates


class NotEmpty(click.ClickException):
    def __init__(self) -> None:
        super().__init__("This database already holds an installation; seeding is for an empty one.")


def seed_database(*, candidates: int, jobs: int, applications: int, notes: int, seed: int) -> None:
    """Fill the empty database. Raises NotEmpty when somebody lives in it."""
    plan = Plan(candidates, jobs, applications, notes, random.Random(seed))
    started = perf_counter()
    password = hash_password(BENCH_PASSWORD)
    with transaction():
        if db.session.query(Installation).first() is not None:
            raise NotEmpty()
        _write_staff(password)
        for ship in (ensure_templates, ensure_notices, ensure_pipeline_templates):
            ship()
    with db.engine.connect() as connection:
        writer = BulkWriter(connection)
        _relax(writer)
        for write in (write_people, write_hiring):
            write(writer, plan)
            click.echo(f"{write.__name__.removeprefix('write_')}: {perf_counter() - started:.1f} s")
        _index_words(writer)
        writer.settle(db.metadata.sorted_tables)
        connection.commit()
        _restore(writer)
    click.echo(f"{candidates} candidates, {jobs} jobs, {applications} applications: {perf_counter() - started:.1f} s")


def _write_staff(password: str) -> None:
    db.session.add(Installation(company_name="Bench & Company", contact_email="people@bench.example.org"))
    db.session.add_all([Team(name="Engineering hiring"), Team(name="Commercial hiring")])
    db.session.flush()
    for email, name, role, team_id in STAFF:
        db.session.add(
            User(email=email, email_key=folded(email), name=name, role=role, team_id=team_id, password_hash=password)
        )


def _relax(writer: BulkWriter) -> None:
    """A seeded database is made again when it breaks, so durability can wait until the end."""
    if writer.is_sqlite:
        cursor = writer.driver.cursor()
        for pragma in ("query_only=OFF", "synchronous=OFF", "foreign_keys=OFF", "secure_delete=OFF"):
            cursor.execute(f"PRAGMA {pragma}")
        writer.connection.info["may_write"] = True
    writer.connection.execute(text("SELECT 1"))  # begins


def _restore(writer: BulkWriter) -> None:
    if writer.is_sqlite:
        cursor = writer.driver.cursor()
        broken = cursor.execute("PRAGMA foreign_key_check").fetchmany(5)
        if broken:
            raise RuntimeError(f"the seed wrote rows that point nowhere: {broken}")
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "wal_checkpoint(TRUNCATE)"):
            cursor.execute(f"PRAGMA {pragma}")


def _index_words(writer: BulkWriter) -> None:
    """SQLite: the full-text table in one go; its triggers stood aside meanwhile."""
    if writer.is_sqlite:
        writer.connection.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))
