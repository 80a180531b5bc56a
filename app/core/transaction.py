"""The one transaction rule: faces, commands of the CLI and tasks open a transaction here, packages never commit."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import partial

from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, SessionTransaction

from app.core.connections import allow_writing, prepare_engine
from app.extensions import db

_writes: ContextVar[bool] = ContextVar("writes", default=True)


@contextmanager
def transaction() -> Iterator[Session]:
    """A write transaction: commits at the end of the block, rolls back when it raises. Keep it under 100 ms."""
    token = _writes.set(True)
    try:
        with db.session.begin():
            yield db.session()
    finally:
        _writes.reset(token)
    run_after_transaction()


@contextmanager
def writing_in_a_row() -> Iterator[Callable[[], AbstractContextManager[Connection]]]:
    """Short write transactions one after another, on one connection that is held for all of them.

    For a task that commits after each of thousands of rows: beginning costs a quarter of what `transaction()` costs. What
    happens in one speaks to its connection; the session has no part in it.
    """
    bind = db.session.get_bind()  # a connection where somebody rolls back everything in the end
    with nullcontext(bind) if isinstance(bind, Connection) else bind.connect() as held:
        yield partial(_writing_on, held)


@contextmanager
def _writing_on(held: Connection) -> Iterator[Connection]:
    token = _writes.set(True)
    try:
        with held.begin_nested() if held.in_transaction() else held.begin():
            if held.dialect.name == "sqlite":
                allow_writing(held, True)
            yield held
    finally:
        _writes.reset(token)


@contextmanager
def reading() -> Iterator[Session]:
    """A read-only transaction: any write in it fails, on both databases."""
    token = _writes.set(False)
    try:
        with db.session.begin() as begun:
            yield db.session()
            begun.rollback()
    finally:
        _writes.reset(token)
    run_after_transaction()


def in_transaction() -> bool:
    return db.session().in_transaction()


Settle = Callable[[set[int]], None]
"""Brings something derived up to date for records whose ids were noted."""


def once_before_commit(settle: Settle, ids: Iterable[int]) -> None:
    """Have `settle` called with these ids before the present transaction commits: once, however often they are noted.

    Rolling back forgets them. Whoever reads what `settle` writes calls `settle_now` first.
    """
    noted: dict[Settle, set[int]] = db.session.info.setdefault("unsettled", {})
    noted.setdefault(settle, set()).update(ids)


def settle_now(settle: Settle) -> None:
    """Do at once what was noted for `settle` in this transaction."""
    if noted := db.session.info.get("unsettled", {}).pop(settle, None):
        settle(noted)


def after_commit(act: Callable[[], None]) -> None:
    """Call `act` once the present transaction has committed; it is forgotten when the transaction rolls back."""
    db.session.info.setdefault("after_commit", []).append(act)


def aside(act: Callable[[], object]) -> None:
    """Run `act` in a short write transaction of its own: at once when none is open, else right after this one ends.

    For what must outlive a refusal or is noticed while reading: throttle counts, last seen, document views.
    """
    if in_transaction():
        db.session.info.setdefault("asides", []).append(act)
    else:
        with transaction():
            act()


def run_after_transaction() -> None:
    """Run what was put aside; called by whoever ended the transaction."""
    while asides := db.session.info.pop("asides", []):
        for act in asides:
            with transaction():
                act()


def set_up_engines(app: Flask) -> None:
    """Give every engine of `app` its connection settings and its way to begin."""
    with app.app_context():
        for engine in db.engines.values():
            prepare_new_engine(engine)


def prepare_new_engine(engine: Engine) -> None:
    prepare_engine(engine, _writes.get)


@event.listens_for(Session, "after_begin")
def limit_to_reading(_session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        allow_writing(connection, _writes.get())
    elif not (_writes.get() or connection.connection.driver_connection.read_only):  # type: ignore[union-attr]
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")  # inside a transaction that writes


@event.listens_for(Session, "before_commit")
def settle_before_commit(session: Session) -> None:
    if not session.in_nested_transaction():
        while unsettled := session.info.get("unsettled"):
            settle, ids = unsettled.popitem()
            settle(ids)


@event.listens_for(Session, "after_soft_rollback")
def forget_unsettled(session: Session, ended: SessionTransaction) -> None:
    """What a savepoint takes back may be settled all the same: it is derived from what is there."""
    if ended.parent is None:
        session.info.pop("unsettled", None)


@event.listens_for(Session, "after_commit")
def call_after_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for act in session.info.pop("after_commit", []):
        act()


@event.listens_for(Session, "after_rollback")
def forget_after_commit(session: Session) -> None:
    session.info.pop("after_commit", None)
