"""Statements that depend on who looks, put together once per viewer: doing so costs more than running them."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.accounts.models import User

P = ParamSpec("P")
T = TypeVar("T")

MOST_KEPT = 500


def once_per_viewer(build: Callable[Concatenate[User, P], T]) -> Callable[Concatenate[User, P], T]:
    """Keep what `build` answers for a viewer and its other, hashable arguments.

    Only a way of asking is kept, never an answer: the database is asked anew each time. All that a policy may read of
    a viewer is part of the key, so whoever changes role or team or mailbox gets another statement at once.
    """
    kept: dict[tuple[Hashable, ...], T] = {}

    @wraps(build)
    def built(viewer: User, /, *args: P.args, **named: P.kwargs) -> T:
        key = (*_all_that_matters(viewer), *args, *named.items())
        found = kept.get(key)
        if found is None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            found = kept[key] = build(viewer, *args, **named)
        return found

    return built


def _all_that_matters(viewer: User) -> tuple[Any, ...]:
    return viewer.id, viewer.role, viewer.team_id, viewer.email_key, viewer.own_candidate_id
