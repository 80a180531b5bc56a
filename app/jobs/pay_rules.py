"""Where the law wants to see the pay: dated rules, read from data/pay_rules.csv.

A demand is one of: `range` (both ends stand in the posting), `benefits` (so do they), `deadline` (so does the last
day to apply), `range_before_interview` (candidates learn it before the first interview: a hint, not a bar), and
`no_pay_history` (the form may not ask what somebody earns or earned).
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Protocol

from app.core.text import folded


class Somewhere(Protocol):
    """A place by country code and region, as typed."""

    @property
    def country(self) -> str: ...
    @property
    def region(self) -> str: ...


@dataclass(frozen=True)
class PayRule:
    country: str
    region: str
    since: date
    demands: frozenset[str]
    law: str


US_STATES = {
    "california": "CA", "colorado": "CO", "district of columbia": "DC", "washington dc": "DC", "hawaii": "HI",
    "illinois": "IL", "massachusetts": "MA", "maryland": "MD", "minnesota": "MN", "new jersey": "NJ",
    "new york": "NY", "vermont": "VT", "washington": "WA",
}  # fmt: skip


@cache
def pay_rules() -> tuple[PayRule, ...]:
    text = (files("app.jobs") / "data" / "pay_rules.csv").read_text(encoding="utf-8")
    return tuple(
        PayRule(
            row["country"], row["region"], date.fromisoformat(row["from"]), frozenset(row["demands"].split("|")), row["law"]
        )
        for row in csv.DictReader(text.splitlines())
    )


def demands_at(places: Iterable[Somewhere], on: date) -> dict[str, PayRule]:
    """What the law of any of `places` demands on a day, each with the rule that does.

    A place that names no region may be any of its country's: a remote job in the United States meets every state.
    """
    found: dict[str, PayRule] = {}
    for place in places:
        for rule in pay_rules():
            if rule.since <= on and rule.country == place.country and _covers(rule.region, region_code(place)):
                for demand in sorted(rule.demands):
                    found.setdefault(demand, rule)
    return found


def region_code(place: Somewhere) -> str:
    """The two-letter code of a state of the United States, whether typed as code or as name."""
    typed = place.region.strip()
    if place.country != "US":
        return typed
    return US_STATES.get(folded(typed).replace(".", ""), typed.upper())


def _covers(rule_region: str, region: str) -> bool:
    return not rule_region or not region or rule_region == region
