"""What is chosen field by field when two records become one, and what needs no choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _

Values = Mapping[str, Any]


class Side(Enum):
    KEPT = "kept"
    LOST = "lost"


@dataclass(frozen=True)
class Part:
    """Columns of the record that are chosen together."""

    name: str
    label: object
    columns: tuple[str, ...]


PARTS = (
    Part("full_name", _("Name"), ("full_name", "name_key", "given_name", "family_name")),
    Part("preferred_name", _("Preferred name"), ("preferred_name",)),
    Part("headline", _("Headline"), ("headline",)),
    Part("current_title", _("Current title"), ("current_title", "title_key")),
    Part("current_employer", _("Current employer"), ("current_employer", "employer_key")),
    Part("place", _("Location"), ("city", "city_key", "region", "country")),
    Part("locale", _("Language for mail"), ("locale",)),
    Part("remote", _("Works remotely"), ("remote",)),
    Part("seniority", _("Seniority"), ("seniority",)),
    Part("available_from", _("Available from"), ("available_from",)),
    Part("notice_period_days", _("Notice period"), ("notice_period_days",)),
    Part("salary", _("Pay expected"), ("salary_minor", "salary_currency")),
    Part("work_authorisation", _("Work authorisation"), ("work_authorisation",)),
    Part("owner_id", _("Looked after by"), ("owner_id",)),
    Part("source", _("Source"), ("source", "source_key")),
)

UNITED = frozenset(
    {"languages", "confirmations", "restricted_at", "added_at", "contacted_at", "contacted_rank", "human_signal_at"}
)
"""Both count: `united` says how."""

COUNTED = frozenset({"interest_key", "interest_rank", "trend_key"})
"""Counted anew from the signals of both."""

OWN = frozenset({"id", "version", "created_at", "updated_at", "erased_at", "merged_into_id"})
"""Of the row, not of the person. Every column of a candidate stands in one of these lists (a test looks)."""


def is_empty(part: Part, values: Values) -> bool:
    """Nothing is known. A place is known by its city or country; keys do not count."""
    return all(values[column] in (None, "") for column in part.columns)


def same(part: Part, kept: Values, lost: Values) -> bool:
    return all(kept[column] == lost[column] for column in part.columns)


def usual_side(part: Part, kept: Values, lost: Values) -> Side:
    """Unless somebody chooses otherwise: what the kept record says, and the other one fills its gaps."""
    return Side.LOST if is_empty(part, kept) and not is_empty(part, lost) else Side.KEPT


def chosen_values(kept: Values, lost: Values, choices: Mapping[str, Side]) -> dict[str, Any]:
    """The columns of the kept record after the merge, as far as they change."""
    wanted: dict[str, Any] = united(kept, lost)
    for part in PARTS:
        side = choices.get(part.name) or usual_side(part, kept, lost)
        if side is Side.LOST:
            wanted |= {column: lost[column] for column in part.columns}
            wanted["confirmations"] = _confirmed_by(lost, part, wanted["confirmations"])
    return {column: value for column, value in wanted.items() if kept[column] != value}


def united(kept: Values, lost: Values) -> dict[str, Any]:
    """What both say together; of two states the stricter one."""
    contacted = _last(kept["contacted_at"], lost["contacted_at"])
    return {
        "languages": {**lost["languages"], **kept["languages"]},
        "confirmations": {**lost["confirmations"], **kept["confirmations"]},
        "restricted_at": _first(kept["restricted_at"], lost["restricted_at"]),
        "added_at": min(kept["added_at"], lost["added_at"]),
        "contacted_at": contacted,
        "contacted_rank": int(contacted is None),
        "human_signal_at": _last(kept["human_signal_at"], lost["human_signal_at"]),
    }


def _confirmed_by(lost: Values, part: Part, confirmations: Values) -> dict[str, Any]:
    """A field that is taken over was confirmed when the other record says."""
    theirs = {field: lost["confirmations"].get(field) for field in part.columns}
    left = {field: said for field, said in confirmations.items() if field not in theirs}
    return {**left, **{field: said for field, said in theirs.items() if said}}


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)


def _last(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)
