"""To-dos: who, what, by when, about whom."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, update

from app.candidates.activities import TodoAdded, TodoFinished, TodoReassigned
from app.candidates.models import Todo
from app.candidates.refusals import NothingWritten, TodoClosed
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.text import one_line
from app.extensions import db


def add_todo(
    *, what: str, due_on: date, owner_id: int, by: Actor, candidate_id: int | None = None, application: Any = None,
    path: str = "",
) -> Todo:  # fmt: skip
    """Something for a member of staff to do; `application` (a record) ties it to one, so that its end cancels it;
    `path` is where in the back office it is done, when that is neither.
    """
    text = one_line(what)[:500]
    if not text:
        raise NothingWritten(field="what")
    todo = Todo(
        what=text,
        due_on=due_on,
        owner_id=owner_id,
        candidate_id=candidate_id,
        application_id=application.id if application is not None else None,
        created_by_id=by.user_id,
        path=path,
    )
    db.session.add(todo)
    db.session.flush()
    record(TodoAdded(candidate=candidate_id, subject=todo, owner_id=owner_id, application=application), by=by)
    return todo


def finish_todo(todo: Todo, *, by: Actor) -> None:
    """Done. Doing it twice changes nothing."""
    if todo.cancelled_at is not None:
        raise TodoClosed()
    if todo.done_at is None:
        todo.done_at = now()
        record(TodoFinished(candidate=todo.candidate_id, subject=todo), by=by)


def reopen_todo(todo: Todo) -> None:
    """Undo of `finish_todo`."""
    todo.done_at = None


def snooze_todo(todo: Todo, *, until: date) -> None:
    """Come back to it on another day."""
    _require_open(todo)
    todo.due_on = until


def reassign_todo(todo: Todo, *, owner_id: int, by: Actor) -> None:
    """Give it to a colleague."""
    _require_open(todo)
    if todo.owner_id != owner_id:
        todo.owner_id = owner_id
        record(TodoReassigned(candidate=todo.candidate_id, subject=todo, owner_id=owner_id), by=by)


def cancel_todos(*where: ColumnElement[bool]) -> int:
    """Cancel the open to-dos that `where` names, such as those of an application that ended."""
    cancelled = db.session.execute(
        update(Todo).where(Todo.done_at.is_(None), Todo.cancelled_at.is_(None), *where).values(cancelled_at=now())
    )
    return int(cancelled.rowcount)  # type: ignore[attr-defined]


def _require_open(todo: Todo) -> None:
    if todo.done_at is not None or todo.cancelled_at is not None:
        raise TodoClosed()
