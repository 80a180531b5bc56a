"""Who has the same name or a similar one, at the same employer, in the same city or from the same school."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import JSON, ColumnElement, Row, Select, String, bindparam, cast, func, select, union
from sqlalchemy.orm import InstrumentedAttribute

from app.candidates.duplicates.matches import MatchReason, Probe
from app.candidates.duplicates.names import SIMILAR, name_words, similar_names, spellings_of
from app.candidates.models import Candidate, Education
from app.core.text import folded
from app.extensions import db

MOST_NEAR = 300


def by_name(probes: Sequence[Probe], with_care: bool) -> list[tuple[int, int, MatchReason]]:
    """Same name and same employer, city or school; with care also a similar name at the same employer."""
    spellings: dict[str, set[int]] = defaultdict(set)
    for index, probe in enumerate(probes):
        for spelling in spellings_of(probe.name):
            spellings[spelling].add(index)
    if not spellings:
        return []
    same_name = _facts().where(Candidate.name_key.in_(list(spellings)))
    places = [_Places.of(probe) for probe in probes]
    schooled = any(place.schools for place in places)
    if with_care:
        rows = _people_near(same_name, probes)
    else:
        rows = list(db.session.execute(same_name) if schooled else _namesakes_near(spellings, places))
    schools = _schools_of([row.id for row in rows]) if rows and schooled else {}
    found = []
    for person_id, name_key, employer_key, city_key in rows:
        for index in spellings.get(name_key) or range(len(probes) if with_care else 0):
            reason = places[index].shared_with(employer_key, city_key, schools.get(person_id))
            if reason and similar_names(probes[index].name, name_key):
                found.append((index, int(person_id), reason))
    return found


@dataclass(frozen=True)
class _Places:
    """Where a probe works, lives and learnt, as keys: of many who share a name few share one of these."""

    employer: str
    city: str
    schools: frozenset[str]

    @classmethod
    def of(cls, probe: Probe) -> "_Places":
        return cls(folded(probe.employer), folded(probe.city), frozenset(map(folded, probe.schools)))

    def shared_with(self, employer: str, city: str, schools: set[str] | None) -> MatchReason | None:
        if employer and employer == self.employer:
            return MatchReason.NAME_AND_EMPLOYER
        if schools and schools & self.schools:
            return MatchReason.NAME_AND_SCHOOL
        return MatchReason.NAME_AND_CITY if city and city == self.city else None


def _namesakes_near(spellings: dict[str, set[int]], places: list[_Places]) -> list[Any]:
    """Of many who share a name, those with the employer or in the city of their namesake among the probes."""
    named = [(spelling, places[index]) for spelling, indexes in spellings.items() for index in indexes]
    employers = {(spelling, place.employer) for spelling, place in named if place.employer}
    cities = {(spelling, place.city) for spelling, place in named if place.city}
    found: list[Any] = []
    for pairs, statement in ((employers, _same_place(Candidate.employer_key)), (cities, _same_place(Candidate.city_key))):
        if pairs:
            found += db.session.execute(statement, {"pairs": json.dumps(sorted(pairs))})
    return found


def _same_place(key: InstrumentedAttribute[str]) -> Select[int, str, str, str]:
    """People of these names at these places. The pairs are one value, however many: the statement is put together once."""
    return _same_place_on(key, db.session.get_bind().dialect.name)


@cache
def _same_place_on(key: InstrumentedAttribute[str], dialect: str) -> Select[int, str, str, str]:
    written = bindparam("pairs", type_=String)
    name: ColumnElement[Any]
    place: ColumnElement[Any]
    if dialect == "postgresql":
        pair = func.json_array_elements(cast(written, JSON)).column_valued("pair")
        name, place = (cast(func.json_extract_path_text(pair, str(at)), String) for at in (0, 1))
    else:
        each = func.json_each(written).table_valued("value").alias("pair")
        name, place = (func.json_extract(each.c.value, f"$[{at}]") for at in (0, 1))
    return _facts().where(Candidate.name_key == name, key == place)


def _facts() -> Select[int, str, str, str]:
    return select(Candidate.id, Candidate.name_key, Candidate.employer_key, Candidate.city_key).where(
        Candidate.erased_at.is_(None)
    )


def _people_near(same_name: Select[int, str, str, str], probes: Sequence[Probe]) -> list[Row[int, str, str, str]]:
    """People of the same name; at the same employer or in the same city those whose names are worth comparing."""
    parts = [same_name.limit(MOST_NEAR)]
    for probe in probes:
        if probe.employer:
            parts.append(_facts().where(Candidate.employer_key == folded(probe.employer)).limit(MOST_NEAR))
        for word in name_words(probe.name)[:4] if probe.city else ():
            beginning = Candidate.name_key.between(word[:3], word[:3] + "\uffff")
            parts.append(_facts().where(Candidate.city_key == folded(probe.city), beginning).limit(MOST_NEAR))
    rows = db.session.execute(union(*(select(part.subquery()) for part in parts)))
    keys = [folded(probe.name) for probe in probes]
    return [row for row in rows if _worth_a_look(row.name_key, keys)]  # type: ignore[return-value]


def _worth_a_look(name: str, keys: Sequence[str]) -> bool:
    """A fast first look, generous about titles."""
    return any(fuzz.token_sort_ratio(name, key, score_cutoff=SIMILAR - 20) for key in keys)


def _schools_of(ids: list[int]) -> dict[int, set[str]]:
    schools: dict[int, set[str]] = defaultdict(set)
    for owner, key in db.session.execute(
        select(Education.candidate_id, Education.school_key).where(Education.candidate_id.in_(ids))
    ):
        schools[owner].add(key)
    return schools
