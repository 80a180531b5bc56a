"""How long people are kept once a consent or an application is over: dated rules per country, each with its source.

The rules that come with Perennial stand in data/retention.csv; an admin adds others, which win from their day on.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, case, literal, select

from app.accounts.models import Installation
from app.candidates.models import Candidate
from app.compliance.activities import RetentionChanged
from app.compliance.models import After, RetentionRule
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now, today
from app.core.dated import in_force, rule_for
from app.core.refusals import Refused
from app.core.text import one_line
from app.core.types import UtcDateTime
from app.extensions import db

FEWEST, MOST = 1, 3650


class UnlikelyRetention(Refused):
    """A number of days or a source that cannot be."""

    days = _("Give a number of days between 1 and 3650.")
    source = _("Say which law or promise this rests on.")


@dataclass(frozen=True)
class Rule:
    """One rule, whoever made it; `id` None came with Perennial. `country` is empty for everywhere else."""

    after: After
    country: str
    valid_from: date
    days: int
    source: str
    id: int | None = None


def retention_rules() -> list[Rule]:
    """Every rule, per matter and country the newest first, those for everywhere else at the end."""
    own = [
        Rule(one.after, one.country, one.valid_from, one.days, one.source, one.id)
        for one in db.session.scalars(select(RetentionRule))
    ]
    every = sorted((*own, *_shipped()), key=lambda rule: (rule.valid_from, rule.id or 0), reverse=True)
    return sorted(every, key=lambda rule: (list(After).index(rule.after), rule.country == "", rule.country))


def days_kept(after: After, on: date | None = None) -> dict[str, int]:
    """Country → days in force, "" for everywhere else. Whose country is unknown lives where the employer is."""
    return {country: rule.days for country, rule in in_force(_rules_after(after), on or today()).items()}


def _rules_after(after: After) -> list[Rule]:
    """The oldest first; of the same day those that came with Perennial first, so that an admin's word is the later one."""
    return [rule for rule in reversed(retention_rules()) if rule.after is after]


def kept_until(after: After, country: str, since: datetime) -> datetime:
    """When the time that began at `since` is over for somebody from `country`."""
    rule = rule_for(country, _rules_after(after), today(), home=_home())
    assert rule is not None  # some rule for everywhere came with Perennial
    return since + timedelta(days=rule.days)


def kept_since(after: After) -> ColumnElement[datetime]:
    """SQL on a candidate: what is over for longer than this moment keeps nobody any more."""
    days, home = days_kept(after), _home()
    moments = {country: now() - timedelta(days=number) for country, number in days.items() if country}
    if home in moments:
        moments[""] = moments[home]
    otherwise = now() - timedelta(days=days[""])
    if not moments:
        return _moment(otherwise)
    return case({country: _moment(at) for country, at in moments.items()}, value=Candidate.country, else_=_moment(otherwise))


def decide_retention(after: After, country: str, *, days: int, valid_from: date, source: str, by: Actor) -> RetentionRule:
    """From `valid_from` on, this is how long people from `country` ("" everywhere else) are kept."""
    if not FEWEST <= days <= MOST:
        raise UnlikelyRetention(UnlikelyRetention.days, field="days")
    if not one_line(source):
        raise UnlikelyRetention(UnlikelyRetention.source, field="source")
    same_day = select(RetentionRule).where(
        RetentionRule.after == after, RetentionRule.country == country, RetentionRule.valid_from == valid_from
    )
    rule = db.session.scalars(same_day).one_or_none()
    if rule is None:
        rule = RetentionRule(after=after, country=country, valid_from=valid_from, days=days)
        db.session.add(rule)
    rule.days, rule.source = days, one_line(source)[:300]
    db.session.flush()
    record(RetentionChanged(subject=rule, days=days), by=by)
    return rule


def withdraw_retention(rule: RetentionRule, *, by: Actor) -> None:
    """The rule before it counts again."""
    record(RetentionChanged(subject=rule, days=None), by=by)
    db.session.delete(rule)


def _moment(at: datetime) -> ColumnElement[datetime]:
    return literal(at, UtcDateTime())


def _home() -> str:
    return db.session.scalar(select(Installation.default_country).limit(1)) or ""


@cache
def _shipped() -> Sequence[Rule]:
    text = (files("app.compliance") / "data" / "retention.csv").read_text(encoding="utf-8")
    return tuple(
        Rule(After(row["after"]), row["country"], date.fromisoformat(row["from"]), int(row["days"]), row["source"])
        for row in csv.DictReader(text.splitlines())
    )
