"""What to ask instead when nobody is found: the same question without one of its conditions, or with its "or" understood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.accounts.models import User
from app.core.text import one_line
from app.search.building import Built, Group, Row, built_from, written
from app.search.limits import within_limit
from app.search.parser import parse
from app.search.queries import Count, count_candidates
from app.search.refusals import QueryError, QueryTooSlow
from app.search.syntax import Query

SECONDS = 1.5
MOST_OFFERED = 3
_LOWER = re.compile(r'("[^"]*")|(?<=[\s)])(or|and|not)(?=[\s(])')


def small_operators(typed: str) -> list[str]:
    """Which of or, and, not are written so that they are read as words to look for."""
    return list(dict.fromkeys(match[2] for match in _LOWER.finditer(typed) if match[2]))


@dataclass(frozen=True)
class Offer:
    """A question somebody answers to: `without` is the condition it leaves out, empty where nothing is left out."""

    query: str
    without: str
    count: Count


def offers_instead(viewer: User, query: Query, typed: str) -> list[Offer]:
    """At most three, those that find fewest first: they are nearest to what was meant. For a question nobody answers to."""
    found: list[Offer] = []
    try:
        with within_limit(SECONDS):
            for text, without in _others(query, typed):
                count = count_candidates(viewer, parse(text))
                if count.number:
                    found.append(Offer(text, without, count))
    except (QueryTooSlow, QueryError):
        pass  # what was found by then is offered
    understood = [offer for offer in found if not offer.without]
    return (understood + sorted((offer for offer in found if offer.without), key=lambda one: one.count.number))[:MOST_OFFERED]


def _others(query: Query, typed: str) -> Iterator[tuple[str, str]]:
    capitals = _LOWER.sub(lambda match: match[1] or match[2].upper(), typed)
    if capitals != typed:
        yield one_line(capitals), ""
    built = built_from(query)
    if built is None or built.join == "or" or sum(len(group.rows) for group in built.groups) < 2:
        return
    for number, group in enumerate(built.groups):
        if group.join == "and" and not group.negated:
            for place, row in enumerate(group.rows):
                yield _without(built, number, place), written(_only(row))
        elif len(built.groups) > 1:
            yield written(replace(built, groups=built.groups[:number] + built.groups[number + 1 :])), written(Built(groups=(group,)))


def _without(built: Built, number: int, place: int) -> str:
    groups = list(built.groups)
    rows = groups[number].rows
    groups[number] = replace(groups[number], rows=rows[:place] + rows[place + 1 :])
    return written(replace(built, groups=tuple(groups)))


def _only(row: Row) -> Built:
    return Built(groups=(Group(rows=(row,)),))
