"""Reads what stands behind `field:` according to the kind of the field: words, numbers, money, dates, ages, ranges."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from flask_babel import lazy_gettext as _

from app.search.refusals import QueryError
from app.search.syntax import Bound, Distance, Edge, Interval, Missing, Present, Span, Unit, Words
from app.search.tokens import tokens

LARGEST = Decimal(10) ** 15
FARTHEST = {"h": 24 * 366 * 100, "d": 366 * 100, "w": 5300, "m": 1200, "y": 100}

_DISTANCE = re.compile(r"(\d{1,6}) ?(h|d|w|m|y|hours?|days?|weeks?|months?|years?)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MONEY = re.compile(r"(?:([A-Za-z]{3}|[€$£])\s*)?(-?[\d.,]+)(k)?(?:\s*([A-Za-z]{3}|[€$£]))?", re.IGNORECASE)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


def read_words(text: str, *, quoted: bool, prefix: bool = False) -> Words:
    """Words as they stand; a star at the end means that the last word may go on."""
    if not quoted and text.endswith("*"):
        text, prefix = text.rstrip("*"), True
    found = tuple(tokens(text))
    return Words(text.strip(), found, prefix and bool(found), quoted)


def read_absence(text: str) -> Missing | Present | None:
    """`none`, `any` or a lone star, in any case of letters."""
    match text.lower():
        case "none":
            return Missing(text)
        case "any" | "*":
            return Present(text)
    return None


def read_number_interval(comparison: str, text: str, span: Span) -> Interval:
    if comparison or ".." not in text:
        number = _number(text, span)
        return _interval(comparison, text, number, number)
    low, high = _ends(text, span)
    bounds = [Bound(_number(end, span), True) if end else None for end in (low, high)]
    _check_order(bounds, span)
    return Interval(text, bounds[0], bounds[1])


def read_money_interval(comparison: str, text: str, span: Span) -> Interval:
    """Whole units of a currency, `60k`, `70000eur`; one currency for both ends."""
    if comparison or ".." not in text:
        amount, currency = _money(text, span)
        read = _interval(comparison, text, amount, amount)
        return Interval(read.text, read.low, read.high, currency)
    pairs = [_money(end, span) if end else None for end in _ends(text, span)]
    bounds = [Bound(pair[0], True) if pair else None for pair in pairs]
    _check_order(bounds, span)
    currencies = {pair[1] for pair in pairs if pair and pair[1]}
    if len(currencies) > 1:
        raise QueryError(_("Both ends of a range must be in the same currency."), span.start, span.end - span.start)
    return Interval(text, bounds[0], bounds[1], next(iter(currencies), None))


def read_date_interval(comparison: str, text: str, span: Span, *, today: date, ahead: bool = False) -> Interval:
    """Days and ages. `<30d` is younger than 30 days, or within the next 30 for fields that look `ahead`."""
    if comparison or ".." not in text:
        distance = _distance(text, span)
        if distance:
            return _age_interval(comparison, text, distance, ahead)
        first, after = _period(text, span, today)
        return _interval(comparison, text, first, after, period=True)
    low, high = _ends(text, span)
    starts = (_distance(low, span) or _period(low, span, today)[0]) if low else None
    stops = (_distance(high, span) or _period(high, span, today)[1]) if high else None
    bounds = [Bound(starts, True) if starts else None, Bound(stops, False) if stops else None]
    if not isinstance(starts, Distance) and not isinstance(stops, Distance):
        _check_order(bounds, span)
    elif isinstance(starts, Distance) and isinstance(stops, Distance):
        bounds = _ages_in_order(starts, stops, ahead)
    return Interval(text, bounds[0], bounds[1])


def moment_of(edge: Edge, now: datetime, *, ahead: bool = False) -> datetime:
    """The moment an edge of a date interval means, seen from `now`."""
    if isinstance(edge, Distance):
        try:
            return _away(now, edge.amount if ahead else -edge.amount, edge.unit)
        except (OverflowError, ValueError):
            return datetime.max.replace(tzinfo=UTC) if ahead else datetime.min.replace(tzinfo=UTC)
    assert isinstance(edge, date)
    return datetime.combine(edge, time(), tzinfo=now.tzinfo).astimezone(UTC)


def _interval(comparison: str, text: str, low: Edge, high: Edge, *, period: bool = False) -> Interval:
    """A period runs from `low` up to but without `high`; a number is its own low and high."""
    match comparison:
        case ">":
            return Interval(text, Bound(high, period), None)
        case ">=":
            return Interval(text, Bound(low, True), None)
        case "<":
            return Interval(text, None, Bound(low, False))
        case "<=":
            return Interval(text, None, Bound(high, not period))
    return Interval(text, Bound(low, True), Bound(high, not period))


def _age_interval(comparison: str, text: str, distance: Distance, ahead: bool) -> Interval:
    """A bare age reads as "within": `applied:30d` is `applied:<30d`."""
    farther = comparison.startswith(">")
    edge, present = Bound(distance, comparison.endswith("=")), Bound(Distance(0, "d"), True)
    if ahead:
        return Interval(text, edge, None) if farther else Interval(text, present, edge)
    return Interval(text, None, edge) if farther else Interval(text, edge, None)


def _ages_in_order(first: Distance, second: Distance, ahead: bool) -> list[Bound | None]:
    nearer, farther = sorted((first, second), key=_days)
    low, high = (nearer, farther) if ahead else (farther, nearer)
    return [Bound(low, True), Bound(high, True)]


def _ends(text: str, span: Span) -> tuple[str, str]:
    low, _dots, high = text.partition("..")
    if not low and not high:
        raise QueryError(_("A range needs at least one end, such as 2..5."), span.start, span.end - span.start)
    return low, high.lstrip(".")


def _check_order(bounds: list[Bound | None], span: Span) -> None:
    low, high = bounds
    if low and high and low.value > high.value:  # type: ignore[operator]
        raise QueryError(_("This range ends before it begins."), span.start, span.end - span.start)


def _number(text: str, span: Span) -> Decimal:
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text.replace(",", ".")
    try:
        number = Decimal(plain) if re.fullmatch(r"-?\d{1,18}(\.\d{0,6})?", plain, re.ASCII) else None
    except InvalidOperation:
        number = None
    if number is None or abs(number) > LARGEST:
        raise QueryError(
            _("“%(text)s” is not a number. Write 40, >40 or 2..5.", text=text), span.start, span.end - span.start
        )
    return number


def _money(text: str, span: Span) -> tuple[Decimal, str | None]:
    match = _MONEY.fullmatch(text)
    if not match:
        raise QueryError(
            _("“%(text)s” is not an amount. Write 60000, >60k or 60k..80k.", text=text),
            span.start,
            span.end - span.start,
        )
    before, digits, thousand, after = match.groups()
    if not thousand and re.fullmatch(r"\d{1,3}(\.\d{3})+", digits):
        digits = digits.replace(".", "")
    amount = _number(digits, span) * (1000 if thousand else 1)
    sign = before or after
    return amount, (_SIGNS.get(sign) or sign.upper()) if sign else None


def _distance(text: str, span: Span) -> Distance | None:
    match = _DISTANCE.fullmatch(text)
    if not match or not text.isascii():
        return None
    amount, unit = int(match[1]), match[2][0].lower()
    if amount > FARTHEST[unit]:
        raise QueryError(_("More than a hundred years is too far away."), span.start, span.end - span.start)
    return Distance(amount, unit)  # type: ignore[arg-type]


def is_distance(text: str) -> bool:
    """Whether a date is told by how far away it is: `6m`, `2 years`."""
    return _DISTANCE.fullmatch(text.strip()) is not None


def _period(text: str, span: Span, today: date) -> tuple[date, date]:
    """First day of the named day, month or year, and the first day after it."""
    match text.lower():
        case "today":
            return today, today + timedelta(days=1)
        case "yesterday":
            return today - timedelta(days=1), today
        case "tomorrow":
            return today + timedelta(days=1), today + timedelta(days=2)
    match_ = _DAY.fullmatch(text) if text.isascii() else None
    try:
        if not match_:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match_.groups())
        assert year is not None
        if not 1900 <= year <= 2200:
            raise ValueError(text)
        if month is None:
            return date(year, 1, 1), date(year + 1, 1, 1)
        if day is None:
            return date(year, month, 1), date(year, month, 1) + timedelta(days=monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day) + timedelta(days=1)
    except ValueError:
        raise QueryError(
            _("“%(text)s” is not a date. Write 2026-01-31, 2026-01, 2026, <30d or >6m.", text=text),
            span.start,
            span.end - span.start,
        ) from None


def _away(now: datetime, amount: int, unit: Unit) -> datetime:
    """The moment so many hours, days, weeks, months or years from now; the 31st becomes a month's last day."""
    match unit:
        case "h":
            return now + timedelta(hours=amount)
        case "d" | "w":
            return now + timedelta(days=amount * (7 if unit == "w" else 1))
    year, month = divmod(now.year * 12 + now.month - 1 + amount * (12 if unit == "y" else 1), 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def _days(distance: Distance) -> float:
    return distance.amount * {"h": 1 / 24, "d": 1, "w": 7, "m": 30.44, "y": 365.25}[distance.unit]
