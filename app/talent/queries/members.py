"""The people of a pool: as a board with true counts, and as a list in three orders. Warmest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, union_all

from app.accounts.models import User
from app.candidates.interest import Level, level_of
from app.candidates.models import Candidate, Consent, ConsentAction, NoticeDuty, Purpose
from app.candidates.own_record import own_records
from app.core.clock import now, today
from app.extensions import db
from app.talent.models import JoinedHow, Pool, PoolMember, PoolStage
from app.talent.queries.pools import stages_of_pool

FIRST_CARDS = 30
PAGE = 50
STANDING = (ConsentAction.GIVEN, ConsentAction.CONFIRMED, ConsentAction.RENEWED)
FAR_AWAY = date(9999, 12, 31)


class MemberSort(Enum):
    INTEREST = "interest"
    ADDED = "added"
    COME_BACK = "come_back"

    @property
    def label(self) -> object:
        return {
            MemberSort.INTEREST: _("Interest"),
            MemberSort.ADDED: _("Added"),
            MemberSort.COME_BACK: _("Come back on"),
        }[self]

    @property
    def columns(self) -> list[tuple[Any, bool]]:
        """What is sorted by, each with whether it descends; the member's id settles ties."""
        never = case((PoolMember.come_back_on.is_(None), 1), else_=0)
        chosen: dict[MemberSort, list[tuple[Any, bool]]] = {
            MemberSort.INTEREST: [(Candidate.interest_rank, False), (func.coalesce(Candidate.interest_key, 0.0), True)],
            MemberSort.ADDED: [(PoolMember.added_at, True)],
            MemberSort.COME_BACK: [(never, False), (func.coalesce(PoolMember.come_back_on, FAR_AWAY), False)],
        }
        return [*chosen[self], (PoolMember.id, False)]


@dataclass(frozen=True)
class MemberCard:
    """One member as a card or a row."""

    id: int
    candidate_id: int
    name: str
    title: str
    employer: str
    city: str
    stage_id: int
    why: str
    how: JoinedHow
    added_at: datetime
    contacted_at: datetime | None
    come_back_on: date | None
    interest_key: float | None
    agreed: bool
    notice_due: bool

    @property
    def level(self) -> Level | None:
        return level_of(self.interest_key, now()) if self.interest_key is not None else None

    @property
    def is_due(self) -> bool:
        return self.come_back_on is not None and self.come_back_on <= today()


@dataclass(frozen=True)
class PoolColumn:
    stage: PoolStage
    count: int
    cards: list[MemberCard]

    @property
    def more_after(self) -> MemberCard | None:
        """The last card shown when there are more behind it."""
        return self.cards[-1] if self.cards and self.count > len(self.cards) else None


@dataclass(frozen=True)
class PoolBoard:
    columns: list[PoolColumn]
    counts: dict[int, int]

    @property
    def members(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class MemberPage:
    """A page of the list; `before` and `after` are the members the neighbouring pages begin at."""

    cards: list[MemberCard]
    before: int | None
    after: int | None


def board_of_pool(viewer: User, pool: Pool, *, first: int = FIRST_CARDS) -> PoolBoard:
    """In three queries, however many people there are."""
    stages, counts = stages_of_pool(pool.id), counts_of_pool(viewer, pool.id)
    shown = [stage for stage in stages if counts.get(stage.id)]
    parts = [
        select(_ordered(_living(viewer, pool.id, stage.id), MemberSort.INTEREST).limit(first).subquery().c.id) for stage in shown
    ]
    cards = _cards(select(union_all(*parts).subquery().c.id)) if parts else []
    return PoolBoard(
        [PoolColumn(stage, counts.get(stage.id, 0), [one for one in cards if one.stage_id == stage.id]) for stage in stages],
        counts,
    )


def counts_of_pool(viewer: User, pool_id: int) -> dict[int, int]:
    counted = select(PoolMember.stage_id, func.count()).where(PoolMember.pool_id == pool_id, PoolMember.left_at.is_(None))
    if (own := own_records(viewer)) is not None:
        counted = counted.where(PoolMember.candidate_id.not_in(own))
    rows = db.session.execute(counted.group_by(PoolMember.stage_id))
    return {row[0]: row[1] for row in rows}


def more_members(viewer: User, stage: PoolStage, *, after: int, limit: int = FIRST_CARDS) -> list[MemberCard]:
    """The next cards of a column behind the member `after`."""
    ids = _behind(_living(viewer, stage.pool_id, stage.id), MemberSort.INTEREST, after).limit(limit)
    return _cards(select(ids.subquery().c.id))


def card_of_member(member_id: int) -> MemberCard:
    return _cards([member_id])[0]


def list_members(
    viewer: User, pool: Pool, *, sort: MemberSort = MemberSort.INTEREST, stage_id: int | None = None, after: int = 0, before: int = 0,
    limit: int = PAGE,
) -> MemberPage:  # fmt: skip
    """A page of the list behind `after` or in front of `before`; a member who left since means the first page."""
    base = _living(viewer, pool.id, stage_id)
    place = _place(pool.id, before or after)
    back = bool(before) and place is not None
    ordered = _behind(base, sort, place, back=back) if place else _ordered(base, sort)
    ids = [row[0] for row in db.session.execute(ordered.limit(limit + 1))]
    more, ids = len(ids) > limit, ids[:limit]
    if back:
        ids.reverse()
    cards = {card.id: card for card in _cards(ids)}
    return MemberPage(
        [cards[one] for one in ids if one in cards],
        before=ids[0] if ids and (more if back else place is not None) else None,
        after=ids[-1] if ids and (back or more) else None,
    )


def _living(viewer: User, pool_id: int, stage_id: int | None = None) -> Select[int]:
    """Present members, without a record of the viewer's own."""
    living = (
        select(PoolMember.id)
        .join(Candidate, Candidate.id == PoolMember.candidate_id)
        .where(PoolMember.pool_id == pool_id, PoolMember.left_at.is_(None))
    )
    if (own := own_records(viewer)) is not None:
        living = living.where(PoolMember.candidate_id.not_in(own))
    return living.where(PoolMember.stage_id == stage_id) if stage_id else living


def _ordered(base: Select[int], sort: MemberSort, *, back: bool = False) -> Select[int]:
    return base.order_by(*(column.desc() if descending != back else column.asc() for column, descending in sort.columns))


def _place(pool_id: int, member_id: int) -> int | None:
    known = select(PoolMember.id).where(PoolMember.id == member_id, PoolMember.pool_id == pool_id)
    return db.session.scalar(known) if member_id else None


def _behind(base: Select[int], sort: MemberSort, member_id: int, *, back: bool = False) -> Select[int]:
    """Members behind one in the order of the sort; in front of it, nearest first, when walking back."""
    columns = sort.columns
    place = db.session.execute(
        select(*(column for column, _descending in columns))
        .select_from(PoolMember)
        .join(Candidate, Candidate.id == PoolMember.candidate_id)
        .where(PoolMember.id == member_id)
    ).one_or_none()
    if place is None:
        return _ordered(base, sort, back=back)
    further: list[ColumnElement[bool]] = []
    for number, (column, descending) in enumerate(columns):
        same = [earlier == value for (earlier, _d), value in zip(columns[:number], place, strict=False)]
        beyond = column < place[number] if descending != back else column > place[number]
        further.append(and_(*same, beyond))
    return _ordered(base.where(or_(*further)), sort, back=back)


def _cards(ids: Select[Any] | Sequence[int]) -> list[MemberCard]:
    """Cards, warmest first."""
    rows = db.session.execute(
        select(
            PoolMember.id, PoolMember.candidate_id, Candidate.preferred_name, Candidate.full_name, Candidate.current_title,
            Candidate.headline, Candidate.current_employer, Candidate.city, PoolMember.stage_id, PoolMember.why,
            PoolMember.how, PoolMember.added_at, Candidate.contacted_at, PoolMember.come_back_on, Candidate.interest_key,
            _agreed().label("agreed"), _notice_due().label("notice_due"),
        )
        .join(Candidate, Candidate.id == PoolMember.candidate_id)
        .where(PoolMember.id.in_(ids))
        .order_by(*(column.desc() if descending else column for column, descending in MemberSort.INTEREST.columns))
    )  # fmt: skip
    return [
        MemberCard(
            id=row.id, candidate_id=row.candidate_id, name=row.preferred_name or row.full_name,
            title=row.current_title or row.headline, employer=row.current_employer, city=row.city, stage_id=row.stage_id,
            why=row.why, how=row.how, added_at=row.added_at, contacted_at=row.contacted_at, come_back_on=row.come_back_on,
            interest_key=row.interest_key, agreed=row.agreed, notice_due=row.notice_due,
        )
        for row in rows
    ]  # fmt: skip


def _agreed() -> ColumnElement[bool]:
    """The newest word on being kept in mind is a standing yes."""
    newest = (
        select(func.max(Consent.id))
        .where(Consent.candidate_id == Candidate.id, Consent.purpose == Purpose.POOL)
        .correlate(Candidate)
        .scalar_subquery()
    )
    return exists().where(
        Consent.id == newest, Consent.action.in_(STANDING), or_(Consent.expires_at.is_(None), Consent.expires_at > now())
    )


def _notice_due() -> ColumnElement[bool]:
    return exists().where(NoticeDuty.candidate_id == Candidate.id, NoticeDuty.given_at.is_(None))
