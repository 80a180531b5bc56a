"""Fields that keep records in order: whom mail reaches, whose consent ends, who may be known twice."""

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, exists, false, not_, select
from sqlalchemy.orm import aliased

from app.candidates.models import (
    Candidate,
    Consent,
    ConsentAction,
    ContactKind,
    ContactPoint,
    DuplicatePair,
    PairState,
)
from app.mailing.models import Suppression, SuppressionReason
from app.search.catalogue import Kind, QueryField, register_field
from app.search.conditions import among, among_any, in_moments, lacking
from app.search.scope import Scope
from app.search.syntax import Condition, Missing, Present, Words

REACHABLE = {"yes": _("yes"), "no": _("no"), "bouncing": _("their address does not exist")}

_addresses = select(ContactPoint.candidate_id).where(ContactPoint.kind == ContactKind.EMAIL)
_suppressed = (
    select(ContactPoint.candidate_id)
    .join(Suppression, Suppression.address_hash == ContactPoint.address_hash)
    .where(ContactPoint.is_primary, Suppression.lifted_at.is_(None))
)
"""Those whose address must not be written to: they unsubscribed from everything, it bounced, it was blocked."""
_other = aliased(Candidate)
_without_address = select(_other.id).where(~exists(_addresses.where(ContactPoint.candidate_id == _other.id).correlate(_other)))
_restricted = select(_other.id).where(_other.restricted_at.is_not(None))
_bounced = _suppressed.where(Suppression.reason == SuppressionReason.HARD_BOUNCE)


def is_suppressed(scope: Scope) -> ColumnElement[bool]:
    """Nothing may go to the address the person is written to."""
    return among(_suppressed, scope)


def is_duplicate(scope: Scope) -> ColumnElement[bool]:
    """Somebody else on record may be the same person, and nobody has decided."""
    ends = [select(end).where(DuplicatePair.state == PairState.OPEN) for end in (DuplicatePair.first_id, DuplicatePair.second_id)]
    return among_any(ends, scope)


def _reachable(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    match condition:
        case Words(text="bouncing"):
            return among(_bounced, scope)
        case Words(text="yes") | Present():
            return and_(among(_addresses, scope), lacking(_suppressed), Candidate.restricted_at.is_(None))
        case Words(text="no") | Missing():
            return among_any([_without_address, _suppressed, _restricted], scope)
    return false()


def _ends(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    newer = aliased(Consent)
    overtaken = exists().where(
        newer.candidate_id == Consent.candidate_id, newer.purpose == Consent.purpose, newer.id > Consent.id
    )
    standing = select(Consent.candidate_id).where(
        Consent.expires_at > scope.now, Consent.action.not_in((ConsentAction.WITHDRAWN, ConsentAction.EXPIRED)), ~overtaken
    )
    match condition:
        case Missing():
            return not_(among(standing, scope))
        case Present():
            return among(standing, scope)
    return among(standing.where(in_moments(Consent.expires_at, condition, scope, ahead=True)), scope)


register_field(
    QueryField(name="reachable", label=_("Reachable"), kind=Kind.CHOICE, compile=_reachable, choices=lambda: REACHABLE,
               help=_("yes: there is an address, it exists, and nobody unsubscribed it from everything or blocked it; what they agreed to get is asked with consent:"),
               reading=_("reachable by mail: %(value)s"), sort_rank=31)
)  # fmt: skip
register_field(
    QueryField(name="consent-ends", label=_("Consent ends"), kind=Kind.DATE, compile=_ends, looks_ahead=True,
               reading=_("with a consent that ends %(value)s"), sort_rank=31)
)  # fmt: skip
