"""Looking for many people at once, by everything that could be theirs."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.candidates.duplicates.addresses import MOST_PER_REASON, by_contact, by_link
from app.candidates.duplicates.matches import Certainty, Hit, Match, MatchReason, Probe, strength
from app.candidates.duplicates.namesakes import by_name
from app.candidates.models import Candidate
from app.core.text import one_line
from app.extensions import db

FEW = 5
"""Up to so many probes are looked for with care: similar names too, not only the same."""


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
        len(probes), (*by_contact(probes, with_care), *by_link(probes), *by_name(probes, with_care)), except_id
    )


def find_namesakes(probes: Sequence[Probe]) -> list[list[Hit]]:
    """The part of `find_hits` that looks at names and web addresses: the rest is `find_known_addresses`."""
    return _sorted_out(len(probes), (*by_link(probes), *by_name(probes, with_care=False)))


def find_known_addresses(probes: Sequence[Probe]) -> list[list[Hit]]:
    """What can change between looking and writing: who holds the addresses and numbers of every probe."""
    return _sorted_out(len(probes), by_contact(probes, with_care=False))


def _sorted_out(
    number: int, found: Iterable[tuple[int, int, MatchReason]], except_id: int | None = None
) -> list[list[Hit]]:
    hits: list[dict[int, MatchReason]] = [{} for _probe in range(number)]
    for index, person_id, reason in found:
        if person_id == except_id:
            continue
        known = hits[index].get(person_id)
        if known is None or strength(reason) < strength(known):
            hits[index][person_id] = reason
    return [_ranked(hit) for hit in hits]


def _people(ids: set[int]) -> dict[int, Candidate]:
    if not ids:
        return {}
    found = select(Candidate).where(Candidate.id.in_(ids)).options(selectinload(Candidate.contact_points))
    return {person.id: person for person in db.session.scalars(found)}


def _ranked(found: dict[int, MatchReason]) -> list[Hit]:
    ranked = sorted(found.items(), key=lambda hit: (strength(hit[1]), hit[0]))
    return [Hit(person_id, reason) for person_id, reason in ranked[:MOST_PER_REASON]]


def _match(hit: Hit, person: Candidate) -> Match:
    certain = hit.reason is MatchReason.VERIFIED_EMAIL
    return Match(person, Certainty.CERTAIN if certain else Certainty.LIKELY, hit.reason)
