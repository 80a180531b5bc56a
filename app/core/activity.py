"""Everything that happens is an `Activity`, written by `record(...)` in the transaction that made it true.

A kind is a frozen dataclass in the past tense that extends `Happening`. Its fields named `candidate`, `job`,
`application` and `subject` take records; every other field is data: ids, enums, numbers, dates and identifiers,
never names or prose, so that erasing a person never rewrites history.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, ClassVar, TypeVar

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actors import Actor, ActorKind
from app.core.clock import now
from app.core.records import REMEMBERED, Record
from app.core.rows import insert_records, insert_rows
from app.core.types import Json, state_column
from app.extensions import db


class Audience(Enum):
    """Whose readings show an activity. Every activity is in the audit."""

    STAFF = "staff"
    CANDIDATE = "candidate"
    AUDIT = "audit"


class Activity(Record):
    """One thing that happened. `at` is UTC; `data` holds ids, enums, numbers and dates only."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_candidate", "candidate_id", "id"),
        Index("ix_activities_job", "job_id", "id"),
        Index("ix_activities_application", "application_id", "id"),
        Index("ix_activities_kind", "kind", "id"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    actor_kind: Mapped[ActorKind] = mapped_column(state_column(ActorKind))
    actor_id: Mapped[int | None]
    candidate_id: Mapped[int | None]
    job_id: Mapped[int | None]
    application_id: Mapped[int | None]
    subject_kind: Mapped[str | None] = mapped_column(String(60))
    subject_id: Mapped[int | None]
    data: Mapped[Json]


class ChangedValue(Record):
    """Old and new value of one field that an activity changed; erasable, unlike the activity."""

    __tablename__ = "changed_values"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    candidate_id: Mapped[int | None] = mapped_column(index=True)
    field: Mapped[str] = mapped_column(String(60))
    old: Mapped[str | None] = mapped_column(String(4000))
    new: Mapped[str | None] = mapped_column(String(4000))


class ActivityAddress(Record):
    """The network address an activity came from; erasable, unlike the activity."""

    __tablename__ = "activity_addresses"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    candidate_id: Mapped[int | None] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(String(45))


@dataclass(frozen=True)
class Change:
    """A field's value before and after, as shown to people."""

    field: str
    old: str | None
    new: str | None


@cache
def _stored_name(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Base of every kind of activity. Subclasses name their fields, `audience` and `sentence`."""

    audience: ClassVar[frozenset[Audience]] = frozenset({Audience.STAFF})
    sentence: ClassVar[object] = ""
    """Lazy gettext sentence for the staff timeline; `%(name)s` placeholders come from `data` and the reading."""
    candidate_sentence: ClassVar[object] = ""
    """Lazy gettext sentence for the candidate's own page; empty when the candidate is not told."""

    @classmethod
    def kind(cls) -> str:
        """The stored name: `ApplicationMoved` → `application_moved`."""
        return _stored_name(cls.__name__)


@dataclass(frozen=True)
class Recorded:
    """A happening together with the row written for it; what reactions receive."""

    activity: Activity
    happening: Any
    by: Actor


Reaction = Callable[[list[Recorded]], None]
_reactions: dict[type[Happening], list[Reaction]] = defaultdict(list)
R = TypeVar("R", bound=Reaction)

KINDS: dict[str, type[Happening]] = {}
"""Every kind of activity by its stored name; filled by `kind`."""

K = TypeVar("K", bound=type[Happening])


def kind(happening: K) -> K:
    """Class decorator: register a kind of activity under its stored name."""
    name = happening.kind()
    if name in KINDS and KINDS[name] is not happening:
        raise RuntimeError(f"two kinds of activity are called {name}")
    KINDS[name] = happening
    return happening


def on(*happenings: type[Happening]) -> Callable[[R], R]:
    """Declare a reaction: called with the list of activities of its kind from one command, in its transaction."""

    def declare(reaction: R) -> R:
        for happening in happenings:
            _reactions[happening].append(reaction)
        return reaction

    return declare


def record(happening: Happening, *, by: Actor, changes: Sequence[Change] = ()) -> Activity:
    """Write that `happening` happened, now, and let the packages above react."""
    return record_all([happening], by=by, changes={0: changes} if changes else None)[0]


def record_all(
    happenings: Sequence[Happening], *, by: Actor, changes: dict[int, Sequence[Change]] | None = None
) -> list[Activity]:
    """Write many happenings of one command at once. `changes` maps an index of `happenings` to its changed values."""
    if not happenings:
        return []
    db.session.flush()
    moment = now()
    activities = insert_records(Activity, [_columns(happening, by, moment) for happening in happenings])
    _write_changes(activities, changes or {})
    if by.address:
        rows = [{"activity_id": a.id, "candidate_id": a.candidate_id, "address": by.address[:45]} for a in activities]
        insert_rows(ActivityAddress, rows)
    _react([Recorded(a, h, by) for a, h in zip(activities, happenings, strict=True)])
    return activities


def _write_changes(activities: Sequence[Activity], changes: dict[int, Sequence[Change]]) -> None:
    rows = [
        {"activity_id": activities[index].id, "candidate_id": activities[index].candidate_id, "field": change.field,
         "old": _cut(change.old), "new": _cut(change.new)}
        for index, changed in changes.items()
        for change in changed
    ]  # fmt: skip
    insert_rows(ChangedValue, rows)


def _react(recorded: list[Recorded]) -> None:
    by_kind: dict[type[Happening], list[Recorded]] = defaultdict(list)
    for one in recorded:
        by_kind[type(one.happening)].append(one)
    for happening, ones in by_kind.items():
        for reaction in _reactions[happening]:
            reaction(ones)


def _columns(happening: Happening, by: Actor, moment: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {"candidate_id": None, "job_id": None, "application_id": None, "subject_kind": None,
                               "subject_id": None}  # fmt: skip
    data: dict[str, Any] = {}
    for name in (field.name for field in fields(happening)):
        value = getattr(happening, name)
        if name in {"candidate", "job", "application"}:
            columns[f"{name}_id"] = _id_of(value)
        elif name == "subject":
            columns["subject_kind"] = value.__tablename__ if value is not None else None
            columns["subject_id"] = _id_of(value)
        else:
            data[name] = _data(name, value)
    return {"kind": happening.kind(), "at": moment, "actor_kind": by.kind, "actor_id": by.id, "data": data, **columns}


def _id_of(record_or_id: Any) -> int | None:
    return record_or_id if record_or_id is None or isinstance(record_or_id, int) else record_or_id.id


_IDENTIFIER = re.compile(r"[a-z0-9_.:-]{0,80}\Z")


def _data(name: str, value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, str) and _IDENTIFIER.match(value):
        return value
    if isinstance(value, (tuple, list)):
        return [_data(name, item) for item in value]
    raise TypeError(f"activity data {name!r} may hold ids, enums, numbers and dates only, not {value!r}")


def _cut(value: str | None) -> str | None:
    return None if value is None else value[:4000]
