"""Values offered while somebody types, taken from what visible people have."""

from typing import Any

from sqlalchemy import func

from app.core.text import folded
from app.extensions import db
from app.search.catalogue import Value, Values
from app.search.conditions import LAST
from app.search.scope import Scope

MOST_VALUES = 8
MOST_PEOPLE = 20_000  # counted at most, so that one letter stays as fast as a word


def column_values(column: Any, key: Any) -> Values:
    """Values of a text column that begin with what was typed, most frequent first."""

    def values(scope: Scope, typed: str) -> list[Value]:
        start = folded(typed)
        people = scope.candidates.where(key >= start, key < start + LAST, key != "").with_only_columns(
            column.label("name"), key.label("key")
        )
        some = people.limit(MOST_PEOPLE).subquery()
        shown = func.min(some.c.name)
        rows = db.session.execute(
            some.select()
            .with_only_columns(shown, func.count())
            .group_by(some.c.key)
            .order_by(func.count().desc(), some.c.key)
            .limit(MOST_VALUES)
        )
        return [Value(name, name, count) for name, count in rows]

    return values
