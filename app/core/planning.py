"""Hints for the planners of both databases, where their own choice was measured to be the slow one."""

from typing import Any

from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op


def unindexed(number: Any) -> Any:
    """The same number, but no index is chosen for it: unary plus, on SQLite and PostgreSQL alike."""
    return UnaryExpression(number, operator=custom_op("+"), type_=number.type)
