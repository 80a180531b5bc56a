"""Communities as screens need them: the public page, the back office's list, members, and one's own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Integer, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import User
from app.candidates.models import Candidate, Topic
from app.candidates.policy import visible_candidates
from app.core.clock import now, today
from app.core.tokens import row_of_token
from app.extensions import db
from app.talent.models import Community, CommunityState, JoinRequest, Membership, MembershipAnswer
from app.talent.policy import visible_communities

JOIN_REQUEST = "join-request"
"""What the links of join requests are derived for."""
SENT_BY = "join-request-sent"
"""What the token of the page that thanks is derived for: it brings one more mail and nothing else."""
LATELY = timedelta(days=30)
MEMBERS_ON_A_PAGE = 50
MONTHS = 12


@dataclass(frozen=True)
class CommunityNumbers:
    """How many are in, came and went in the last thirty days, and have not confirmed yet."""

    members: int = 0
    joined: int = 0
    left: int = 0
    pending: int = 0


@dataclass(frozen=True)
class CommunityRow:
    community: Community
    numbers: CommunityNumbers


@dataclass(frozen=True)
class MemberPage:
    """Some members, newest first; `after` is where the next page begins, None at the end."""

    members: list[Membership]
    after: str | None


def community_parts() -> tuple[ORMOption, ...]:
    """What the pages of one community show of it."""
    return (selectinload(Community.topics), selectinload(Community.questions), joinedload(Community.owner))


def public_communities() -> list[Community]:
    """Those open to newcomers, by name."""
    shown = select(Community).where(Community.state == CommunityState.OPEN).order_by(Community.name_key, Community.id)
    return list(db.session.scalars(shown))


def public_community(slug: str) -> Community | None:
    """An open or a closed community by its address; a draft does not exist for the public."""
    if "\0" in slug or len(slug) > 120:
        return None
    shown = select(Community).where(Community.slug == slug, Community.state != CommunityState.DRAFT)
    return db.session.scalars(
        shown.options(selectinload(Community.topics), selectinload(Community.questions))
    ).one_or_none()


def has_open_community() -> bool:
    return db.session.scalar(select(Community.id).where(Community.state == CommunityState.OPEN).limit(1)) is not None


def community_rows(viewer: User) -> list[CommunityRow]:
    """The back office's list: open ones first, then drafts, then closed ones."""
    order = case((Community.state == CommunityState.OPEN, 0), (Community.state == CommunityState.DRAFT, 1), else_=2)
    shown = visible_communities(viewer).options(joinedload(Community.owner)).order_by(order, Community.name_key)
    communities = list(db.session.scalars(shown))
    numbers = community_numbers([community.id for community in communities])
    return [CommunityRow(community, numbers[community.id]) for community in communities]


def community_numbers(ids: list[int]) -> dict[int, CommunityNumbers]:
    """The numbers of each of these, in two statements."""
    since = now() - LATELY
    people = db.session.execute(
        select(
            Membership.community_id,
            func.sum(case((Membership.left_at.is_(None), 1), else_=0)),
            func.sum(case((Membership.joined_at >= since, 1), else_=0)),
            func.sum(case((Membership.left_at >= since, 1), else_=0)),
        )
        .where(Membership.community_id.in_(ids))
        .group_by(Membership.community_id)
    )
    waiting = db.session.execute(
        select(JoinRequest.community_id, func.count())
        .where(JoinRequest.community_id.in_(ids), JoinRequest.confirmed_at.is_(None))
        .where(JoinRequest.candidate_id.is_(None), JoinRequest.expires_at > now())
        .group_by(JoinRequest.community_id)
    )
    pending = {row[0]: row[1] for row in waiting}
    counted = {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in people}
    return {one: CommunityNumbers(*counted.get(one, (0, 0, 0)), pending.get(one, 0)) for one in ids}


def community_growth(community_id: int) -> list[tuple[date, int]]:
    """How many members there were at the end of each of the last twelve months, today's as of now."""
    ends = _month_ends()
    present = [
        func.sum(
            case((and_(Membership.joined_at < end, or_(Membership.left_at.is_(None), Membership.left_at >= end)), 1), else_=0)
        )
        for _month, end in ends
    ]
    row = db.session.execute(select(*present).where(Membership.community_id == community_id)).one()
    return [(month, int(number or 0)) for (month, _end), number in zip(ends, row, strict=True)]


def community_members(viewer: User, community_id: int, *, after: str = "") -> MemberPage:
    """Present members the viewer may see, newest first, with their answers."""
    shown: Select[Membership] = (
        select(Membership)
        .join(Candidate, Candidate.id == Membership.candidate_id)
        .where(Membership.community_id == community_id, Membership.left_at.is_(None))
        .where(visible_candidates(viewer).where(Candidate.id == Membership.candidate_id).correlate(Membership).exists())
        .options(
            joinedload(Membership.candidate), selectinload(Membership.answers).joinedload(MembershipAnswer.question)
        )
        .order_by(Membership.joined_at.desc(), Membership.id.desc())
        .limit(MEMBERS_ON_A_PAGE + 1)
    )
    place = _place(after)
    if place is not None:
        at, number = place
        shown = shown.where(or_(Membership.joined_at < at, and_(Membership.joined_at == at, Membership.id < number)))
    found = list(db.session.scalars(shown))
    page = found[:MEMBERS_ON_A_PAGE]
    more = len(found) > MEMBERS_ON_A_PAGE
    return MemberPage(page, f"{page[-1].joined_at.isoformat()}_{page[-1].id}" if more else None)


def memberships_of(candidate_id: int) -> list[Membership]:
    """The communities somebody is in, with the community, oldest first."""
    return list(db.session.scalars(_PRESENT, {"person": candidate_id}))


_PRESENT = (
    select(Membership)
    .where(Membership.candidate_id == bindparam("person", type_=Integer), Membership.left_at.is_(None))
    .options(joinedload(Membership.community))
    .order_by(Membership.id)
)


def join_request_of_token(token: str) -> JoinRequest | None:
    """The request a link names, with its community; None when we never made it or it is forgotten."""
    request_id = row_of_token(JOIN_REQUEST, token)
    return _request(request_id)


def join_request_of_sender(token: str) -> JoinRequest | None:
    """The request somebody has just sent, by the token of the page that thanked them: good for one more mail only."""
    return _request(row_of_token(SENT_BY, token))


def topics_of(request: JoinRequest) -> list[Topic]:
    """The topics a form ticked."""
    ids = request.topic_ids.get("ids", [])
    return list(db.session.scalars(select(Topic).where(Topic.id.in_(ids)).order_by(Topic.id))) if ids else []




def _request(request_id: int | None) -> JoinRequest | None:
    if request_id is None or request_id > 2**31 - 1:
        return None
    return db.session.scalars(
        select(JoinRequest).where(JoinRequest.id == request_id).options(joinedload(JoinRequest.community))
    ).one_or_none()


def _month_ends() -> list[tuple[date, datetime]]:
    """The first day of each of the last twelve months and the moment after its last."""
    first, ends = today().replace(day=1), []
    end = now()
    for _month in range(MONTHS):
        ends.append((first, end))
        end = end.replace(year=first.year, month=first.month, day=1, hour=0, minute=0, second=0, microsecond=0)
        first = (first - timedelta(days=1)).replace(day=1)
    return ends[::-1]


def _place(after: str) -> tuple[datetime, int] | None:
    """A damaged place means the first page."""
    moment, _line, number = after.partition("_")
    if len(after) > 60 or not number.isascii() or not number.isdigit() or len(number) > 10:
        return None
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, int(number)) if at.tzinfo is not None else None
