"""Query fields about communities and the topics people chose."""

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, false, or_, select

from app.accounts.policy import TALENT_ROLES
from app.candidates.models import CandidateTopic, Topic
from app.core.text import folded
from app.extensions import db
from app.search.catalogue import Kind, QueryField, Value, register_field
from app.search.conditions import LAST, key_matches, linked_field
from app.search.fields.offered import MOST_VALUES
from app.search.scope import Scope
from app.search.syntax import Condition, Words
from app.search.tokens import spelled
from app.talent.models import Community, Membership
from app.talent.policy import visible_communities

_members = (
    select(Membership.candidate_id)
    .join(Community, Community.id == Membership.community_id)
    .where(Membership.left_at.is_(None))
)
_interested = select(CandidateTopic.candidate_id).join(Topic, Topic.id == CandidateTopic.topic_id)


def _named(condition: Condition, _scope: Scope) -> ColumnElement[bool]:
    """By name, or by its place in addresses."""
    if not isinstance(condition, Words):
        return false()
    return or_(key_matches(Community.name_key, condition), Community.slug == condition.text.lower())


_joined = linked_field(_members, _named)


def _community(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    """Communities are recruiting's; for all others the question finds nobody."""
    return _joined(condition, scope) if scope.viewer.role in TALENT_ROLES else false()


def _community_values(scope: Scope, typed: str) -> list[Value]:
    key = folded(typed)
    names = visible_communities(scope.viewer).where(Community.name_key >= key, Community.name_key < key + LAST)
    rows = names.with_only_columns(Community.name).order_by(Community.name_key).limit(MOST_VALUES)
    return [Value(name, name) for name in db.session.scalars(rows)]


def _topic(condition: Condition, _scope: Scope) -> ColumnElement[bool]:
    """A topic by its name in any language. There are few, so they are read; nobody chose one that is not there."""
    if not isinstance(condition, Words):
        return false()
    wanted = spelled(condition.text)
    ids = [
        topic.id
        for topic in db.session.scalars(select(Topic))
        if any(spelled(name) == wanted or (condition.prefix and spelled(name).startswith(wanted)) for name in topic.names.values())
    ]
    return Topic.id.in_(ids)


def _topic_values(_scope: Scope, typed: str) -> list[Value]:
    start = spelled(typed)
    topics = db.session.scalars(select(Topic).order_by(Topic.name_key))
    names = dict.fromkeys(name for topic in topics for name in topic.names.values() if spelled(name).startswith(start))
    return [Value(name, name) for name in names][:MOST_VALUES]


for declared in (
    QueryField(name="community", label=_("Community"), kind=Kind.TEXT, compile=_community, values=_community_values,
               reading=_("in the community %(value)s"), sort_rank=32),
    QueryField(name="topic", label=_("Topic"), kind=Kind.TEXT, compile=linked_field(_interested, _topic),
               values=_topic_values, reading=_("interested in the topic %(value)s"), sort_rank=33),
):  # fmt: skip
    register_field(declared)
