"""Choosing one person: whose eyes a preview borrows, about whom one asks why they do or do not get it."""

import re

from sqlalchemy import select

from app.candidates.models import Candidate, ContactKind, ContactPoint
from app.candidates.policy import visible_candidates
from app.candidates.queries import CandidateRow, candidate_rows
from app.core.text import folded
from app.extensions import db
from app.search.parser import parse
from app.search.queries import search_candidates
from app.web.access import viewer

OFFERED = 8
LONGEST = 320
LAST = "\U0010ffff"


def readers_like(typed: str) -> list[CandidateRow]:
    """People the viewer may see whose name or address begins so."""
    typed = typed.strip()[:LONGEST]
    if "@" in typed:
        return candidate_rows(list(db.session.scalars(_with_address(folded(typed), whole=False).limit(OFFERED))))
    words = re.findall(r"\w+", typed)[:6]
    if not words:
        return []
    query = parse(" ".join(f"name:{word}*" for word in words))
    return candidate_rows(search_candidates(viewer(), query, sort="name", limit=OFFERED).ids)


def reader_called(typed: str) -> Candidate | None:
    """The person with this address, or the first with this name; None when nobody is meant."""
    typed = typed.strip()[:LONGEST]
    if not typed:
        return None
    if "@" in typed:
        found = db.session.scalar(_with_address(folded(typed), whole=True).limit(1))
        return db.session.get(Candidate, found) if found else None
    rows = readers_like(typed)
    exact = [row for row in rows if row.candidate.name_key == folded(typed)]
    return (exact or rows)[0].candidate if rows else None


def _with_address(key: str, *, whole: bool):  # type: ignore[no-untyped-def]
    """Ids of visible people by their e-mail."""
    like = ContactPoint.value_key == key if whole else (ContactPoint.value_key >= key) & (ContactPoint.value_key < key + LAST)
    points = select(ContactPoint.candidate_id).where(ContactPoint.kind == ContactKind.EMAIL, like)
    return visible_candidates(viewer()).where(Candidate.id.in_(points)).with_only_columns(Candidate.id).order_by(Candidate.id)
