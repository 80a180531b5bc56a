"""Who is meant: lists and a query, minus others, as one select of candidate ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, false, or_, select

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core.refusals import Refused
from app.extensions import db
from app.search.describe import describe
from app.search.parser import parse
from app.search.queries import matching_ids
from app.talent.models import Community, CommunityState, Membership, Pool, PoolMember, Segment
from app.talent.policy import visible_pools, visible_segments

MOST_LISTS = 50
SUBSCRIBERS = "consent:newsletter"
"""What a new draft begins with."""


class ListGone(Refused):
    sentence = _("A list this newsletter was meant for, or was to leave out, is no longer there. Choose who gets it anew.")

    def __init__(self) -> None:
        super().__init__(field="audience")


@dataclass(frozen=True, kw_only=True)
class Audience:
    """People in any of the chosen lists (everybody, when none is chosen) who match the query, minus the others."""

    query: str = ""
    pools: tuple[int, ...] = ()
    segments: tuple[int, ...] = ()
    communities: tuple[int, ...] = ()
    minus_query: str = ""
    minus_pools: tuple[int, ...] = ()
    minus_segments: tuple[int, ...] = ()
    minus_communities: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing was chosen: nobody is meant."""
        return not (self.query.strip() or self.pools or self.segments or self.communities)

    @property
    def without_minus(self) -> "Audience":
        return Audience(query=self.query, pools=self.pools, segments=self.segments, communities=self.communities)

    def written(self) -> dict[str, Any]:
        """As it is stored: what was chosen only."""
        chosen = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in chosen.items() if value}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Audience":
        known = {one.name for one in fields(cls)}
        chosen: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else str(value) for name, value in stored.items() if name in known
        }
        return cls(**chosen)


@dataclass(frozen=True)
class Choice:
    """A list one can choose."""

    id: int
    name: str


@dataclass(frozen=True)
class AudienceChoices:
    """Every list a viewer may choose, by name."""

    pools: list[Choice]
    segments: list[Choice]
    communities: list[Choice]


def audience_people(viewer: User, audience: Audience) -> Select[int]:
    """The ids of the people meant, of those `viewer` may see.

    Raises QueryError for a query that cannot be read and ListGone for a list that is not there any more: people who
    should have been left out must not be written to because their list was deleted.
    """
    if audience.is_empty:
        return select(Candidate.id).where(false())
    people = matching_ids(viewer, parse(audience.query))
    if audience.pools or audience.segments or audience.communities:
        chosen = _lists(viewer, audience.pools, audience.segments, audience.communities)
        people = people.where(or_(*(Candidate.id.in_(ids) for ids in chosen)))
    left_out = _lists(viewer, audience.minus_pools, audience.minus_segments, audience.minus_communities)
    if audience.minus_query.strip():
        left_out.append(matching_ids(viewer, parse(audience.minus_query)))
    return people.where(*(Candidate.id.not_in(ids) for ids in left_out))


def check_audience(viewer: User, audience: Audience) -> None:
    """Raise what `audience_people` raises, with the field it is about, and refuse lists the viewer may not see."""
    for name in ("query", "minus_query"):
        try:
            parse(getattr(audience, name))
        except Refused as refusal:
            refusal.field = name
            raise
    lists = [value for value in audience.written().values() if isinstance(value, list)]
    choices = audience_choices(viewer)
    for name in ("pools", "segments", "communities"):
        known = {choice.id for choice in getattr(choices, name)}
        if not {*getattr(audience, name), *getattr(audience, f"minus_{name}")} <= known:
            raise ListGone()
    if sum(map(len, lists)) > MOST_LISTS:
        raise Refused(_("Choose at most %(number)s lists.", number=MOST_LISTS), field="audience")


def audience_choices(viewer: User) -> AudienceChoices:
    """What `viewer` may choose from."""
    pools = visible_pools(viewer).where(Pool.archived_at.is_(None)).with_only_columns(Pool.id, Pool.name)
    segments = visible_segments(viewer).with_only_columns(Segment.id, Segment.name)
    communities = select(Community.id, Community.name).where(Community.state != CommunityState.DRAFT)
    return AudienceChoices(
        _choices(pools.order_by(Pool.name_key)),
        _choices(segments.order_by(Segment.name_key)),
        _choices(communities.order_by(Community.name_key)),
    )


def describe_audience(viewer: User, audience: Audience) -> str:
    """Who is meant, as a person would say it."""
    if audience.is_empty:
        return gettext("nobody yet")
    chosen = _names(audience.pools, audience.segments, audience.communities)
    query = _said(audience.query)
    if chosen and query:
        said = gettext("%(lists)s: %(people)s", lists=", ".join(chosen), people=query)
    else:
        said = ", ".join(chosen) or query
    left_out = _names(audience.minus_pools, audience.minus_segments, audience.minus_communities)
    if others := _said(audience.minus_query):
        left_out.append(others)
    return gettext("%(people)s, but not %(others)s", people=said, others=", ".join(left_out)) if left_out else said


def _lists(
    viewer: User, pools: Iterable[int], segments: Iterable[int], communities: Iterable[int]
) -> list[Select[int]]:
    """One select of candidate ids per kind of list."""
    found: list[Select[int]] = []
    if wanted := tuple(pools):
        _all_there(Pool.id, wanted)
        found.append(
            select(PoolMember.candidate_id).where(PoolMember.pool_id.in_(wanted), PoolMember.left_at.is_(None))
        )
    if wanted := tuple(communities):
        _all_there(Community.id, wanted)
        found.append(
            select(Membership.candidate_id).where(
                Membership.community_id.in_(wanted), Membership.left_at.is_(None)
            )
        )
    if wanted := tuple(segments):
        kept = db.session.scalars(select(Segment.query).where(Segment.id.in_(wanted))).all()
        if len(kept) != len(set(wanted)):
            raise ListGone()
        found += [matching_ids(viewer, parse(query)) for query in kept]
    return found


def _all_there(column: Any, wanted: tuple[int, ...]) -> None:
    if len(db.session.scalars(select(column).where(column.in_(wanted))).all()) != len(set(wanted)):
        raise ListGone()


def _names(pools: Iterable[int], segments: Iterable[int], communities: Iterable[int]) -> list[str]:
    named: list[str] = []
    for model, ids in ((Pool, tuple(pools)), (Segment, tuple(segments)), (Community, tuple(communities))):
        if ids:
            among: ColumnElement[bool] = model.id.in_(ids)
            named += db.session.scalars(select(model.name).where(among).order_by(model.name_key)).all()
    return named


def _said(query: str) -> str:
    """In plain words; a query that cannot be read any more is shown as it stands."""
    try:
        return describe(parse(query)) if query.strip() else ""
    except Refused:
        return query


def _choices(statement: Select[int, str]) -> list[Choice]:
    return [Choice(*row) for row in db.session.execute(statement)]
