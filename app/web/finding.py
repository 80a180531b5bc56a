"""Fetching a record through what the viewer may see: outside it, the record does not exist."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from flask import abort, redirect, request, url_for
from sqlalchemy import Integer, Select, bindparam
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db

T = TypeVar("T")
LARGEST_ID = 2**31 - 1
KEPT = 300
"""So many statements; those that were asked longest ago are put together again."""

moved: dict[type[Any], Callable[[int], int | None]] = {}
"""Filled by faces: where a record of this kind went that became part of another."""


def find(visible: Select[T], record_id: int, *, options: Sequence[ORMOption] = (), lock: bool = False) -> T:
    """The record of `visible` with this id, or 404. `lock` takes a row lock where the database has them."""
    model: Any = visible.column_descriptions[0]["entity"]
    if not 0 < record_id <= LARGEST_ID:
        abort(404)
    statement = _by_id(visible, tuple(options), lock)
    found = db.session.scalars(statement, {"found_id": record_id}).unique().one_or_none()
    if found is None:
        _lead_on(model, visible, record_id)
        abort(404)
    return found


@lru_cache(KEPT)
def _by_id(visible: Select[T], options: tuple[ORMOption, ...], lock: bool) -> Select[T]:
    """Put together once for what a policy keeps for a viewer (`once_per_viewer`) and options that are constants."""
    model: Any = visible.column_descriptions[0]["entity"]
    statement = visible.where(model.id == bindparam("found_id", type_=Integer)).options(*options)
    return statement.with_for_update(of=model) if lock else statement


def _lead_on(model: Any, visible: Select[Any], record_id: int) -> None:
    """An old address of a page about a merged record leads to the same page about the kept one."""
    kept = moved[model](record_id) if model in moved and request.method == "GET" else None
    names = [name for name, value in (request.view_args or {}).items() if value == record_id and name.endswith("_id")]
    if kept is None or not names or db.session.scalars(visible.where(model.id == kept)).first() is None:
        return
    values = {**(request.view_args or {}), names[0]: kept, **request.args.to_dict(flat=False)}
    abort(redirect(url_for(str(request.endpoint), **values), 303))
