"""What people state about themselves: it counts at once, and the former values are answered so that it can be undone."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select

from app.candidates.commands.confirming import confirm_fields, confirmer
from app.candidates.commands.contacts import (
    add_contact_point,
    add_link,
    make_primary,
    remove_contact_point,
    remove_link,
)
from app.candidates.commands.freshness import confirm_details
from app.candidates.commands.people import change_candidate, installation_country
from app.candidates.commands.tags import set_skills
from app.candidates.models import (
    Candidate,
    CandidateLink,
    CandidateSkill,
    ContactKind,
    ContactPoint,
    Seniority,
    Skill,
)
from app.candidates.refusals import BadContact, BadDetail
from app.candidates.spoken import read_languages, shown_languages
from app.candidates.values import BadValue, link_key, phone_number, web_link
from app.core.actors import Actor
from app.core.text import one_line
from app.extensions import db

PLAIN = ("full_name", "preferred_name", "city", "country", "current_title", "current_employer", "work_authorisation")
READ = ("seniority", "languages", "available_from", "notice_period_days", "salary")
APART = ("phone", "links", "skills")
CURRENCY = "salary_currency"
OWN_DETAILS = (*PLAIN, *READ, CURRENCY, *APART)
"""What a candidate may say about themselves, each as text: days as `2027-01-31`, a link a line, skills between commas."""
MOST_LINKS = 20

CONFIRMED_AS = {"links": "link", "salary": "salary_minor"}
"""How the record calls what is not called the same there."""


def own_details(candidate: Candidate, *, locale: str = "en") -> dict[str, str]:
    """As they stand now; languages are named in `locale`."""
    phone, pay = _phone(candidate.id), candidate.salary_minor
    return {
        **{field: getattr(candidate, field) for field in PLAIN},
        "seniority": candidate.seniority.value if candidate.seniority else "",
        "languages": shown_languages(candidate.languages, locale),
        "available_from": candidate.available_from.isoformat() if candidate.available_from else "",
        "notice_period_days": "" if candidate.notice_period_days is None else str(candidate.notice_period_days),
        "salary": "" if pay is None else f"{Decimal(pay) / 100:f}".removesuffix(".00"),
        CURRENCY: candidate.salary_currency,
        "phone": phone.value if phone else "",
        "links": "\n".join(link.url for link in _links(candidate.id)),
        "skills": ", ".join(_skills(candidate.id)),
    }


def change_own_details(
    candidate: Candidate, said: Mapping[str, str], *, by: Actor, version: int | None = None, also: Collection[str] = ()
) -> dict[str, str]:
    """Make the details named in `said` say this, and leave the others alone; answers what those that changed said before.

    All of them are confirmed by the person, and so is what `also` names: parts of the record the same page showed.
    """
    before = own_details(candidate)
    change_candidate(candidate, values=_values(candidate, said), by=by, version=version)
    if "phone" in said:
        _change_phone(candidate, one_line(said["phone"]), by)
    if "links" in said:
        _change_links(candidate, said["links"].splitlines(), by)
    if "skills" in said:
        set_skills(candidate, names=said["skills"].replace("\n", ",").split(","), by=by)
    confirm_fields(candidate, [CONFIRMED_AS.get(field, field) for field in (*said, *also)], confirmer(by))
    db.session.flush()
    now_said = own_details(candidate)
    return {field: before[field] for field in said if now_said[field] != before[field]}


def looked_over(candidate: Candidate, *, changed: bool, by: Actor) -> None:
    """The person has seen all we asked about; nothing changed is an answer, too."""
    confirm_details(candidate, by=by, changed=changed)


def _values(candidate: Candidate, said: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {field: said[field] for field in PLAIN if field in said}
    for field in READ:
        if field in said:
            values |= _read(field, one_line(said[field]) if field != "languages" else said[field])
    if CURRENCY in said or "salary" in said:
        amount = values.get("salary_minor", candidate.salary_minor)
        currency = one_line(said.get(CURRENCY, "")) or candidate.salary_currency or "EUR"
        values[CURRENCY] = currency if amount is not None else ""
    return values


def _read(field: str, typed: str) -> dict[str, Any]:
    try:
        match field:
            case "seniority":
                return {field: Seniority(typed) if typed else None}
            case "languages":
                return {field: read_languages(typed)}
            case "available_from":
                return {field: date.fromisoformat(typed) if typed else None}
            case "notice_period_days":
                return {field: int(typed) if typed else None}
            case _:
                return {"salary_minor": int(Decimal(typed) * 100) if typed else None}
    except BadValue as bad:
        raise BadDetail(bad.reason, field=field) from None
    except (ValueError, InvalidOperation, OverflowError):
        raise BadDetail(BadDetail.unfit, field=field) from None


def _change_phone(candidate: Candidate, typed: str, by: Actor) -> None:
    number = _number(typed, candidate.country or installation_country()) if typed else ""
    present = _phone(candidate.id)
    if number == (present.value_key if present else ""):
        return
    known = db.session.scalar(
        select(ContactPoint).where(
            ContactPoint.candidate_id == candidate.id,
            ContactPoint.kind == ContactKind.PHONE,
            ContactPoint.value_key == number,
        )
    )
    if present is not None:
        remove_contact_point(present, candidate=candidate, by=by)
    if number:
        point = known or add_contact_point(candidate, kind=ContactKind.PHONE, value=number, by=by)
        db.session.flush()
        make_primary(point, candidate=candidate, by=by)


def _change_links(candidate: Candidate, typed: list[str], by: Actor) -> None:
    """Make these the links of the record; two spellings of one address are one."""
    wanted: dict[str, str] = {}
    for address in map(_address, filter(None, map(one_line, typed))):
        wanted.setdefault(link_key(address), address)
    if len(wanted) > MOST_LINKS:
        raise BadDetail(BadDetail.too_many_links, field="links")
    present = {link_key(link.url): link for link in _links(candidate.id)}
    for key, link in present.items():
        if key not in wanted:
            remove_link(link, candidate=candidate, by=by)
    db.session.flush()
    for key, address in wanted.items():
        if key not in present:
            add_link(candidate, url=address, by=by)
            db.session.flush()


def _skills(candidate_id: int) -> list[str]:
    held = select(Skill.name).join(CandidateSkill, CandidateSkill.skill_id == Skill.id)
    return list(db.session.scalars(held.where(CandidateSkill.candidate_id == candidate_id).order_by(CandidateSkill.id)))


def _phone(candidate_id: int) -> ContactPoint | None:
    return db.session.scalars(
        select(ContactPoint)
        .where(ContactPoint.candidate_id == candidate_id, ContactPoint.kind == ContactKind.PHONE)
        .order_by(ContactPoint.is_primary.desc(), ContactPoint.id)
        .limit(1)
    ).one_or_none()


def _links(candidate_id: int) -> list[CandidateLink]:
    theirs = select(CandidateLink).where(CandidateLink.candidate_id == candidate_id)
    return list(db.session.scalars(theirs.order_by(CandidateLink.id)))


def _number(typed: str, country: str) -> str:
    try:
        return phone_number(typed, country)
    except BadValue as bad:
        raise BadContact(bad.reason, field="phone") from None


def _address(typed: str) -> str:
    try:
        return web_link(typed)
    except BadValue as bad:
        raise BadContact(bad.reason, field="links") from None
