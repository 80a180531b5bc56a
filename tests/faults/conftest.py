"""Installations made of real processes, and figures that are printed at the end of the run."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from app.core.transaction import reading, transaction
from app.extensions import db
from app.mailing.commands import ensure_templates
from app.web.application import Perennial
from tests.conftest import settings_for
from tests.databases import TestDatabase
from tests.faults.house import House, closing
from tests.make import Make


@pytest.fixture
def house(database: TestDatabase, tmp_path: Path) -> Iterator[House]:
    """An empty, migrated installation; nothing runs yet."""
    url = database.fresh_copy()
    with closing(House(tmp_path, url)) as opened:
        yield opened
    database.drop(url)


class Inside:
    """`inside(lambda make: ...)`: fill the house's database from here, in one transaction; `inside.look` only reads, so that
    nobody who writes waits for it.
    """

    def __init__(self, app: Perennial) -> None:
        self._app = app

    def __call__(self, act: Callable[[Make], Any]) -> Any:
        return self._run(act, transaction)

    def look(self, act: Callable[[Make], Any]) -> Any:
        return self._run(act, reading)

    def _run(self, act: Callable[[Make], Any], begin: Callable[[], AbstractContextManager[Any]]) -> Any:
        with self._app.app_context():
            try:
                db.session.remove()
                with begin():
                    return act(Make())
            finally:
                db.session.remove()


@pytest.fixture
def inside(house: House) -> Iterator[Inside]:
    settings = settings_for(house.database_url, house.folder / "data", secret_key=house.environment["SECRET_KEY"],
                            base_url=house.environment["BASE_URL"], throttle_scale=1e6)  # fmt: skip
    app = create_app(settings)

    with app.app_context():
        db.session.remove()
        db.session.configure(join_transaction_mode="conditional_savepoint")
    yield Inside(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def company(inside: Inside) -> str:
    """The cast, an open job and the mail texts; answers the job's slug."""

    def found(make: Make) -> str:
        cast = make.cast()
        ensure_templates()
        return str(cast.job.slug)

    return str(inside(found))


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """`figure("50 kills: …")` stands in the last lines of the run, whatever became of the test's output."""
    return lambda line: record_property("figure", line)
