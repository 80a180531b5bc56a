"""The sweep that compares changed records with everybody: set by set, through indexed keys, never all with all."""

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, select

from app.candidates.duplicates import Hit, MatchReason, Probe, find_hits, name_words, similar_names, strength
from app.candidates.merging.ledger import execute
from app.candidates.merging.pairs import store_pairs
from app.candidates.models import Candidate, CandidateLink, ContactKind, ContactPoint, DuplicateCheck, Education
from app.candidates.values import email_key, untagged
from app.core.text import folded
from app.core.transaction import reading, transaction
from app.extensions import db

CHUNK = 50
PAUSE_SECONDS = 0.05
MOST_ALIKE = 20
"""A number, a link or a name and a city that more people share than this says nothing about any two of them."""
MOST_NEAR = 200
BEGINNING = 3
TELLING = frozenset({MatchReason.VERIFIED_EMAIL, MatchReason.SAME_EMAIL, MatchReason.TAG_TWIN})


def compare_changed_candidates() -> int:
    """Find the pairs of the next people who changed; answers how many people. Safe to kill and to run twice."""
    began = time.monotonic()
    with reading():
        waiting = db.session.execute(
            select(DuplicateCheck.candidate_id, DuplicateCheck.since).order_by(DuplicateCheck.candidate_id.desc()).limit(CHUNK)
        ).all()
        probes = probes_of([row.candidate_id for row in waiting])
        found = find_pairs(probes)
    if not waiting:
        return 0
    with transaction():
        for row in waiting:
            seen = (DuplicateCheck.candidate_id == row.candidate_id, DuplicateCheck.since == row.since)
            execute(delete(DuplicateCheck).where(*seen))
        ends = {*probes, *(hit.candidate_id for hits in found.values() for hit in hits)}
        living = set(db.session.scalars(select(Candidate.id).where(Candidate.id.in_(ends), Candidate.erased_at.is_(None))))
        still = {one: [hit for hit in hits if hit.candidate_id in living] for one, hits in found.items() if one in living}
        store_pairs(still, [row.candidate_id for row in waiting])
    time.sleep(max(PAUSE_SECONDS, time.monotonic() - began))  # people and mail come first
    return len(waiting)


def waiting_checks() -> int:
    """How many people wait to be compared."""
    return db.session.scalar(select(func.count()).select_from(DuplicateCheck)) or 0


def probes_of(ids: Sequence[int]) -> dict[int, Probe]:
    """What to look for, of each of these people who still is one."""
    people = select(Candidate.id, Candidate.full_name, Candidate.current_employer, Candidate.city)
    rows = db.session.execute(people.where(Candidate.id.in_(ids), Candidate.erased_at.is_(None))).all()
    points: dict[tuple[int, ContactKind], list[str]] = defaultdict(list)
    for owner, kind, value in _values(ContactPoint.candidate_id, ContactPoint.kind, ContactPoint.value_key, ids=ids):
        points[owner, kind].append(value)
    links: dict[int, list[str]] = defaultdict(list)
    for owner, url in _values(CandidateLink.candidate_id, CandidateLink.url, ids=ids):
        links[owner].append(url)
    schools: dict[int, list[str]] = defaultdict(list)
    for owner, school in _values(Education.candidate_id, Education.school, ids=ids):
        schools[owner].append(school)
    return {
        number: Probe(
            "" if "@" in name else name, tuple(points[number, ContactKind.EMAIL]), tuple(points[number, ContactKind.PHONE]),
            tuple(links[number]), employer, city, tuple(schools[number]),
        )
        for number, name, employer, city in rows
    }  # fmt: skip


def find_pairs(probes: dict[int, Probe]) -> dict[int, list[Hit]]:
    """Who each of these people may be, without what too many share."""
    if not probes:
        return {}
    surely = find_hits(list(probes.values()))
    return {
        owner: _worth_asking([hit for hit in (*hits, *_near(probe)) if hit.candidate_id != owner])
        for (owner, probe), hits in zip(probes.items(), surely, strict=True)
    }


def _worth_asking(hits: list[Hit]) -> list[Hit]:
    best: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda one: strength(one.reason)):
        best.setdefault(hit.candidate_id, hit)
    shared = Counter(hit.reason for hit in best.values())
    return [hit for hit in best.values() if hit.reason in TELLING or shared[hit.reason] <= MOST_ALIKE]


_at_employer = (
    select(Candidate.id, Candidate.name_key)
    .where(Candidate.employer_key == bindparam("place"), Candidate.erased_at.is_(None))
    .where(Candidate.name_key >= bindparam("low"), Candidate.name_key < bindparam("high"))
    .limit(MOST_NEAR)
)
_in_city = (
    select(Candidate.id, Candidate.name_key)
    .where(Candidate.city_key == bindparam("place"), Candidate.erased_at.is_(None))
    .where(Candidate.name_key >= bindparam("low"), Candidate.name_key < bindparam("high"))
    .limit(MOST_NEAR)
)
_tagged = (
    select(ContactPoint.candidate_id, ContactPoint.value_key)
    .where(ContactPoint.kind == ContactKind.EMAIL)
    .where(ContactPoint.value_key >= bindparam("low"), ContactPoint.value_key < bindparam("high"))
    .limit(MOST_ALIKE)
)


def _near(probe: Probe) -> list[Hit]:
    """Similar names in the same place whose first or last name begins alike, and twins of an address with a tag."""
    hits = []
    words = {word[:BEGINNING] for word in name_words(probe.name)[:3] if len(word) >= BEGINNING}
    for statement, place, reason in (
        (_at_employer, folded(probe.employer), MatchReason.NAME_AND_EMPLOYER),
        (_in_city, folded(probe.city), MatchReason.NAME_AND_CITY),
    ):
        for low in words if place else ():
            rows = db.session.execute(statement, {"place": place, "low": low, "high": low + "\uffff"})
            hits += [Hit(number, reason) for number, name in rows if similar_names(probe.name, name)]
    for address in probe.emails:
        key = email_key(address)
        local, _at, domain = untagged(key).rpartition("@")
        rows = db.session.execute(_tagged, {"low": f"{local}+", "high": f"{local},"})
        hits += [Hit(owner, MatchReason.TAG_TWIN) for owner, other in rows if other.endswith(f"@{domain}") and other != key]
    return hits


def _values(owner: Any, *columns: Any, ids: Sequence[int]) -> Sequence[Any]:
    return db.session.execute(select(owner, *columns).where(owner.in_(ids))).all()
