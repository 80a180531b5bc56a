"""Connections on both engines: a page that only reads leaves nothing behind that the next one would notice."""

import os
import socket

import pytest
from sqlalchemy import select, text

from app.candidates.models import Tag
from app.core.clock import now
from app.core.transaction import reading, transaction
from app.extensions import db

pytestmark = pytest.mark.real_commits
PREPARED = text("SELECT count(*) FROM pg_prepared_statements")


def count_tags():
    with reading():
        return len(db.session.scalars(select(Tag.id)).all())


def test_who_reads_and_then_writes_may_write(app):
    before = count_tags()
    with transaction():
        db.session.add(Tag(name="Later", name_key=f"later {now()}"))
    with db.engine.begin() as connection:
        connection.execute(Tag.__table__.insert().values(name="Past the session", name_key=f"past {now()}"))
    assert count_tags() == before + 2


def test_an_error_while_reading_leaves_a_connection_that_works(app):
    for _time in range(2):
        with pytest.raises(Exception, match="no_such_table"), reading():
            db.session.execute(text("SELECT 1 FROM no_such_table"))
        assert count_tags() >= 0


def test_statements_stay_prepared_from_one_page_to_the_next(app):
    for _time in range(6):
        count_tags()
    if db.engine.dialect.name == "postgresql":  # SQLite's driver keeps its own
        with reading():
            assert db.session.scalar(PREPARED) > 0


def test_a_connection_that_broke_while_idle_is_replaced(app):
    count_tags()
    if db.engine.dialect.name == "postgresql":  # a connection to a file does not break
        with db.engine.connect() as connection:
            broken = os.dup(connection.connection.driver_connection.fileno())
        with socket.socket(fileno=broken) as line:
            line.shutdown(socket.SHUT_RDWR)
    assert count_tags() >= 0
