"""Adding a person and changing what the record itself says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from app.accounts.queries import installation
from app.candidates.activities import CandidateAdded, CandidateChanged, OwnerChanged
from app.candidates.commands.confirming import confirm_fields, confirmer
from app.candidates.commands.consents import owe_notice, record_touchpoint
from app.candidates.commands.tags import skills_named
from app.candidates.facts import PersonFacts
from app.candidates.models import Candidate, CandidateLink, CandidateSkill, ContactKind, ContactPoint
from app.candidates.refusals import BadContact, NameMissing
from app.candidates.values import (
    GERMAN_SPEAKING,
    BadValue,
    country_code,
    email_address,
    email_key,
    link_key,
    phone_number,
    web_link,
)
from app.core.activity import Change, record
from app.core.actors import Actor, ActorKind
from app.core.clock import now
from app.core.rows import insert_rows
from app.core.text import folded, one_line
from app.extensions import db
from app.intelligence.names import split_name

SELF = "application"
"""The origin of people who gave us their details themselves; every other origin owes them a notice."""
TOLD_BY_THEMSELVES = frozenset({SELF, "community", "event-registration"})

FOLDED = {"full_name": "name_key", "current_title": "title_key", "current_employer": "employer_key",
          "city": "city_key", "source": "source_key"}  # fmt: skip
CHANGEABLE = frozenset(
    {
        "full_name", "given_name", "family_name", "preferred_name", "headline", "current_title", "current_employer",
        "city", "region", "country", "locale", "remote", "seniority", "available_from", "notice_period_days",
        "salary_minor", "salary_currency", "work_authorisation", "languages", "source",
    }
)  # fmt: skip


def add_candidate(
    facts: PersonFacts,
    *,
    by: Actor,
    origin: str = "recruiter",
    owner_id: int | None = None,
    lawful_basis: str = "",
    medium: str = "",
) -> Candidate:
    """A new record. Look for duplicates first: nothing here refuses a person who may be known already.

    People who did not come to us themselves (`origin` other than application or community) are owed a notice.
    """
    candidate = made_record(facts, country=installation_country(), confirmed_by=confirmer(by))
    candidate.owner_id = owner_id
    if by.kind in (ActorKind.CANDIDATE, ActorKind.VISITOR):
        candidate.human_signal_at = now()
    db.session.add(candidate)
    db.session.flush()
    skills = skills_named(facts.skills)
    insert_rows(CandidateSkill, [{"candidate_id": candidate.id, "skill_id": skill.id} for skill in skills.values()])
    if facts.source:
        record_touchpoint(candidate, source=facts.source, medium=medium or origin, by=by)
    if origin not in TOLD_BY_THEMSELVES:
        owe_notice(candidate, origin=origin, lawful_basis=lawful_basis)
    record(CandidateAdded(candidate=candidate, origin=origin), by=by)
    return candidate


def made_record(facts: PersonFacts, *, country: str, confirmed_by: str) -> Candidate:
    """The normalised record, with its contact points, not yet in a session. Raises NameMissing and BadContact."""
    said = record_values(facts, country=country, confirmed_by=confirmed_by)
    return Candidate(
        **said.values,
        contact_points=[ContactPoint(**point) for point in said.points],
        links=[CandidateLink(url=url) for url in said.links],
    )


@dataclass(frozen=True)
class RecordValues:
    """A normalised record as plain columns, for one at a time and for thousands."""

    values: dict[str, Any]
    points: list[dict[str, Any]]
    links: list[str]


def record_values(facts: PersonFacts, *, country: str, confirmed_by: str) -> RecordValues:
    """What `facts` come to in columns. Raises NameMissing and BadContact."""
    home = _checked(country_code, facts.country, "country")
    points, links = _contact_points(facts, home or country), _links(facts.links)
    name = one_line(facts.name)[:200] or next(iter((*(point["value"] for point in points), *links)), "")[:200]
    if not name:
        raise NameMissing()
    given, family = (facts.given_name, facts.family_name) if facts.given_name or facts.family_name else _split(name)
    values: dict[str, Any] = {
        "full_name": name,
        "given_name": one_line(given)[:200],
        "family_name": one_line(family)[:200],
        "preferred_name": one_line(facts.preferred_name)[:200],
        "headline": one_line(facts.headline)[:300],
        "current_title": one_line(facts.title)[:200],
        "current_employer": one_line(facts.employer)[:200],
        "city": one_line(facts.city)[:200],
        "region": one_line(facts.region)[:200],
        "country": home,
        "locale": facts.locale or locale_of(home or country),
        "source": one_line(facts.source)[:200],
    }
    moment = now().isoformat(timespec="seconds")
    confirmations = {field: [moment, confirmed_by] for field, value in values.items() if value}
    keys = {key: folded(values[field]) for field, key in FOLDED.items()}
    return RecordValues({**values, **keys, "languages": {}, "confirmations": confirmations}, points, links)


def change_candidate(
    candidate: Candidate, *, values: Mapping[str, Any], by: Actor, version: int | None = None, source: str = ""
) -> list[str]:
    """Change fields of the record; answers which really changed. `version` is what the form saw.

    `source` names who confirms the fields when it is not `by` (a parser, an import).
    """
    candidate.check_version(version)
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise ValueError(f"not fields of a candidate: {sorted(unknown)}")
    wanted = {field: _cleaned(field, value) for field, value in values.items()}
    if wanted.get("full_name") == "":
        raise NameMissing()
    if wanted.get("full_name", candidate.full_name) != candidate.full_name and _leaves_parts(candidate, wanted):
        wanted["given_name"], wanted["family_name"] = _split(wanted["full_name"])
    changes = []
    for field, value in wanted.items():
        before = getattr(candidate, field)
        if before != value:
            setattr(candidate, field, value)
            changes.append(Change(field, shown(field, before), shown(field, value)))
    confirm_fields(candidate, wanted, source or confirmer(by))
    if not changes:
        return []
    fold_keys(candidate)
    if by.kind is ActorKind.CANDIDATE:
        candidate.human_signal_at = now()
    fields = tuple(change.field for change in changes)
    record(CandidateChanged(candidate=candidate, fields=fields), by=by, changes=changes)
    return list(fields)


def _leaves_parts(candidate: Candidate, wanted: Mapping[str, Any]) -> bool:
    """Whether given and family name are left as they were: then they follow a changed name."""
    return all(wanted.get(part, getattr(candidate, part)) == getattr(candidate, part) for part in ("given_name", "family_name"))


def assign_owner(candidate: Candidate, *, owner_id: int | None, by: Actor) -> None:
    """Make somebody look after this person; None leaves the record without an owner."""
    if candidate.owner_id != owner_id:
        candidate.owner_id = owner_id
        record(OwnerChanged(candidate=candidate, owner_id=owner_id), by=by)


def installation_country() -> str:
    """Where a phone number without a country code is dialled, and the language people are written to in."""
    company = installation()
    return (company.default_country if company else "") or "DE"


def locale_of(country: str) -> str:
    return "de" if country in GERMAN_SPEAKING else "en"


def fold_keys(candidate: Candidate) -> None:
    for field, key in FOLDED.items():
        setattr(candidate, key, folded(getattr(candidate, field)))


def shown(field: str, value: Any) -> str | None:
    """A field's value as the history shows it."""
    if value in (None, "", {}):
        return None
    if field == "salary_minor":
        return f"{value / 100:,.0f}"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {level}".strip() for key, level in value.items())
    return value.isoformat() if isinstance(value, date) else str(value)


_LIMITS = {"headline": 300, "locale": 10, "salary_currency": 3}


def _cleaned(field: str, value: Any) -> Any:
    if field == "country":
        return _checked(country_code, value or "", "country")
    return one_line(value)[: _LIMITS.get(field, 200)] if isinstance(value, str) else value


def _split(name: str) -> tuple[str, str]:
    """Given and family name, as a guess; an address in place of a name has neither."""
    if "@" in name or name.startswith(("+", "http")):
        return "", ""
    words = name.split()
    if len(words) == 2 and name.replace(" ", "").isalpha():
        return words[0], words[1]
    return split_name(name)


def _contact_points(facts: PersonFacts, country: str) -> list[dict[str, Any]]:
    points: dict[tuple[ContactKind, str], dict[str, Any]] = {}
    for typed in facts.emails:
        if one_line(typed):
            address = _checked(email_address, typed, "email")
            _keep(points, ContactKind.EMAIL, address, email_key(address))
    for typed in facts.phones:
        if one_line(typed):
            number = _checked(lambda text: phone_number(text, country), typed, "phone")
            _keep(points, ContactKind.PHONE, number, number)
    return list(points.values())


def _keep(points: dict[tuple[ContactKind, str], dict[str, Any]], kind: ContactKind, value: str, key: str) -> None:
    first = not any(known is kind for known, _key in points)
    points.setdefault((kind, key), {"kind": kind, "value": value, "value_key": key, "is_primary": first})


def _links(typed: Iterable[str]) -> list[str]:
    links: dict[str, str] = {}
    for text in typed:
        if one_line(text):
            address = _checked(web_link, text, "link")
            links.setdefault(link_key(address), address)
    return list(links.values())


def _checked(read: Any, typed: str, field: str) -> str:
    try:
        return str(read(typed))
    except BadValue as bad:
        raise BadContact(bad.reason, field=field) from None
