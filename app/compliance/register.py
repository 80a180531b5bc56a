"""The register of personal data: every table that says something about a person, and how it is emptied.

`tests/compliance/test_register.py` walks all tables and fails when one that reaches a person is missing here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Table

from app.extensions import Base


@dataclass(frozen=True)
class Subject:
    """The candidate an erasure or an export is about; addresses in every spelling that was stored."""

    id: int
    addresses: frozenset[str] = frozenset()


RowsOf = Callable[[Subject], ColumnElement[bool]]
"""Which rows of a table belong to a subject."""


class About(Enum):
    """Whose data a table holds."""

    CANDIDATES = "candidates"
    STAFF = "staff"
    NOBODY = "nobody"


@dataclass(frozen=True)
class PersonalTable:
    """How a table is emptied of one candidate: rows go, or the values in `blank` replace what was personal."""

    table: Table
    about: About
    rows_of: RowsOf | None = None
    blank: Mapping[str, Any] | None = None
    note: object = ""


REGISTER: dict[str, PersonalTable] = {}


def register(model: type[Any], rows_of: RowsOf, *, blank: Mapping[str, Any] | None = None, note: object = "") -> None:
    """A table with data about candidates. Without `blank` its rows are deleted; an empty `blank` says that they hold
    nothing personal once the rest is gone."""
    _add(PersonalTable(model.__table__, About.CANDIDATES, rows_of, blank, note))


def register_staff(model: type[Any], note: str = "") -> None:
    """A table about members of staff: untouched when a candidate is erased."""
    _add(PersonalTable(model.__table__, About.STAFF, note=note))


def register_impersonal(model: type[Any], note: str) -> None:
    """A table that looks personal to the test but is not; `note` says why."""
    _add(PersonalTable(model.__table__, About.NOBODY, note=note))


def _add(entry: PersonalTable) -> None:
    if entry.table.name in REGISTER:
        raise RuntimeError(f"{entry.table.name} is registered twice")
    REGISTER[entry.table.name] = entry


def candidate_tables() -> list[PersonalTable]:
    """Tables about candidates, children before what they point at, so that rows can be deleted in this order."""
    order = {table.name: rank for rank, table in enumerate(Base.metadata.sorted_tables)}
    about = [entry for entry in REGISTER.values() if entry.about is About.CANDIDATES]
    return sorted(about, key=lambda entry: -order[entry.table.name])
