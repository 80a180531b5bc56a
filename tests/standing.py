"""The application under the tests: made once in a process, then moved to whichever database a test needs.

    with moved_to(app, url, data_dir):     # engine, data folder and settings are those of `url`
        ...

Starting another one for each database would take longer than most tests.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine

from app.candidates.notices import ensure_notices
from app.config import database_url
from app.core.transaction import prepare_new_engine, transaction
from app.extensions import db
from app.hiring.commands import ensure_reject_reasons
from app.jobs.commands import ensure_pipeline_templates
from app.mailing.commands import ensure_templates
from app.web.application import Perennial
from tests.databases import TestDatabase
from tests.make import Cast, CastIds, Make


@dataclass(frozen=True)
class Furnished:
    """A database that holds what every installation begins with, and the cast."""

    engine: Engine
    template: str
    """The address of one like it that nobody is connected to, to be copied."""
    ids: CastIds
    next_number: int
    """Where makers go on counting."""


def engine_for(app: Perennial, url: str) -> Engine:
    """As `app` would have made it, had it been started on `url`."""
    engine = create_engine(database_url(url), **app.config["SQLALCHEMY_ENGINE_OPTIONS"])
    prepare_new_engine(engine)
    say_savepoints_plainly(engine)
    return engine


def say_savepoints_plainly(engine: Engine) -> None:
    """Under the tests every transaction is a savepoint; SQLAlchemy compiles each of its names anew, three times."""

    def saying(words: str) -> Callable[[Any, str], None]:
        def say(connection: Any, name: str) -> None:
            with closing(connection.connection.cursor()) as cursor:
                cursor.execute(f"{words} {name}")

        return say

    dialect: Any = engine.dialect
    dialect.do_savepoint = saying("SAVEPOINT")
    dialect.do_rollback_to_savepoint = saying("ROLLBACK TO SAVEPOINT")
    dialect.do_release_savepoint = saying("RELEASE SAVEPOINT")


@contextmanager
def bound_to(app: Perennial, bind: Any) -> Iterator[None]:
    """Within the block the sessions of `app` speak to `bind`, an engine or one connection."""
    app.extensions.pop("standing", None)  # what the test before saw
    engines = db._app_engines[app]
    before, engines[None] = engines[None], bind
    try:
        yield
    finally:
        engines[None] = before
        app.extensions.pop("standing", None)


@contextmanager
def moved_to(app: Perennial, url: str, data_dir: Path) -> Iterator[None]:
    """Within the block `app` is the installation at `url` that keeps its files in `data_dir`."""
    settings, engine = app.extensions["settings"], engine_for(app, url)
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.extensions["settings"] = replace(settings, database_url=database_url(url), data_dir=data_dir)
    app.config["DATA_DIR"] = str(data_dir)
    try:
        with bound_to(app, engine):
            yield
    finally:
        engine.dispose()
        app.extensions["settings"], app.config["DATA_DIR"] = settings, str(settings.data_dir)


def furnished(app: Perennial, database: TestDatabase) -> Furnished:
    url = database.fresh_copy()
    engine, make = engine_for(app, url), Make()
    with app.app_context(), bound_to(app, engine):
        with transaction():
            ensure_templates()
            ensure_notices()
            ensure_pipeline_templates()
            ensure_reject_reasons()
            ids = CastIds.of(make.cast())
        db.session.remove()
    engine.dispose()
    return Furnished(engine, database.fresh_copy(like=url), ids, make.next_number())


def present_cast(furnished: Furnished, make: Make) -> Cast:
    """The cast of `furnished`, as records of the present session; `make` counts on from there."""
    make.count_from(furnished.next_number)
    return furnished.ids.cast()
