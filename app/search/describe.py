"""Reads a query back in plain words: "people with skill Python, in Berlin, and not in stage Rejected"."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from app.search.catalogue import Kind, QueryField, find_field
from app.search.syntax import (
    And,
    Bound,
    Condition,
    Distance,
    Edge,
    Interval,
    Missing,
    Node,
    Not,
    Or,
    Plain,
    Present,
    Query,
    Test,
    Words,
)


def describe(query: Query) -> str:
    """The query as a person would say it."""
    if query.root is None:
        return _("everybody")
    return _("people %(conditions)s", conditions=_said(query.root))


def _said(node: Node, nested: bool = False) -> str:
    match node:
        case Plain(words=words):
            return _("mentioning %(words)s", words=_quoted(words))
        case Test(field=name, condition=condition):
            return _said_test(name, condition)
        case Not(node=Test(field=name, condition=Present())):
            return _said_test(name, Missing(""))
        case Not(node=inner):
            return _("not %(condition)s", condition=_said(inner, nested=True))
        case And(nodes=nodes):
            said = _listed([_said(inner, nested=True) for inner in nodes], "standard")
        case Or(nodes=nodes):
            said = _said_together(nodes) or _listed([_said(inner, nested=True) for inner in nodes], "or")
            if len({inner.field for inner in nodes if isinstance(inner, Test)}) == 1 and not nested:
                return said
    return f"({said})" if nested else said


def _said_together(nodes: tuple[Node, ...]) -> str | None:
    """Alternatives of one field in one breath: "with skill Python or Go"."""
    tests = [node for node in nodes if isinstance(node, Test) and isinstance(node.condition, Words)]
    if len(tests) != len(nodes) or len({test.field for test in tests}) != 1:
        return None
    declared = find_field(tests[0].field)
    if declared is None:
        return None
    shown = [_value(declared, test.condition) for test in tests if isinstance(test.condition, Words)]
    return str(declared.reading) % {"value": _listed(shown, "or")}


def _said_test(name: str, condition: Condition) -> str:
    declared = find_field(name)
    if declared is None:  # a field that was known when the view was saved
        return f"{name}: {condition.text}"
    match condition:
        case Missing():
            return str(declared.none_reading or _("with no %(field)s", field=_noun(declared)))
        case Present():
            return str(declared.any_reading or _("with any %(field)s", field=_noun(declared)))
        case Interval():
            said = _said_dates(condition, declared) if declared.kind is Kind.DATE else _said_numbers(condition)
            return str(declared.reading) % {"value": said}
    return str(declared.reading) % {"value": _value(declared, condition)}


def _value(declared: QueryField, words: Words) -> str:
    if declared.choices:
        return str(declared.choices().get(words.text, words.text))
    return f"{words.text}…" if words.prefix else words.text


def _quoted(words: Words) -> str:
    return _("“%(words)s”", words=f"{words.text}{'…' if words.prefix else ''}")


def _noun(declared: QueryField) -> str:
    label = str(declared.label)
    return label[:1].lower() + label[1:] if _locale().startswith("en") else label


def _said_numbers(interval: Interval) -> str:
    low, high = interval.low, interval.high
    suffix = f" {interval.currency}" if interval.currency else ""
    if low and high:
        if low.value == high.value:
            return _number(low.value) + suffix
        return _("between %(low)s and %(high)s", low=_number(low.value), high=_number(high.value) + suffix)
    if low:
        number = _number(low.value) + suffix
        return _("at least %(number)s", number=number) if low.inclusive else _("over %(number)s", number=number)
    assert high is not None
    number = _number(high.value) + suffix
    return _("at most %(number)s", number=number) if high.inclusive else _("under %(number)s", number=number)


def _said_dates(interval: Interval, declared: QueryField) -> str:
    low, high = interval.low, interval.high
    if any(bound and isinstance(bound.value, Distance) for bound in (low, high)):
        return _said_ages(low, high, declared.looks_ahead)
    if low and high:
        first, last = low.value, _last_day(high)
        if first == last:
            return _("on %(day)s", day=_day(first))
        return _("between %(low)s and %(high)s", low=_day(first), high=_day(last))
    if low:
        return _("on or after %(day)s", day=_day(low.value))
    assert high is not None
    return _("before %(day)s", day=_day(high.value))


def _said_ages(low: Bound | None, high: Bound | None, ahead: bool) -> str:
    near, far = (low, high) if ahead else (high, low)
    if near and isinstance(near.value, Distance) and near.value.amount == 0:
        near = None
    if near and far:
        ends = {"low": _edge(near.value), "high": _edge(far.value)}
        return _("%(low)s to %(high)s from now", **ends) if ahead else _("%(low)s to %(high)s ago", **ends)
    if far:
        span = _edge(far.value)
        return _("within the next %(span)s", span=span) if ahead else _("within the last %(span)s", span=span)
    assert near is not None
    span = _edge(near.value)
    return _("in more than %(span)s", span=span) if ahead else _("more than %(span)s ago", span=span)


def _edge(edge: Edge) -> str:
    if not isinstance(edge, Distance):
        return _day(edge)
    amount = edge.amount
    match edge.unit:
        case "h":
            return ngettext("%(num)s hour", "%(num)s hours", amount)
        case "d":
            return ngettext("%(num)s day", "%(num)s days", amount)
        case "w":
            return ngettext("%(num)s week", "%(num)s weeks", amount)
        case "m":
            return ngettext("%(num)s month", "%(num)s months", amount)
    return ngettext("%(num)s year", "%(num)s years", amount)


def _last_day(bound: Bound) -> Edge:
    return bound.value - timedelta(days=1) if isinstance(bound.value, date) and not bound.inclusive else bound.value


def _day(edge: Edge) -> str:
    return format_date(edge, "medium", locale=_locale()) if isinstance(edge, date) else str(edge)


def _number(edge: Edge) -> str:
    if not isinstance(edge, Decimal):
        return str(edge)
    return format_decimal(edge, locale=_locale(), group_separator=edge >= 10_000)  # a year is not "2,015"


def _listed(items: list[str], style: Literal["standard", "or"]) -> str:
    return format_list(items, style=style, locale=_locale())


def _locale() -> str:
    return str(get_locale() or "en")
