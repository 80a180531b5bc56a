"""Choosing one person: whose eyes a preview borrows, about whom one asks why they do or do not get it."""

import re

from sqlalchemy import Select, select

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
    """People the viewer may see whose name or address begins so, then those with such a word in their name."""
    return candidate_rows(_ids_like(typed.strip()[:LONGEST]))


def reader_called(typed: str) -> Candidate | None:
    """The person with this address, or the first with this name; None when nobody is meant."""
    typed = typed.strip()[:LONGEST]
    if "@" in typed:
        found = db.session.scalar(_with_address(folded(typed), whole=True).limit(1))
    else:
        found = next(iter(_ids_like(typed)), None)
    return db.session.get(Candidate, found) if found else None


def _ids_like(typed: str) -> list[int]:
    key = folded(typed)
    if not key:
        return []
    if "@" in typed:
        return list(db.session.scalars(_with_address(key, whole=False).limit(OFFERED)))
    starting = visible_candidates(viewer()).where(Candidate.name_key >= key, Candidate.name_key < key + LAST)
    ids = list(db.session.scalars(starting.with_only_columns(Candidate.id).order_by(Candidate.name_key).limit(OFFERED)))
    words = re.findall(r"\w+", typed)[:6]
    if words and len(ids) < OFFERED:
        query = parse(" ".join(f"name:{word}*" for word in words))
        ids += search_candidates(viewer(), query, sort="name", limit=OFFERED).ids
    return list(dict.fromkeys(ids))[:OFFERED]


def _with_address(key: str, *, whole: bool) -> Select[int]:
    """Ids of visible people by their e-mail."""
    like = [ContactPoint.value_key == key] if whole else [ContactPoint.value_key >= key, ContactPoint.value_key < key + LAST]
    points = select(ContactPoint.candidate_id).where(ContactPoint.kind == ContactKind.EMAIL, *like)
    return visible_candidates(viewer()).where(Candidate.id.in_(points)).with_only_columns(Candidate.id).order_by(Candidate.id)
