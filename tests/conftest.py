"""What every test stands on: the application on either engine, isolation, the cast, makers, counted queries."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

gc.disable()  # while everything is loaded, as in wsgi.py; enabled when the tests are collected

import pytest
from argon2 import PasswordHasher
from flask import g
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event

from app import create_app
from app.accounts import passwords
from app.config import Settings, database_url
from app.core.transaction import allow_writing, reading, transaction
from app.extensions import db, init_migrations
from app.web import evenness
from app.web.application import Perennial
from app.web.collector import spare_the_collector
from tests import standing
from tests.databases import ENGINES, TestDatabase, open_database
from tests.machine import folder_in_memory, folder_of_this_run
from tests.make import Cast, Make
from tests.standing import Furnished, bound_to, moved_to, present_cast, say_savepoints_plainly

QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
SECRET = "tests-only-secret-key-of-more-than-32-characters"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=ENGINES, default="sqlite", help="the engine the suite runs on")


def pytest_configure(config: pytest.Config) -> None:
    """The folders of a run with several processes are in memory where there is room, and go with it; those of a single
    process stay to be looked into."""
    several = getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput")
    room = folder_in_memory() if several and not config.option.basetemp else None
    if room is not None:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder_of_this_run(room))


LONGEST = (
    "tests/browser/test_every_page.py", "tests/demo/test_making.py", "tests/browser/", "tests/bench/test_bench.py",
    "tests/faults/test_kills.py", "tests/access/test_matrix.py", "tests/faults/", "tests/hostile/", "tests/test_make_run.py",
    "tests/rules/", "tests/stories/",
)  # fmt: skip
"""Files that take longest, first to start: no process is left alone with one of them at the end. Those of the browser stand
together, since a process keeps one installation for all it runs of them in a row."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        return next((place for place, path in enumerate(LONGEST) if item.nodeid.startswith(path)), len(LONGEST))

    items.sort(key=turn)
    gc.enable()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Figures of the fault tests, whichever process measured them (the fixture `figure` of tests/faults)."""
    reports = [report for kept in terminalreporter.stats.values() for report in kept]
    told = [value for report in reports for name, value in getattr(report, "user_properties", ()) if name == "figure"]
    if told:
        terminalreporter.section("figures")
        for line in dict.fromkeys(told):
            terminalreporter.write_line(line)


def settings_for(url: str, directory: Path, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "data_dir": directory,
        "database_url": database_url(url),
        "secret_key": SECRET,
        "base_url": "http://localhost",
        "development": True,
        "throttle_scale": 1.0,
        "time_zone": "UTC",
    }
    return Settings(**{**values, **changes})


def migrate(url: str) -> None:
    """Make the tables of a new database the way an installation does."""
    from flask_migrate import upgrade

    app = create_app(settings_for(url, Path(os.environ["PERENNIAL_TEST_DIR"])))
    init_migrations(app)
    with app.app_context():
        upgrade(directory="migrations")
        db.engine.dispose()


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestDatabase]:
    directory = tmp_path_factory.mktemp("database")
    os.environ["PERENNIAL_TEST_DIR"] = str(directory)
    with open_database(request.config.getoption("--database"), directory, prepare=migrate) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_app(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Perennial:
    app = create_app(settings_for(database.url, tmp_path_factory.mktemp("data")))
    app.test_client_class = HouseClient
    with app.app_context():
        say_savepoints_plainly(db.engine)
    compiled = tmp_path_factory.getbasetemp().parent / "compiled-templates"  # one folder for all processes of a run
    compiled.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    spare_the_collector()
    return app


@pytest.fixture(scope="session")
def furnished(database: TestDatabase, shared_app: Perennial) -> Furnished:
    """What tests with the cast roll back in, or have a copy of; those without begin in empty tables."""
    return standing.furnished(shared_app, database)


class HouseClient(FlaskClient):
    """A browser without a screen. Around each request the test's own transaction steps aside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._secrets: dict[str, Any] = {}
        """By the cookies sent: what its forms are signed with. Who is asked again would be the same."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        with stepping_aside(self.application):
            return super().open(*args, **{"buffered": True, **kwargs})

    def csrf(self) -> str:
        """A token as a page of this client's would carry it."""
        from app.web.csrf import csrf_token
        from app.web.identify import identify

        cookie = "; ".join(f"{c.key}={c.value}" for c in self._cookies.values())
        with self.application.test_request_context(headers={"Cookie": cookie}):
            if cookie not in self._secrets:
                with stepping_aside(self.application), reading():
                    identify()
                    self._secrets[cookie] = g.session_secret
            g.session_secret = self._secrets[cookie]
            return csrf_token()

    def submit(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """POST a form the way a page does, CSRF token included."""
        return self.post(path, data={"csrf_token": self.csrf(), **(data or {})}, **kwargs)


class stepping_aside:
    """Within the block requests and sweeps run in an application context and a session of their own."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def __enter__(self) -> None:
        self._outer = db.session()
        self._was_open = self._outer.in_transaction()
        if self._was_open:
            self._outer.commit()
        self._context = self._app.app_context()
        self._context.push()

    def __exit__(self, *error: object) -> None:
        db.session.remove()
        self._context.pop()
        self._outer.expire_all()
        if self._was_open:
            self._outer.begin()


FURNISHED = pytest.StashKey[bool]()


@pytest.fixture
def app(request: pytest.FixtureRequest, database: TestDatabase, shared_app: Perennial) -> Iterator[Perennial]:
    """The application, its context pushed and a write transaction open. Rolled back unless `real_commits`."""
    furnished = request.getfixturevalue("furnished") if "cast" in request.fixturenames else None
    request.node.stash[FURNISHED] = furnished is not None
    if request.node.get_closest_marker("real_commits"):
        url = database.fresh_copy(like=furnished.template if furnished else None)
        yield from _committing_app(shared_app, url, request.getfixturevalue("tmp_path"))
        database.drop(url)
    else:
        yield from _rolled_back_app(shared_app, furnished.engine if furnished else None)


def _rolled_back_app(app: Perennial, engine: Engine | None = None) -> Iterator[Perennial]:
    with app.app_context(), (engine or db.engine).connect() as connection, bound_to(app, connection):
        outer = connection.begin()
        db.session.configure(join_transaction_mode="create_savepoint")
        db.session.begin()
        try:
            yield app
        finally:
            db.session.remove()
            outer.rollback()
            if connection.dialect.name == "sqlite":
                allow_writing(connection, True)


def _committing_app(app: Perennial, url: str, directory: Path) -> Iterator[Perennial]:
    with app.app_context(), moved_to(app, url, directory / "data"):
        db.session.remove()
        db.session.configure(join_transaction_mode="conditional_savepoint")
        yield app
        db.session.remove()


@pytest.fixture(autouse=True)
def session(request: pytest.FixtureRequest) -> Any:
    """The test's session, for tests that touch the house at all."""
    if request.node.get_closest_marker("no_app"):
        return None
    request.getfixturevalue("app")
    return db.session


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in this process waits or computes long for the sake of secrecy; tests that are about that set it back."""
    monkeypatch.setattr(evenness, "EVEN_SECONDS", 0.0)
    monkeypatch.setattr(passwords, "_hasher", QUICK_HASHER)
    passwords._decoy.cache_clear()


@pytest.fixture
def make(app: Perennial) -> Make:
    return Make()


@pytest.fixture
def cast(request: pytest.FixtureRequest, make: Make) -> Cast:
    """Ada, Hugo, Ines, Otto, Root and Carla: people whose names are their permissions."""
    commits = request.node.get_closest_marker("real_commits")
    with transaction() if commits else nullcontext():
        if request.node.stash.get(FURNISHED, False):
            return present_cast(request.getfixturevalue("furnished"), make)
        return make.cast()


@pytest.fixture
def client(app: Perennial) -> FlaskClient:
    """A visitor's browser."""
    return app.test_client()


def _staff_client(name: str) -> Any:
    @pytest.fixture(name=f"as_{name}")
    def signed_in(app: Perennial, cast: Cast, make: Make) -> FlaskClient:
        return make.signed_in(app, getattr(cast, name))

    return signed_in


as_ada, as_hugo, as_ines, as_otto, as_root, as_cora, as_cleo = (
    _staff_client(name) for name in ("ada", "hugo", "ines", "otto", "root", "cora", "cleo")
)


@pytest.fixture
def as_carla(app: Perennial, cast: Cast, make: Make) -> FlaskClient:
    """The browser of a signed-in candidate."""
    return make.signed_in_candidate(app, cast.carla)


@pytest.fixture
def sweep(app: Perennial) -> Callable[..., Any]:
    """Run a sweep or anything else that opens its own transactions, as a worker would."""

    def run(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with stepping_aside(app):
            return function(*args, **kwargs)

    return run


class Queries:
    """The SQL sent while the block runs."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.statements: list[str] = []
        self.asked: list[tuple[str, Any]] = []
        """Each statement with its values, as the driver got them."""

    def __enter__(self) -> "Queries":
        self.statements, self.asked = [], []
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *error: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if (
            not statement.lstrip()
            .upper()
            .startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "BEGIN", "SET ", "SELECT SET_CONFIG"))
        ):
            self.statements.append(statement)
            self.asked.append((statement, values))

    @property
    def count(self) -> int:
        return len(self.statements)


@pytest.fixture
def queries(app: Perennial) -> Queries:
    """`with queries as sent: ...; assert sent.count <= 12`."""
    bind = db.engines[None]
    return Queries(getattr(bind, "engine", bind))
