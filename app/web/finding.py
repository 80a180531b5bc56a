"""Fetching a record through what the viewer may see: outside it, the record does not exist."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import abort, redirect, request, url_for
from sqlalchemy import Select
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db

T = TypeVar("T")
LARGEST_ID = 2**31 - 1

moved: dict[type[Any], Callable[[int], int | None]] = {}
"""Filled by faces: where a record of this kind went that became part of another."""


def find(visible: Select[T], record_id: int, *, options: Sequence[ORMOption] = (), lock: bool = False) -> T:
    """The record of `visible` with this id, or 404. `lock` takes a row lock where the database has them."""
    model: Any = visible.column_descriptions[0]["entity"]
    if not 0 < record_id <= LARGEST_ID:
        abort(404)
    statement = visible.where(model.id == record_id).options(*options)
    if lock:
        statement = statement.with_for_update(of=model)
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        _lead_on(model, visible, record_id)
        abort(404)
    return found


def _lead_on(model: Any, visible: Select[Any], record_id: int) -> None:
    """An old address of a page about a merged record leads to the same page about the kept one."""
    kept = moved[model](record_id) if model in moved and request.method == "GET" else None
    names = [name for name, value in (request.view_args or {}).items() if value == record_id and name.endswith("_id")]
    if kept is None or not names or db.session.scalars(visible.where(model.id == kept)).first() is None:
        return
    values = {**(request.view_args or {}), names[0]: kept, **request.args.to_dict(flat=False)}
    abort(redirect(url_for(str(request.endpoint), **values), 303))
