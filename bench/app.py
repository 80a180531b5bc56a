"""The application as the benchmark serves it: answers also say how many statements they took.

`X-Query-Count` exists here only; nothing of it is in the application itself.
"""

from contextvars import ContextVar
from typing import Any

from flask import Response
from sqlalchemy import event
from sqlalchemy.engine import Engine

from wsgi import app

_statements: ContextVar[int] = ContextVar("statements", default=0)
NOT_QUERIES = ("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET TRANSACTION")


@event.listens_for(Engine, "before_cursor_execute")
def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if not statement.startswith(NOT_QUERIES):
        _statements.set(_statements.get() + 1)


@app.before_request
def begin_counting() -> None:
    _statements.set(0)


@app.after_request
def tell(response: Response) -> Response:
    response.headers["X-Query-Count"] = str(_statements.get())
    return response
