"""Noting who knows whom, and taking it back."""

from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import or_, select

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import today
from app.core.refusals import Refused
from app.core.text import one_line
from app.extensions import db
from app.talent.activities import RelationshipNoted, RelationshipRemoved
from app.talent.models import Relationship, RelationshipKind


class WithWhom(Refused):
    sentence = _("Say who it was: a person on record, a colleague, or a name.")


class WithThemselves(Refused):
    sentence = _("Nobody is their own acquaintance. Choose another person.")


class KnownAlready(Refused):
    sentence = _("This is noted already.")


class NotYet(Refused):
    sentence = _("This day is still to come.")


def note_relationship(
    candidate: Candidate, kind: RelationshipKind, *, by: Actor, other: Candidate | None = None, user: User | None = None,
    words: str = "", since: date | None = None,
) -> Relationship:  # fmt: skip
    """`other` is somebody on record, `user` a colleague of ours, `words` a name, a company or an event."""
    words = one_line(words)[:200]
    if other is None and user is None and not words:
        raise WithWhom(field="words")
    if other is not None and other.id == candidate.id:
        raise WithThemselves(field="other")
    if since is not None and since > today():
        raise NotYet(field="since")
    if _is_known(candidate, kind, other, user, words):
        raise KnownAlready()
    noted = Relationship(
        candidate_id=candidate.id, kind=kind, other_id=other.id if other else None, user_id=user.id if user else None,
        words=words, since=since, noted_by_id=by.user_id,
    )  # fmt: skip
    db.session.add(noted)
    db.session.flush()
    record(RelationshipNoted(candidate=candidate, subject=noted, how=kind), by=by)
    return noted


def remove_relationship(relationship: Relationship, *, by: Actor) -> None:
    record(RelationshipRemoved(candidate=relationship.candidate_id, how=relationship.kind), by=by)
    db.session.delete(relationship)
    db.session.flush()


def _is_known(candidate: Candidate, kind: RelationshipKind, other: Candidate | None, user: User | None, words: str) -> bool:
    """The same said before, from either side where both sides mean the same."""
    same = select(Relationship.id).where(Relationship.kind == kind)
    mine = (Relationship.candidate_id == candidate.id) & (
        Relationship.other_id == other.id if other else Relationship.other_id.is_(None)
    )
    if other is not None and kind is not RelationshipKind.REFERRED_BY:
        theirs = (Relationship.candidate_id == other.id) & (Relationship.other_id == candidate.id)
        return db.session.scalar(same.where(or_(mine, theirs)).limit(1)) is not None
    mine &= Relationship.user_id == user.id if user else Relationship.user_id.is_(None)
    return db.session.scalar(same.where(mine, Relationship.words == words).limit(1)) is not None
