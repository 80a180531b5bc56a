"""Installations made of real processes, and figures that are printed at the end of the run."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from app.core.transaction import transaction
from app.extensions import db
from app.mailing.commands import ensure_templates
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


Inside = Callable[[Callable[[Make], Any]], Any]


@pytest.fixture
def inside(house: House) -> Iterator[Inside]:
    """`inside(lambda make: ...)`: look at or fill the house's database from here, in one transaction."""
    settings = settings_for(house.database_url, house.folder / "data", secret_key=house.environment["SECRET_KEY"],
                            base_url=house.environment["BASE_URL"], throttle_scale=1e6)  # fmt: skip
    app = create_app(settings)

    def run(act: Callable[[Make], Any]) -> Any:
        with app.app_context():
            try:
                db.session.remove()
                with transaction():
                    return act(Make())
            finally:
                db.session.remove()

    with app.app_context():
        db.session.remove()
        db.session.configure(join_transaction_mode="conditional_savepoint")
    yield run
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
