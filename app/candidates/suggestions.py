"""What a document says that the record does not: suggestions, each with the line it was read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.candidates.models import Candidate, Skill
from app.candidates.values import BadValue, country_code, email_key, link_key
from app.core.text import folded
from app.extensions import db

US_STATES = frozenset(
    {
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA",
        "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH",
        "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "DC",
    }
)  # fmt: skip
"""Read as a region behind a city: San Francisco, CA is not in Canada. DE is left out: it is Germany far more often."""
SINGLE = {"name", "headline", "place", "position"}


@dataclass(frozen=True)
class SuggestedValue:
    """`key` names it in a form; `source` is the line it stands on; `current` what the record says now."""

    key: str
    field: str
    value: str
    source: str
    current: str = ""
    detail: dict[str, Any] | None = None


def suggested_values(candidate: Candidate, facts: dict[str, Any]) -> list[SuggestedValue]:
    """What is new or different; contact points, links, skills, experience and education must be loaded."""
    return [*_single(candidate, facts), *_contacts(candidate, facts), *_entries(candidate, facts)]


def gaps(candidate: Candidate, facts: dict[str, Any]) -> list[SuggestedValue]:
    """Suggestions for fields that are empty; never a name over a name, and never an e-mail address."""
    filled = {
        "phone": bool(candidate.phones),
        "skill": bool(candidate.skills),
        "experience": bool(candidate.experience),
        "education": bool(candidate.education),
        "language": bool(candidate.languages),
        "link": bool(candidate.links),
        "email": True,
    }
    return [
        one
        for one in suggested_values(candidate, facts)
        if not (one.current if one.field in SINGLE else filled.get(one.field))
    ]


def place_of(text: str) -> dict[str, str]:
    """City and country of a line such as "Köln, Germany"."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        return {}
    try:
        country = country_code(parts[-1]) if len(parts) > 1 and parts[-1] not in US_STATES else ""
    except BadValue:
        country = ""
    region = parts[1] if len(parts) > 2 or (len(parts) == 2 and not country) else ""
    return {"city": parts[0], "region": region, "country": country}


def position_of(facts: dict[str, Any]) -> dict[str, str]:
    """Title and employer of the present position."""
    current = next((one for one in facts.get("experience", ()) if one.get("is_current")), None)
    if current is None:
        return {}
    return {"current_title": current.get("title") or "", "current_employer": current.get("employer") or ""}


def _single(candidate: Candidate, facts: dict[str, Any]) -> Iterator[SuggestedValue]:
    name, headline, place = (facts.get(key) for key in ("full_name", "headline", "location"))
    unnamed = "@" in candidate.full_name
    if name and folded(name["value"]) != folded(candidate.full_name):
        yield SuggestedValue("name", "name", name["value"], name["source"], "" if unnamed else candidate.full_name)
    if headline and folded(headline["value"]) != folded(candidate.headline):
        yield SuggestedValue("headline", "headline", headline["value"], headline["source"], candidate.headline)
    if place and folded(place_of(place["value"]).get("city")) != candidate.city_key:
        yield SuggestedValue("place", "place", place["value"], place["source"], candidate.city)
    position = position_of(facts)
    if position and [folded(one) for one in position.values()] != [candidate.title_key, candidate.employer_key]:
        source = next(one["source"] for one in facts["experience"] if one.get("is_current"))
        now = ", ".join(part for part in (candidate.current_title, candidate.current_employer) if part)
        yield SuggestedValue("position", "position", ", ".join(v for v in position.values() if v), source, now, position)


def _contacts(candidate: Candidate, facts: dict[str, Any]) -> Iterator[SuggestedValue]:
    emails = {point.value_key for point in candidate.emails}
    phones = {point.value_key for point in candidate.phones}
    links = {link_key(link.url) for link in candidate.links}
    yield from _missing("email", facts.get("emails", ()), emails, email_key)
    yield from _missing("phone", facts.get("phones", ()), phones, str)
    yield from _missing("link", facts.get("links", ()), links, link_key)


def _missing(field: str, found: Any, known: set[str], key: Any) -> Iterator[SuggestedValue]:
    for index, one in enumerate(found):
        if key(one["value"]) not in known:
            yield SuggestedValue(f"{field}-{index}", field, one["value"], one["source"])


def _entries(candidate: Candidate, facts: dict[str, Any]) -> Iterator[SuggestedValue]:
    yield from _missing("skill", facts.get("skills", ()), _skills_known(candidate), folded)
    for index, one in enumerate(facts.get("languages", ())):
        if one["code"] not in (candidate.languages or {}):
            value = " · ".join(part for part in (one["name"], one["level"]) if part)
            yield SuggestedValue(f"language-{index}", "language", value, one["source"], detail=one)
    jobs = {(entry.employer_key, folded(entry.title)) for entry in candidate.experience}
    for index, one in enumerate(facts.get("experience", ())):
        if (folded(one["employer"]), folded(one["title"])) not in jobs:
            value = _line(one["title"], one["employer"], one["start"], one["end"])
            yield SuggestedValue(f"experience-{index}", "experience", value, one["source"], detail=one)
    schools = {(entry.school_key, folded(entry.degree)) for entry in candidate.education}
    for index, one in enumerate(facts.get("education", ())):
        if (folded(one["school"]), folded(one["degree"])) not in schools:
            value = _line(one["degree"], one["school"], one["start"], one["end"])
            yield SuggestedValue(f"education-{index}", "education", value, one["source"], detail=one)


def _skills_known(candidate: Candidate) -> set[str]:
    """Keys of skills that need no suggesting: those on the record by any of their names, and hidden ones."""
    held = [one.skill for one in candidate.skills]
    hidden = set(db.session.scalars(select(Skill.name_key).where(Skill.hidden)))
    return hidden | {skill.name_key for skill in held} | {alias.name_key for skill in held for alias in skill.aliases}


def _line(what: str | None, where: str | None, start: str | None, end: str | None) -> str:
    years = "–".join(part for part in (start, end) if part)
    return ", ".join(part for part in (what, where, years) if part)
