"""The crafted company of people.py in a database of its own, on whichever engine the run asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import app.search.fields
from app.accounts.models import User
from app.core import clock
from app.core.transaction import reading, set_up_engines, transaction
from app.extensions import babel, db
from app.search.index import create_index
from tests.databases import TestDatabase, open_database
from tests.search.people import NOW, make_company

assert app.search.fields


def small_app(url: str) -> Flask:
    """An application with nothing but the database: these tests need no face."""
    small = Flask("search")
    small.config.update(SQLALCHEMY_DATABASE_URI=url.replace("postgresql://", "postgresql+psycopg://"), TIME_ZONE="UTC", SECRET_KEY="x" * 32)
    db.init_app(small)
    babel.init_app(small)
    set_up_engines(small)
    return small


def make_tables(url: str) -> None:
    small = small_app(url)
    with small.app_context():
        with db.engine.begin() as connection:
            db.metadata.create_all(connection)
            create_index(connection)
        with clock.at(NOW), transaction():
            make_company()
        db.engine.dispose()


@pytest.fixture(scope="package")
def company_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestDatabase]:
    engine = request.config.getoption("--database", default="sqlite")
    directory: Path = tmp_path_factory.mktemp("search")
    with open_database(engine, directory, prepare=make_tables) as database:
        yield database


@pytest.fixture(scope="package")
def company_app(company_database: TestDatabase) -> Iterator[Flask]:
    small = small_app(company_database.url)
    yield small
    with small.app_context():
        db.engine.dispose()


@pytest.fixture
def company(company_app: Flask) -> Iterator[Flask]:
    """The company, to be read: the transaction is read-only and ends with the test."""
    with company_app.app_context(), clock.at(NOW), reading():
        yield company_app


@pytest.fixture
def own_company(company_database: TestDatabase) -> Iterator[Flask]:
    """A copy of the company, to be changed."""
    url = company_database.fresh_copy()
    small = small_app(url)
    with small.app_context(), clock.at(NOW):
        yield small
        db.session.remove()
        db.engine.dispose()
    company_database.drop(url)


def user(number: int) -> User:
    found = db.session.get(User, number)
    assert found
    return found
