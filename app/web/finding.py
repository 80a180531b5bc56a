"""Fetching a record through what the viewer may see: outside it, the record does not exist."""

from collections.abc import Sequence
from typing import Any, TypeVar

from flask import abort
from sqlalchemy import Select
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db

T = TypeVar("T")
LARGEST_ID = 2**31 - 1


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
        abort(404)
    return found
