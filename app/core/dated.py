"""Decisions that count from a day on, per country: which of them is in force is decided here, whatever they decide."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """`country` is ISO 3166-1 alpha-2, empty for every country without a decision of its own."""

    @property
    def country(self) -> str: ...

    @property
    def valid_from(self) -> date: ...


D = TypeVar("D", bound=Dated)


def in_force(decisions: Iterable[D], day: date) -> dict[str, D]:
    """Country → the newest decision that counts on `day`; of two of the same day the later one given."""
    found: dict[str, D] = {}
    for one in decisions:
        if one.valid_from <= day and (one.country not in found or one.valid_from >= found[one.country].valid_from):
            found[one.country] = one
    return found


def rule_for(country: str, rules: Iterable[D], day: date, *, home: str) -> D | None:
    """What counts on `day` for somebody from `country`, or for everywhere. Whose country is unknown lives where the
    employer is (`home`)."""
    found = in_force(rules, day)
    return found.get(country or home) or found.get("")
