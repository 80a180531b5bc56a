"""Fields of what staff keep about a candidate: tags, owner, source, documents, consents, notices."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, false, func, not_, or_, select

from app.accounts.models import User
from app.accounts.policy import TALENT_ROLES
from app.candidates.models import (
    Candidate,
    CandidateLink,
    CandidateSkill,
    CandidateTag,
    Consent,
    ConsentAction,
    ContactKind,
    ContactPoint,
    Document,
    DocumentKind,
    Note,
    NoticeDuty,
    Purpose,
    Tag,
)
from app.candidates.policy import visible_notes
from app.core.text import folded
from app.extensions import db
from app.search.catalogue import Kind, QueryField, Value, register_field
from app.search.conditions import (
    LAST,
    among,
    bool_of,
    ids_named,
    in_days,
    key_field,
    key_matches,
    lacking,
    linked_field,
    named,
)
from app.search.fields.offered import MOST_VALUES, column_values
from app.search.scope import Scope
from app.search.syntax import Condition, Missing, Present, Words
from app.search.tokens import spelled

_tagged = select(CandidateTag.candidate_id)
_STANDING = (ConsentAction.GIVEN, ConsentAction.CONFIRMED, ConsentAction.RENEWED)


def _tag(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    """Tags are recruiting's own words about people; for all others the question finds nobody."""
    return _tagged_like(condition, scope) if scope.viewer.role in TALENT_ROLES else false()


def _tag_matches(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    if not isinstance(condition, Words):
        return false()
    like = or_(key_matches(Tag.name_key, condition), key_matches(Tag.name_key, condition, fold=spelled))
    return named(select(Tag.id).where(like), CandidateTag.tag_id, scope)


_tagged_like = linked_field(_tagged, _tag_matches)


def _tag_values(scope: Scope, typed: str) -> list[Value]:
    if scope.viewer.role not in TALENT_ROLES:
        return []
    key = folded(typed)
    rows = select(Tag.name).where(Tag.name_key >= key, Tag.name_key < key + LAST).order_by(Tag.name_key)
    return [Value(name, name) for name in db.session.scalars(rows.limit(MOST_VALUES))]


def _owner(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    match condition:
        case Missing():
            return bool_of(Candidate.owner_id.is_(None))
        case Present():
            return bool_of(Candidate.owner_id.is_not(None))
        case Words():
            if condition.tokens == ("me",):
                return bool_of(Candidate.owner_id == scope.viewer.id)
            address = select(User.id).where(User.email_key == folded(condition.text))
            called = ids_named(select(User.id, User.name), condition)
            return or_(Candidate.owner_id.in_(called), named(address, Candidate.owner_id, scope))
    return false()


def _owner_values(_scope: Scope, typed: str) -> list[Value]:
    people = db.session.scalars(select(User.name).where(User.deactivated_at.is_(None)).order_by(User.name))
    start = spelled(typed)
    names = [name for name in people if any(word.startswith(start) for word in [spelled(name), *spelled(name).split()])]
    return [Value(name, name) for name in (["me"] if "me".startswith(start) else []) + names][:MOST_VALUES]


def _has(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    having = _HAVING.get(condition.text) if isinstance(condition, Words) else None
    return having(scope) if having else false()


def _noted(scope: Scope) -> ColumnElement[bool]:
    return among(visible_notes(scope.viewer).with_only_columns(Note.candidate_id), scope)


_documents = select(Document.candidate_id).where(Document.pending.is_(False))
_contacts = select(ContactPoint.candidate_id)
_HAVING: dict[str, Callable[[Scope], ColumnElement[bool]]] = {
    "resume": lambda scope: among(_documents.where(Document.kind == DocumentKind.RESUME), scope),
    "document": lambda scope: among(_documents, scope),
    "email": lambda scope: among(_contacts.where(ContactPoint.kind == ContactKind.EMAIL), scope),
    "phone": lambda scope: among(_contacts.where(ContactPoint.kind == ContactKind.PHONE), scope),
    "link": lambda scope: among(select(CandidateLink.candidate_id), scope),
    "skill": lambda scope: among(select(CandidateSkill.candidate_id), scope),
    "tag": lambda scope: _tag(Present(), scope),
    "owner": lambda _scope: bool_of(Candidate.owner_id.is_not(None)),
    "note": _noted,
    "application": lambda scope: among(scope.ids_of_applications(), scope),
}
_HAS = {
    "resume": _("a résumé"),
    "document": _("a document"),
    "email": _("an e-mail"),
    "phone": _("a phone"),
    "link": _("a link"),
    "skill": _("a skill"),
    "tag": _("a tag"),
    "owner": _("an owner"),
    "note": _("a note"),
    "application": _("an application"),
}


def consented(purpose: Purpose | None, scope: Scope) -> ColumnElement[bool]:
    """Whose newest word on the purpose is a standing consent."""
    return among(consenting(purpose, scope), scope)


def consenting(purpose: Purpose | None, scope: Scope) -> Select[int]:
    newest = select(func.max(Consent.id)).group_by(Consent.candidate_id, Consent.purpose)
    if purpose:
        newest = newest.where(Consent.purpose == purpose)
    return select(Consent.candidate_id).where(
        Consent.id.in_(newest),
        Consent.action.in_(_STANDING),
        or_(Consent.expires_at.is_(None), Consent.expires_at > scope.now),
    )


def _consent(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    match condition:
        case Missing():
            return not_(consented(None, scope))
        case Present():
            return consented(None, scope)
        case Words():
            return consented(Purpose(condition.text), scope)
    return false()


def _notice(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    duties = select(NoticeDuty.candidate_id)
    match condition:
        case Missing():
            return lacking(duties)
        case Present():
            return among(duties, scope)
        case Words(text="given"):
            return among(duties.where(NoticeDuty.given_at.is_not(None)), scope)
        case Words(text="overdue"):
            return among(duties.where(NoticeDuty.given_at.is_(None), NoticeDuty.due_at < scope.now), scope)
        case Words():
            return among(duties.where(NoticeDuty.given_at.is_(None)), scope)
    return false()


_expiring = select(Document.candidate_id).where(Document.expires_on.is_not(None), Document.pending.is_(False))

for declared in (
    QueryField(name="tag", label=_("Tag"), kind=Kind.TEXT, compile=_tag,
               values=_tag_values, reading=_("tagged %(value)s"), sort_rank=20),
    QueryField(name="owner", label=_("Owner"), kind=Kind.TEXT, compile=_owner, values=_owner_values,
               reading=_("owned by %(value)s"), help=_("a name, an address, or me"), sort_rank=21),
    QueryField(name="source", label=_("Source"), kind=Kind.TEXT, compile=key_field(Candidate.source_key),
               values=column_values(Candidate.source, Candidate.source_key),
               reading=_("from source %(value)s"), sort_rank=22),
    QueryField(name="has", label=_("Has"), kind=Kind.CHOICE, compile=_has, choices=lambda: _HAS,
               reading=_("with %(value)s"), sort_rank=23),
    QueryField(name="consent", label=_("Consent"), kind=Kind.CHOICE, compile=_consent,
               choices=lambda: {purpose.value: purpose.label for purpose in Purpose},
               reading=_("with consent for %(value)s"), sort_rank=24),
    QueryField(name="notice", label=_("Notice duty"), kind=Kind.CHOICE, compile=_notice,
               choices=lambda: {"due": _("due"), "overdue": _("overdue"), "given": _("given")},
               reading=_("with a notice duty that is %(value)s"), sort_rank=25),
    QueryField(name="expires", label=_("Document expires"), kind=Kind.DATE, looks_ahead=True,
               compile=linked_field(_expiring, lambda condition, scope: in_days(
                   Document.expires_on, condition, scope, ahead=True)),
               reading=_("with a document that expires %(value)s"), sort_rank=26),
):  # fmt: skip
    register_field(declared)
