"""How warm somebody is, in points or as a level. A question about people, never about applications."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, false, not_, true

from app.accounts.policy import TALENT_ROLES
from app.candidates.interest import Level, key_of
from app.candidates.models import Candidate
from app.search.catalogue import Kind, QueryField, register_field
from app.search.conditions import bool_of
from app.search.scope import Scope
from app.search.syntax import Bound, Condition, Interval, Missing, Present, Words

_SOME = Candidate.interest_rank == 0


def _interest(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    """Recruiting's own question; for all others it finds nobody."""
    if scope.viewer.role not in TALENT_ROLES:
        return false()
    match condition:
        case Missing():
            return bool_of(Candidate.interest_rank == 1)
        case Present():
            return bool_of(_SOME)
        case Words():
            return _at_level(Level(condition.text), scope)
        case Interval():
            low = _at_least(condition.low, scope) if condition.low else true()
            return and_(low, not_(_above(condition.high, scope))) if condition.high else low
    return false()


def _at_level(level: Level, scope: Scope) -> ColumnElement[bool]:
    levels = list(Level)
    above = levels[levels.index(level) + 1 :]
    low = _reaching(Decimal(level.lowest), scope, _or_more)
    return and_(low, not_(_reaching(Decimal(above[0].lowest), scope, _or_more))) if above else low


def _at_least(low: Bound, scope: Scope) -> ColumnElement[bool]:
    return _reaching(low.value, scope, _or_more if low.inclusive else _more)


def _above(high: Bound, scope: Scope) -> ColumnElement[bool]:
    return _reaching(high.value, scope, _more if high.inclusive else _or_more)


def _or_more(border: float) -> ColumnElement[bool]:
    return Candidate.interest_key >= border


def _more(border: float) -> ColumnElement[bool]:
    return Candidate.interest_key > border


def _reaching(points: Any, scope: Scope, compares: Callable[[float], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Those with (more than) so many points now. Who never gave a sign has none."""
    if points < 0 or (points == 0 and compares is _or_more):
        return true()
    if points == 0:
        return bool_of(_SOME)
    return and_(_SOME, compares(key_of(float(points), scope.now)))


def _levels() -> Mapping[str, Any]:
    return {level.value: level.label for level in Level}


register_field(
    QueryField(
        name="interest",
        label=_("Interest"),
        kind=Kind.NUMBER,
        compile=_interest,
        choices=_levels,
        reading=_("whose interest is %(value)s"),
        help=_("points, or cold, warming, warm, hot"),
        sort_rank=58,
    )
)
