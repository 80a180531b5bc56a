"""What people correct about themselves: it counts at once, and the former values are answered so that it can be undone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

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
from app.candidates.models import Candidate, CandidateLink, CandidateSkill, ContactKind, ContactPoint, Skill
from app.candidates.refusals import BadContact
from app.candidates.values import BadValue, link_key, phone_number, web_link
from app.core.actors import Actor
from app.core.text import one_line
from app.extensions import db

PLAIN = ("full_name", "preferred_name", "city", "country", "current_title", "current_employer")


@dataclass(frozen=True)
class OwnDetails:
    """The details a candidate keeps themselves; phone and link are the first of theirs, skills stand in one line."""

    full_name: str
    preferred_name: str
    phone: str
    link: str
    city: str
    country: str
    current_title: str = ""
    current_employer: str = ""
    available_from: str = ""
    """A day as `2027-01-31`, or empty."""
    skills: str = ""


def own_details(candidate: Candidate) -> OwnDetails:
    """As they stand now."""
    phone, link = _phone(candidate.id), _link(candidate.id)
    return OwnDetails(
        full_name=candidate.full_name,
        preferred_name=candidate.preferred_name,
        phone=phone.value if phone else "",
        link=link.url if link else "",
        city=candidate.city,
        country=candidate.country,
        current_title=candidate.current_title,
        current_employer=candidate.current_employer,
        available_from=candidate.available_from.isoformat() if candidate.available_from else "",
        skills=", ".join(_skills(candidate.id)),
    )


def change_own_details(candidate: Candidate, wanted: OwnDetails, *, by: Actor, version: int | None = None) -> OwnDetails:
    """Make `wanted` the details of the record; answers what they were before. Whoever asked for it has the answer."""
    before = own_details(candidate)
    values: dict[str, Any] = {field: getattr(wanted, field) for field in PLAIN}
    values["available_from"] = date.fromisoformat(wanted.available_from) if wanted.available_from else None
    change_candidate(candidate, values=values, by=by, version=version)
    _change_phone(candidate, one_line(wanted.phone), by)
    _change_link(candidate, one_line(wanted.link), by)
    set_skills(candidate, names=wanted.skills.replace("\n", ",").split(","), by=by)
    confirm_details(candidate, by=by, changed=own_details(candidate) != before)
    return before


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


def _change_link(candidate: Candidate, typed: str, by: Actor) -> None:
    address = _address(typed) if typed else ""
    present = _link(candidate.id)
    if link_key(address) == (link_key(present.url) if present else ""):
        return
    links = db.session.scalars(select(CandidateLink.url).where(CandidateLink.candidate_id == candidate.id))
    is_known = link_key(address) in {link_key(url) for url in links}
    if present is not None:
        remove_link(present, candidate=candidate, by=by)
        db.session.flush()
    if address and not is_known:
        add_link(candidate, url=address, by=by)


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


def _link(candidate_id: int) -> CandidateLink | None:
    return db.session.scalars(
        select(CandidateLink).where(CandidateLink.candidate_id == candidate_id).order_by(CandidateLink.id).limit(1)
    ).one_or_none()


def _number(typed: str, country: str) -> str:
    try:
        return phone_number(typed, country)
    except BadValue as bad:
        raise BadContact(bad.reason, field="phone") from None


def _address(typed: str) -> str:
    try:
        return web_link(typed)
    except BadValue as bad:
        raise BadContact(bad.reason, field="link") from None
