"""Who knows whom, as a record shows it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import User
from app.accounts.viewing import once_per_viewer
from app.candidates.models import Candidate, ContactKind, ContactPoint
from app.candidates.policy import visible_candidates
from app.candidates.values import email_key
from app.core.text import folded
from app.extensions import db
from app.talent.models import Relationship
from app.talent.policy import visible_relationships

MOST = 50


@dataclass(frozen=True)
class Acquaintance:
    """A relationship from the side of one person. `candidate_id` is set when the other one is on record."""

    id: int
    label: object
    name: str
    words: str
    since: date | None
    candidate_id: int | None


def relationships_of(viewer: User, candidate_id: int) -> list[Acquaintance]:
    """Both what was noted on this record and what others' records say of this person."""
    rows = db.session.scalars(_relationships(viewer), {"person": candidate_id})
    return [_seen_from(row, candidate_id) for row in rows]


@once_per_viewer
def _relationships(viewer: User) -> Select[Relationship]:
    person = bindparam("person", type_=Integer)
    named = load_only(Candidate.full_name, Candidate.preferred_name, Candidate.erased_at)
    return (
        visible_relationships(viewer)
        .where(or_(Relationship.candidate_id == person, Relationship.other_id == person))
        .options(
            joinedload(Relationship.candidate).options(named), joinedload(Relationship.other).options(named),
            joinedload(Relationship.user).load_only(User.name),
        )
        .order_by(Relationship.id)
        .limit(MOST)
    )  # fmt: skip


def people_called(viewer: User, typed: str, *, but: int) -> list[Candidate]:
    """People of this very name or address, two at most: more than one says that it is not clear who is meant."""
    key = folded(typed)
    address = select(ContactPoint.candidate_id).where(
        ContactPoint.kind == ContactKind.EMAIL, ContactPoint.value_key == email_key(typed)
    )
    named = Candidate.id.in_(address) if "@" in typed else Candidate.name_key == key
    return list(db.session.scalars(visible_candidates(viewer).where(named, Candidate.id != but).limit(2))) if key else []


def colleague_called(typed: str) -> User | None:
    """The one colleague of this name or address."""
    key = folded(typed)
    found = select(User).where(or_(func.lower(User.name) == typed.strip().lower(), User.email_key == key)).limit(2)
    users = db.session.scalars(found).all()
    return users[0] if len(users) == 1 else None


def _seen_from(row: Relationship, candidate_id: int) -> Acquaintance:
    here = row.candidate_id == candidate_id
    person = row.other if here else row.candidate
    if person is not None and person.is_erased:
        person = None
    name = person.display_name if person else (row.user.name if row.user else row.words)
    words = row.words if person or row.user else ""
    label = row.kind.label if here else row.kind.from_the_other_side
    return Acquaintance(row.id, label, name, words, row.since, person.id if person else None)
