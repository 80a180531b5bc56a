"""Who may be known already: certain or likely, each with its reason. Nothing merges by itself.

Set-wise: `find_all_duplicates` asks a handful of queries for any number of people, so that an import can use it too.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from flask_babel import lazy_gettext as _
from rapidfuzz import fuzz
from sqlalchemy import JSON, ColumnElement, Row, Select, String, bindparam, cast, func, select, union
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from app.candidates.models import Candidate, CandidateLink, ContactKind, ContactPoint, Education
from app.candidates.values import email_key, link_key, untagged
from app.core.text import folded, one_line
from app.extensions import db

SIMILAR = 88
MOST_PER_REASON = 50
MOST_NEAR = 300
FEW = 5
"""Up to so many probes are looked for with care: similar names too, not only the same."""
_TITLES = frozenset(["dr", "prof", "herr", "frau", "mr", "mrs", "ms", "mx", "dipl", "ing", "phd", "msc", "bsc", "mba", "jr", "sr", "ii", "iii", "iv", "md", "rn"])


class Certainty(Enum):
    CERTAIN = "certain"
    LIKELY = "likely"

    @property
    def label(self) -> object:
        return {Certainty.CERTAIN: _("Same person"), Certainty.LIKELY: _("Possibly the same person")}[self]


class MatchReason(Enum):
    """Why two records may be one person, strongest first."""

    VERIFIED_EMAIL = "verified_email"
    SAME_EMAIL = "same_email"
    SAME_LINK = "same_link"
    SHARED_PHONE = "shared_phone"
    TAG_TWIN = "tag_twin"
    EMAIL_OTHER_NAME = "email_other_name"
    NAME_AND_EMPLOYER = "name_and_employer"
    NAME_AND_SCHOOL = "name_and_school"
    NAME_AND_CITY = "name_and_city"

    @property
    def is_same_person(self) -> bool:
        """Same address and a compatible name: what an import takes for somebody already known."""
        return self in (MatchReason.VERIFIED_EMAIL, MatchReason.SAME_EMAIL)

    @property
    def label(self) -> object:
        return {
            MatchReason.VERIFIED_EMAIL: _("same verified e-mail"),
            MatchReason.SAME_EMAIL: _("same e-mail"),
            MatchReason.SAME_LINK: _("same web address"),
            MatchReason.SHARED_PHONE: _("shared phone number"),
            MatchReason.TAG_TWIN: _("same e-mail apart from a plus tag"),
            MatchReason.EMAIL_OTHER_NAME: _("same e-mail, another name"),
            MatchReason.NAME_AND_EMPLOYER: _("similar name, same employer"),
            MatchReason.NAME_AND_SCHOOL: _("similar name, same school"),
            MatchReason.NAME_AND_CITY: _("similar name, same city"),
        }[self]


_STRENGTH = {reason: rank for rank, reason in enumerate(MatchReason)}


def strength(reason: MatchReason) -> int:
    """0 for the surest reason, more for weaker ones."""
    return _STRENGTH[reason]


@dataclass(frozen=True)
class Probe:
    """Somebody to look for, in normalised values."""

    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    employer: str = ""
    city: str = ""
    schools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """Somebody found, and why."""

    candidate_id: int
    reason: MatchReason


@dataclass(frozen=True)
class Match:
    """A hit with its record, for people to look at."""

    candidate: Candidate
    certainty: Certainty
    reason: MatchReason


def find_duplicates(
    *,
    name: str = "",
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    links: Iterable[str] = (),
    employer: str = "",
    city: str = "",
    schools: Iterable[str] = (),
    except_id: int | None = None,
) -> list[Match]:
    """Who this may be, strongest reason first. Phones in E.164; contact points of the matches are loaded."""
    said = [tuple(one_line(value) for value in values if value) for values in (emails, phones, links, schools)]
    probe = Probe(one_line(name), said[0], said[1], said[2], one_line(employer), one_line(city), said[3])
    return find_all_duplicates([probe], except_id=except_id)[0]


def find_all_duplicates(probes: Sequence[Probe], *, except_id: int | None = None) -> list[list[Match]]:
    """The matches of every probe, in a handful of queries for all of them; never the record `except_id`."""
    found = find_hits(probes, except_id=except_id, with_care=len(probes) <= FEW)
    people = _people({hit.candidate_id for hits in found for hit in hits})
    return [[_match(hit, people[hit.candidate_id]) for hit in hits if hit.candidate_id in people] for hits in found]


def find_hits(probes: Sequence[Probe], *, except_id: int | None = None, with_care: bool = False) -> list[list[Hit]]:
    """Who every probe may be, strongest reason first; no record is loaded. `with_care` looks for similar names too."""
    return _sorted_out(
        len(probes), (*_by_contact(probes, with_care), *_by_link(probes), *_by_name(probes, with_care)), except_id
    )


def find_namesakes(probes: Sequence[Probe]) -> list[list[Hit]]:
    """The part of `find_hits` that looks at names and web addresses: the rest is `find_known_addresses`."""
    return _sorted_out(len(probes), (*_by_link(probes), *_by_name(probes, with_care=False)))


def find_known_addresses(probes: Sequence[Probe]) -> list[list[Hit]]:
    """What can change between looking and writing: who holds the addresses and numbers of every probe."""
    return _sorted_out(len(probes), _by_contact(probes, with_care=False))


def _sorted_out(
    number: int, found: Iterable[tuple[int, int, MatchReason]], except_id: int | None = None
) -> list[list[Hit]]:
    hits: list[dict[int, MatchReason]] = [{} for _probe in range(number)]
    for index, person_id, reason in found:
        if person_id == except_id:
            continue
        known = hits[index].get(person_id)
        if known is None or _STRENGTH[reason] < _STRENGTH[known]:
            hits[index][person_id] = reason
    return [_ranked(hit) for hit in hits]


def compatible_names(one: str, other: str) -> bool:
    """Whether both can be names of one person: order, titles, initials and missing middle names do not matter."""
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return True
    short, long = sorted((first, second), key=len)
    if all(any(_same_word(word, other_word) for other_word in long) for word in short):
        return True
    return fuzz.token_sort_ratio(" ".join(first), " ".join(second)) >= SIMILAR


def similar_names(one: str, other: str) -> bool:
    """Close enough to ask about, for people who share something else as well; "Shmidt" and "Schmidt" are."""
    first, second = name_words(one), name_words(other)
    if len(first) < 2 or len(second) < 2:
        return bool(first) and first == second
    return fuzz.token_sort_ratio(" ".join(first), " ".join(second)) >= SIMILAR


@lru_cache(4096)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart."""
    words = "".join(sign if sign.isalnum() or sign in "'’" else " " for sign in folded(name)).split()
    return tuple(word for word in words if word not in _TITLES)


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _by_contact(probes: Sequence[Probe], with_care: bool) -> list[tuple[int, int, MatchReason]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    numbers: dict[str, set[int]] = defaultdict(set)
    for index, probe in enumerate(probes):
        for address in probe.emails:
            key = email_key(address)
            wanted[key].add(index)
            if "+" in key:
                wanted[untagged(key)].add(index)
        for number in probe.phones:
            numbers[number].add(index)
    keys = sorted({*wanted, *numbers})
    if not keys:
        return []
    rows = db.session.execute(
        select(ContactPoint.kind, ContactPoint.value_key, ContactPoint.verified_at, Candidate.id, Candidate.full_name)
        .join(Candidate, Candidate.id == ContactPoint.candidate_id)
        .where(ContactPoint.kind.in_(list(ContactKind)), ContactPoint.value_key.in_(keys), Candidate.erased_at.is_(None))
    )
    found = []
    for kind, key, verified_at, person_id, name in rows:
        for index in (wanted if kind is ContactKind.EMAIL else numbers).get(key, ()):
            found.append((index, person_id, _contact_reason(probes[index], kind, key, bool(verified_at), name)))
    return [*found, *_tagged_twins(probes)] if with_care else found


def _contact_reason(probe: Probe, kind: ContactKind, key: str, verified: bool, name: str) -> MatchReason:
    if kind is ContactKind.PHONE:
        return MatchReason.SHARED_PHONE
    if key not in {email_key(address) for address in probe.emails}:
        return MatchReason.TAG_TWIN
    if "@" not in name and not compatible_names(probe.name, name):
        return MatchReason.EMAIL_OTHER_NAME
    return MatchReason.VERIFIED_EMAIL if verified else MatchReason.SAME_EMAIL


def _tagged_twins(probes: Sequence[Probe]) -> list[tuple[int, int, MatchReason]]:
    """The other way round: the record has the tag, the probe has not. Only for single look-ups: it is a range each."""
    found = []
    for index, probe in enumerate(probes):
        for address in probe.emails:
            local, _at, domain = untagged(email_key(address)).rpartition("@")
            rows = db.session.execute(
                select(ContactPoint.candidate_id, ContactPoint.value_key)
                .join(Candidate, Candidate.id == ContactPoint.candidate_id)
                .where(ContactPoint.kind == ContactKind.EMAIL, Candidate.erased_at.is_(None))
                .where(ContactPoint.value_key >= f"{local}+", ContactPoint.value_key < f"{local},")
                .limit(MOST_PER_REASON)
            )
            found += [(index, owner, MatchReason.TAG_TWIN) for owner, key in rows
                      if key.endswith(f"@{domain}") and key != email_key(address)]  # fmt: skip
    return found


def _by_link(probes: Sequence[Probe]) -> list[tuple[int, int, MatchReason]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for index, probe in enumerate(probes):
        for address in probe.links:
            wanted[link_key(address)].add(index)
    if not wanted:
        return []
    spellings = [f"{start}{key}{end}" for key in wanted for start in _STARTS for end in ("", "/")]
    rows = db.session.execute(
        select(CandidateLink.candidate_id, CandidateLink.url)
        .join(Candidate, Candidate.id == CandidateLink.candidate_id)
        .where(CandidateLink.url.in_(spellings), Candidate.erased_at.is_(None))
    )
    return [(index, owner, MatchReason.SAME_LINK) for owner, url in rows for index in wanted.get(link_key(url), ())]


_STARTS = ("https://", "https://www.", "http://", "http://www.")


def _by_name(probes: Sequence[Probe], with_care: bool) -> list[tuple[int, int, MatchReason]]:
    """Same name and same employer, city or school; with care also a similar name at the same employer."""
    spellings: dict[str, set[int]] = defaultdict(set)
    for index, probe in enumerate(probes):
        for spelling in _spellings(probe.name):
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


def _spellings(name: str) -> set[str]:
    key = folded(name)
    if not name_words(name):
        return set()
    words = key.replace(",", " ").split()
    return {key, " ".join(words), " ".join([*words[1:], words[0]]), " ".join([words[-1], *words[:-1]])}


def _schools_of(ids: list[int]) -> dict[int, set[str]]:
    schools: dict[int, set[str]] = defaultdict(set)
    for owner, key in db.session.execute(
        select(Education.candidate_id, Education.school_key).where(Education.candidate_id.in_(ids))
    ):
        schools[owner].add(key)
    return schools


def _people(ids: set[int]) -> dict[int, Candidate]:
    if not ids:
        return {}
    found = select(Candidate).where(Candidate.id.in_(ids)).options(selectinload(Candidate.contact_points))
    return {person.id: person for person in db.session.scalars(found)}


def _ranked(found: dict[int, MatchReason]) -> list[Hit]:
    ranked = sorted(found.items(), key=lambda hit: (_STRENGTH[hit[1]], hit[0]))
    return [Hit(person_id, reason) for person_id, reason in ranked[:MOST_PER_REASON]]


def _match(hit: Hit, person: Candidate) -> Match:
    certain = hit.reason is MatchReason.VERIFIED_EMAIL
    return Match(person, Certainty.CERTAIN if certain else Certainty.LIKELY, hit.reason)
