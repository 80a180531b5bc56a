import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.databases import TestDatabase, open_database
from tests.machine import postgres_binaries

pytestmark = pytest.mark.no_app
ROOT = Path(__file__).resolve().parent.parent

HOLD_A_SERVER = """
import sys, time
from tests.databases import postgres_server
with postgres_server() as url:
    print(url, flush=True)
    time.sleep(60)
"""


def execute(url: str, statement: str) -> list[int]:
    engine = create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        rows = list(result.scalars()) if result.returns_rows else []
    engine.dispose()
    return rows


def make_one_table(url: str) -> None:
    execute(url, "CREATE TABLE guests (number INTEGER)")
    execute(url, "INSERT INTO guests VALUES (1)")


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestDatabase]:
    engine = request.config.getoption("--database")
    with open_database(engine, tmp_path_factory.mktemp("house"), prepare=make_one_table) as database:
        yield database


def test_a_copy_begins_with_what_was_prepared(house: TestDatabase) -> None:
    assert execute(house.fresh_copy(), "SELECT number FROM guests") == [1]


def test_what_one_copy_commits_no_other_sees(house: TestDatabase) -> None:
    first, second = house.fresh_copy(), house.fresh_copy()
    execute(first, "INSERT INTO guests VALUES (2)")

    assert execute(first, "SELECT number FROM guests ORDER BY number") == [1, 2]
    assert execute(second, "SELECT number FROM guests") == [1]
    assert execute(house.fresh_copy(), "SELECT number FROM guests") == [1]


def test_a_copy_can_be_dropped_while_somebody_is_connected(house: TestDatabase) -> None:
    url = house.fresh_copy()
    engine = create_engine(url)
    with engine.connect():
        house.drop(url)
    engine.dispose()

    with pytest.raises(AssertionError):
        house.drop("sqlite:////elsewhere/people.db")


if postgres_binaries():  # without them `make test` says that nothing ran on PostgreSQL, this included

    @pytest.mark.faults
    def test_a_killed_test_run_leaves_no_server_and_no_folder() -> None:
        environment = {name: value for name, value in os.environ.items() if name != "TEST_POSTGRES_URL"}
        command = [sys.executable, "-c", HOLD_A_SERVER]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout
            folder = Path(make_url(holder.stdout.readline().strip()).query["host"])
            assert folder.is_dir()
            holder.send_signal(signal.SIGKILL)

        deadline = time.monotonic() + 240
        while folder.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not folder.exists()
