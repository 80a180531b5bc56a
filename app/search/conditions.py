"""Building blocks from which fields make their SQL: keys, numbers, money, moments, days, presence."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, true, union

from app.candidates.models import Candidate
from app.core.text import folded
from app.extensions import db
from app.search.scope import Scope
from app.search.syntax import Bound, Condition, Interval, Missing, Present, Words
from app.search.tokens import tokens
from app.search.values import moment_of

LAST = "\U0010ffff"

Compiled = Callable[[Condition, Scope], ColumnElement[bool]]


def key_matches(key: Any, words: Words, *, fold: Callable[[str], str] = folded) -> ColumnElement[bool]:
    """A stored folded key equals what was typed, or begins with it when a star was typed."""
    wanted = fold(words.text)
    if words.prefix:
        return and_(key >= wanted, key < wanted + LAST)
    return bool_of(key == wanted)


def key_field(key: Any) -> Compiled:
    """A folded column of the candidate, empty when unknown."""

    def compiled(condition: Condition, _scope: Scope) -> ColumnElement[bool]:
        match condition:
            case Missing():
                return bool_of(key == "")
            case Present():
                return bool_of(key != "")
            case Words():
                return key_matches(key, condition)
        return false()

    return compiled


def among(candidate_ids: Select[*tuple[Any, ...]], scope: Scope) -> ColumnElement[bool]:
    """The person is among these: looked up one by one, or as a set that the search may start from."""
    if not scope.one_by_one:
        return Candidate.id.in_(candidate_ids)
    this_one = _of_this_person(candidate_ids)
    return exists(this_one.offset(0) if scope.in_an_alternative else this_one)  # an offset is what PostgreSQL cannot gather


def among_any(sets: Sequence[Select[*tuple[Any, ...]]], scope: Scope) -> ColumnElement[bool]:
    """The person is in one of these sets at least. PostgreSQL cannot start from an alternative of look-ups, so there the
    sets are always one."""
    if scope.one_by_one and scope.dialect == "sqlite":
        return or_(*(among(one, scope) for one in sets))
    return Candidate.id.in_(union(*sets))


def named(named_ids: Any, having: Any, scope: Scope) -> ColumnElement[bool]:
    """`having` is one of the few ids that `named_ids` selects. PostgreSQL is told them: behind a join it cannot guess how
    many people they stand for."""
    if scope.dialect == "sqlite":
        return bool_of(having.in_(named_ids))
    return bool_of(having.in_(list(db.session.scalars(named_ids))))


def lacking(candidate_ids: Select[*tuple[Any, ...]]) -> ColumnElement[bool]:
    """The person is not among these. Never a set to start from, so always looked up."""
    return not_(exists(_of_this_person(candidate_ids)))


def _of_this_person(candidate_ids: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    owner = next(iter(candidate_ids.selected_columns))
    return candidate_ids.where(owner == Candidate.id).correlate(Candidate)


def linked_field(candidate_ids: Select[*tuple[Any, ...]], matches: Callable[[Condition, Scope], Any]) -> Compiled:
    """Rows that point at candidates: `candidate_ids` selects them, `matches` narrows them."""

    def compiled(condition: Condition, scope: Scope) -> ColumnElement[bool]:
        match condition:
            case Missing():
                return lacking(candidate_ids)
            case Present():
                return among(candidate_ids, scope)
        return among(candidate_ids.where(matches(condition, scope)), scope)

    return compiled


def in_numbers(column: Any, interval: Condition, *, factor: int = 1) -> ColumnElement[bool]:
    if not isinstance(interval, Interval):
        return false()
    return _between(column, interval, lambda bound: _plain(bound.value, factor))


def in_moments(column: Any, interval: Condition, scope: Scope, *, ahead: bool = False) -> ColumnElement[bool]:
    if not isinstance(interval, Interval):
        return false()
    return _between(column, interval, lambda bound: moment_of(bound.value, scope.now, ahead=ahead))


def in_days(column: Any, interval: Condition, scope: Scope, *, ahead: bool = False) -> ColumnElement[bool]:
    if not isinstance(interval, Interval):
        return false()
    return _between(column, interval, lambda bound: moment_of(bound.value, scope.now, ahead=ahead).date())


def value_field(column: Any, inside: Callable[[Any, Condition, Scope], ColumnElement[bool]]) -> Compiled:
    """A nullable column of the candidate that holds a number, a moment or a day."""

    def compiled(condition: Condition, scope: Scope) -> ColumnElement[bool]:
        match condition:
            case Missing():
                return bool_of(column.is_(None))
            case Present():
                return bool_of(column.is_not(None))
        return inside(column, condition, scope)

    return compiled


def ids_named(rows: Select[*tuple[Any, ...]], words: Words, *, whole: bool = False) -> list[Any]:
    """First columns of the rows whose second column holds the words. For short lists: staff, stages, reasons."""
    found = []
    for identity, name in db.session.execute(rows):
        if _holds(tokens(name), words, whole):
            found.append(identity)
    return found


def _holds(name: list[str], words: Words, whole: bool) -> bool:
    """Whether the words stand next to each other in the name, or are all of it."""
    length = len(words.tokens)
    starts = range(1) if whole else range(len(name) - length + 1)
    return any(
        len(name) >= start + length
        and (not whole or words.prefix or len(name) == length)
        and tuple(name[start : start + length - 1]) == words.tokens[:-1]
        and _same_word(name[start + length - 1], words)
        for start in starts
    )


def _same_word(word: str, words: Words) -> bool:
    return word.startswith(words.tokens[-1]) if words.prefix else word == words.tokens[-1]


def bool_of(condition: Any) -> ColumnElement[bool]:
    return condition  # type: ignore[no-any-return]


def _between(column: Any, interval: Interval, value: Callable[[Bound], Any]) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if interval.low:
        edge = value(interval.low)
        parts.append(column >= edge if interval.low.inclusive else column > edge)
    if interval.high:
        edge = value(interval.high)
        parts.append(column <= edge if interval.high.inclusive else column < edge)
    return and_(column.is_not(None), *parts)


def _plain(value: Any, factor: int) -> int | float:
    number = Decimal(value) * factor
    return int(number) if number == number.to_integral_value() else float(number)
