"""Addresses, numbers and links of a person."""

from sqlalchemy import select, update

from app.candidates.activities import ContactPointsChanged
from app.candidates.commands.confirming import confirm_fields, confirmer
from app.candidates.commands.people import installation_country
from app.candidates.models import Candidate, CandidateLink, CandidateSession, ContactKind, ContactPoint, MagicLink
from app.candidates.refusals import AlreadyOnRecord, BadContact
from app.candidates.values import BadValue, email_address, email_key, link_key, phone_number, web_link
from app.core.activity import Change, record
from app.core.actors import Actor
from app.core.clock import now
from app.extensions import db


def add_contact_point(candidate: Candidate, *, kind: ContactKind, value: str, by: Actor) -> ContactPoint:
    """One more address or number; the first of its kind becomes the primary one."""
    value, key = _read(candidate, kind, value)
    known = _points(candidate, kind)
    if any(point.value_key == key for point in known):
        raise AlreadyOnRecord(field=kind.value)
    point = ContactPoint(candidate_id=candidate.id, kind=kind, value=value, value_key=key, is_primary=not known)
    db.session.add(point)
    _told(candidate, f"{kind.value}-added", Change(kind.value, None, value), by)
    return point


def remove_contact_point(point: ContactPoint, *, candidate: Candidate, by: Actor) -> None:
    """Take an address or number off the record; another of its kind becomes the primary one.

    Whoever reads a mailbox that was struck off is not the person: its links and every open session end.
    """
    db.session.delete(point)
    db.session.flush()
    if point.kind is ContactKind.EMAIL:
        _shut_out(candidate.id, point.value_key)
    left = _points(candidate, point.kind)
    if point.is_primary and left:
        left[0].is_primary = True
    _told(candidate, f"{point.kind.value}-removed", Change(point.kind.value, point.value, None), by)


def make_primary(point: ContactPoint, *, candidate: Candidate, by: Actor) -> None:
    """Write to this address, call this number first."""
    db.session.execute(
        update(ContactPoint)
        .where(ContactPoint.candidate_id == candidate.id, ContactPoint.kind == point.kind)
        .values(is_primary=ContactPoint.id == point.id)
    )
    _told(candidate, f"{point.kind.value}-primary", Change(point.kind.value, None, point.value), by)


def add_link(candidate: Candidate, *, url: str, by: Actor) -> CandidateLink:
    try:
        address = web_link(url)
    except BadValue as bad:
        raise BadContact(bad.reason, field="link") from None
    known = db.session.scalars(select(CandidateLink.url).where(CandidateLink.candidate_id == candidate.id))
    if link_key(address) in {link_key(one) for one in known}:
        raise AlreadyOnRecord(field="link")
    link = CandidateLink(candidate_id=candidate.id, url=address)
    db.session.add(link)
    _told(candidate, "link-added", Change("link", None, address), by)
    return link


def remove_link(link: CandidateLink, *, candidate: Candidate, by: Actor) -> None:
    db.session.delete(link)
    _told(candidate, "link-removed", Change("link", link.url, None), by)


def _read(candidate: Candidate, kind: ContactKind, value: str) -> tuple[str, str]:
    try:
        if kind is ContactKind.EMAIL:
            address = email_address(value)
            return address, email_key(address)
        number = phone_number(value, candidate.country or installation_country())
        return number, number
    except BadValue as bad:
        raise BadContact(bad.reason, field=kind.value) from None


def _points(candidate: Candidate, kind: ContactKind) -> list[ContactPoint]:
    return list(
        db.session.scalars(
            select(ContactPoint)
            .where(ContactPoint.candidate_id == candidate.id, ContactPoint.kind == kind)
            .order_by(ContactPoint.id)
        )
    )


def _shut_out(candidate_id: int, key: str) -> None:
    links = db.session.scalars(
        select(MagicLink).where(
            MagicLink.candidate_id == candidate_id, MagicLink.used_at.is_(None), MagicLink.voided_at.is_(None)
        )
    )
    for link in links:
        if email_key(link.email) == key:
            link.voided_at = now()
    db.session.execute(
        update(CandidateSession)
        .where(CandidateSession.candidate_id == candidate_id, CandidateSession.ended_at.is_(None))
        .values(ended_at=now())
    )


def _told(candidate: Candidate, what: str, change: Change, by: Actor) -> None:
    confirm_fields(candidate, [change.field], confirmer(by))
    record(ContactPointsChanged(candidate=candidate, what=what), by=by, changes=[change])
