"""The small things beside a record, all in one statement: asking costs more than answering."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    literal_column,
    null,
    or_,
    select,
    true,
    union_all,
)

from app.candidates.models import (
    Candidate,
    CandidateTag,
    Consent,
    CustomField,
    NoticeDuty,
    RefreshRequest,
    Tag,
    Todo,
)
from app.core.clock import now
from app.core.types import UtcDateTime
from app.extensions import db
from app.mailing.gate import address_hashes
from app.mailing.models import Suppression, SuppressionReason
from app.talent.models import Community, Membership, PoolMember, Relationship


@dataclass(frozen=True)
class Named:
    id: int
    name: str


@dataclass(frozen=True)
class Joined:
    """A community somebody is in."""

    community_id: int
    name: str
    at: datetime


@dataclass(frozen=True)
class Asked:
    """When somebody was last asked whether all this is still right, and when they looked it over."""

    at: datetime
    answered_at: datetime | None


@dataclass
class Beside:
    tags: list[Named] = field(default_factory=list)
    communities: list[Joined] = field(default_factory=list)
    asked: Asked | None = None
    told_by: datetime | None = None
    """By when they must be told that we hold their details; None when they know."""
    suppressions: list[SuppressionReason] = field(default_factory=list)
    """Why their first address is not written to."""
    tables: set[str] = field(default_factory=set)

    @classmethod
    def unasked(cls) -> "Beside":
        """For those who read a part of the record only: nothing is known, so everything else has to be asked."""
        return cls(tables={model.__tablename__ for model, _name, _about_them in _HELD})

    def has(self, model: type[Any]) -> bool:
        """Whether this table holds anything about them. What holds nothing need not be asked."""
        return model.__tablename__ in self.tables


def beside(candidate: Candidate) -> Beside:
    """What stands beside the record of `candidate`, whose contact points are loaded."""
    found = Beside()
    address = candidate.primary_email
    asked = {"person": candidate.id, "hashes": address_hashes(address) if address else [""]}
    for what, number, words, at, until in db.session.execute(_BESIDE, asked):
        match what:
            case "tag":
                found.tags.append(Named(number, words))
            case "community":
                found.communities.append(Joined(number, words, at))
            case "asked":
                found.asked = Asked(at, until)
            case "duty":
                found.told_by = at
            case "suppression":
                found.suppressions.append(SuppressionReason(words))
            case "has":
                found.tables.add(words)
    return found


_PERSON = bindparam("person", type_=Integer)
_NO_MOMENT = cast(null(), UtcDateTime())
_STANDING = (
    Suppression.address_hash.in_(bindparam("hashes", expanding=True)),
    (Suppression.lifted_at.is_(None)) | (Suppression.lifted_at > bindparam("moment", callable_=now, type_=UtcDateTime())),
)
"""What stands against one of the `hashes` of an address."""
_Part: TypeAlias = Select[*tuple[Any, ...]]


_HELD: tuple[tuple[type[Any], ColumnElement[str], ColumnElement[bool]], ...] = (
    (Todo, literal_column("'todos'"), Todo.candidate_id == _PERSON),
    (PoolMember, literal_column("'pool_members'"), PoolMember.candidate_id == _PERSON),
    (Relationship, literal_column("'relationships'"), or_(Relationship.candidate_id == _PERSON, Relationship.other_id == _PERSON)),
    (Consent, literal_column("'consents'"), Consent.candidate_id == _PERSON),
    (CustomField, literal_column("'custom_fields'"), true()),
)
"""Tables that hold nothing about most people, each with its name."""


def _kind(what: ColumnElement[str], number: Any, words: Any = literal_column("''"), at: Any = _NO_MOMENT, until: Any = _NO_MOMENT) -> _Part:
    """Which kind, an id, words and two moments."""
    return select(what.label("what"), number, words.label("words"), at, until)


def _each_kind() -> Iterator[_Part]:
    """In the order each kind is shown in."""
    tags = _kind(literal_column("'tag'"), Tag.id, Tag.name).join(CandidateTag, CandidateTag.tag_id == Tag.id)
    yield tags.where(CandidateTag.candidate_id == _PERSON).order_by(Tag.name_key)
    joined = _kind(literal_column("'community'"), Community.id, Community.name, Membership.joined_at).join(
        Membership, Membership.community_id == Community.id
    )
    yield joined.where(Membership.candidate_id == _PERSON, Membership.left_at.is_(None)).order_by(Membership.id)
    asked = _kind(literal_column("'asked'"), RefreshRequest.id, at=RefreshRequest.asked_at, until=RefreshRequest.answered_at)
    yield asked.where(RefreshRequest.candidate_id == _PERSON).order_by(RefreshRequest.id.desc()).limit(1)
    duty = _kind(literal_column("'duty'"), NoticeDuty.id, at=NoticeDuty.due_at)
    yield duty.where(NoticeDuty.candidate_id == _PERSON, NoticeDuty.given_at.is_(None)).order_by(NoticeDuty.due_at).limit(1)
    yield _kind(literal_column("'suppression'"), Suppression.id, cast(Suppression.reason, String)).where(*_STANDING).order_by(Suppression.id)


def _in_one() -> CompoundSelect[*tuple[Any, ...]]:
    """Each part keeps its own order: a subquery of a `UNION ALL` is read from its beginning to its end."""
    return union_all(*(select(*kind.subquery().columns) for kind in _each_kind()), *(_held(*one) for one in _HELD))


def _held(model: type[Any], name: ColumnElement[str], about_them: ColumnElement[bool]) -> _Part:
    held = select(literal_column("1")).select_from(model).where(about_them).exists()
    return _kind(literal_column("'has'"), literal_column("0"), name, null(), null()).where(held)


_BESIDE = _in_one()
