"""Whom an act is about: the people ticked, or all that a query finds, always as its viewer sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from app.accounts.models import User
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.extensions import db
from app.search.bulk.kinds import ActKind, Given
from app.search.parser import parse
from app.search.queries import matching_ids

SHOWN = 12
"""So many of those left out for one reason are named."""


@dataclass(frozen=True)
class Chosen:
    """`query` is set when everybody it finds is meant; `ids` otherwise."""

    ids: Sequence[int] = ()
    query: str | None = None

    @property
    def is_empty(self) -> bool:
        return not self.ids and self.query is None


@dataclass(frozen=True)
class LeftOut:
    """Those whom an act does not reach for one reason, some of them by name."""

    reason: str
    label: object
    number: int
    names: list[tuple[int, str]]


@dataclass(frozen=True)
class Rehearsal:
    """What an act would do."""

    reached: int
    left_out: list[LeftOut]

    @property
    def total(self) -> int:
        return self.reached + sum(group.number for group in self.left_out)


def people_of(chosen: Chosen, viewer: User) -> Select[int]:
    """Ids of those among `chosen` whom the viewer sees. QueryError as in search."""
    if chosen.query is not None:
        return matching_ids(viewer, parse(chosen.query))
    return visible_candidates(viewer).where(Candidate.id.in_(chosen.ids)).with_only_columns(Candidate.id)


def count_people(chosen: Chosen, viewer: User) -> int:
    return db.session.scalar(select(func.count()).select_from(people_of(chosen, viewer).subquery())) or 0


def rehearse(kind: ActKind, given: Given, chosen: Chosen, viewer: User) -> Rehearsal:
    """How many it would reach and how many not, by reason; counted, nothing written."""
    asked = kind.asked(given, people_of(chosen, viewer)).subquery()
    person, reason = asked.c
    numbers = {row[0]: row[1] for row in db.session.execute(select(reason, func.count()).select_from(asked).group_by(reason))}
    named = select(Candidate.id, func.coalesce(func.nullif(Candidate.preferred_name, ""), Candidate.full_name)).join(
        asked, person == Candidate.id
    )
    left_out = [
        LeftOut(why, kind.reasons.get(why, why), number, [
            (row[0], row[1]) for row in db.session.execute(named.where(reason == why).order_by(Candidate.id).limit(SHOWN))
        ])
        for why, number in sorted(numbers.items(), key=lambda pair: -pair[1])
        if why is not None
    ]  # fmt: skip
    return Rehearsal(numbers.get(None, 0), left_out)
