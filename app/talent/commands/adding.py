"""Adding many people to a pool, as an act on many: rehearsed by reason, done in chunks, taken back as a whole."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, case, exists, literal, null, select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.core.refusals import Refused
from app.core.text import one_line, row_number
from app.extensions import db
from app.search.bulk import ActKind, PeopleAct
from app.search.bulk.kinds import Asked, Doing, Given
from app.talent.commands.members import NotAStage, PoolIsArchived, add_to_pool, end_stays, first_stage
from app.talent.models import JoinedHow, LeftWhy, Pool, PoolMember, PoolStage
from app.talent.policy import visible_pools
from app.talent.quiet import said_no_to_pools

MOST = 20_000


class NoSuchPool(Refused):
    sentence = _("Choose a pool that takes people.")


def read_pool(typed: Mapping[str, str], user: User) -> dict[str, Any]:
    """A pool the user sees and that is not archived; people join in its first stage."""
    number = row_number(typed.get("pool")) or 0
    pool = db.session.scalar(visible_pools(user).where(Pool.id == number, Pool.archived_at.is_(None)))
    stage = first_stage(pool.id) if pool is not None else None
    if pool is None or stage is None:
        raise NoSuchPool(field="pool")
    return {"pool": pool.id, "name": pool.name, "stage": stage.id, "why": one_line(typed.get("why", ""))[:500]}


def _asked(given: Given, people: Select[int]) -> Asked:
    """Who said no to being kept in mind is not added by a search; a person who talked to them may still do it one by one."""
    member = exists().where(
        PoolMember.candidate_id == Candidate.id, PoolMember.pool_id == given["pool"], PoolMember.left_at.is_(None)
    )
    reason = case(
        (member.correlate(Candidate), literal("member")),
        (Candidate.restricted_at.is_not(None), literal("restricted")),
        (said_no_to_pools(Candidate.id).correlate(Candidate), literal("opposed")),
        else_=null(),
    )
    return select(Candidate.id, reason).where(Candidate.id.in_(people))


def _join(doing: Doing) -> dict[int, int | None]:
    pool = db.session.scalar(visible_pools(doing.user).where(Pool.id == doing.given["pool"]))
    stage = _stage(doing.given)
    if pool is None or stage is None:
        return {}
    searched = db.session.get_one(PeopleAct, doing.act_id).query is not None
    how = JoinedHow.SEARCH if searched else JoinedHow.RECRUITER
    try:
        joined = add_to_pool(pool, doing.ids, by=doing.by, why=doing.given["why"], how=how, stage=stage)
    except (PoolIsArchived, NotAStage):
        return {}
    members = select(PoolMember.candidate_id, PoolMember.id).where(
        PoolMember.pool_id == pool.id, PoolMember.candidate_id.in_(joined), PoolMember.left_at.is_(None)
    )
    return {row[0]: row[1] for row in db.session.execute(members)}


def _leave_again(doing: Doing) -> set[int]:
    """Those whom nobody moved on since."""
    people, stage = {doing.before[person]: person for person in doing.ids}, _stage(doing.given)
    members = db.session.scalars(
        select(PoolMember)
        .where(PoolMember.id.in_(people), PoolMember.left_at.is_(None), PoolMember.stage_id == (stage.id if stage else None))
        .order_by(PoolMember.id)
        .with_for_update()
    ).all()
    end_stays(members, why=LeftWhy.UNDONE, by=doing.by)
    return {people[member.id] for member in members}


def _stage(given: Given) -> PoolStage | None:
    """Where they join: the pool's first stage when it began, or now when that one is gone."""
    return db.session.get(PoolStage, given["stage"]) or first_stage(given["pool"])


ADD_TO_POOL = ActKind(
    name="pool", permission=Permission.POOLS_EDIT, title=_("Add to a pool"), most=MOST,
    reasons={
        "member": _("they are in the pool already"), "restricted": _("the use of this person's data is restricted"),
        "opposed": _("they do not want to be kept in mind"),
    },
    note=_("Who is in the pool already stays where they are. Nobody is written to."),
    button=lambda number: ngettext("Add %(num)s person", "Add %(num)s people", number),
    sentence=lambda given, number: ngettext(
        "%(num)s person is in “%(pool)s” now.", "%(num)s people are in “%(pool)s” now.", number, pool=given["name"]
    ),
    read=read_pool, asked=_asked, do=_join, undo=_leave_again, fleeting=("why",),
)  # fmt: skip
