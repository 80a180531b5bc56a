"""One pool: as a board, or as a list in three orders."""

from datetime import date
from functools import partial
from typing import Any

from babel.dates import format_skeleton
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.talent.models import Pool, PoolMember, PoolStage
from app.talent.policy import may_change, visible_pools
from app.talent.queries.invitations import invited_by_pool
from app.talent.queries.members import (
    MemberSort,
    board_of_pool,
    card_of_member,
    counts_of_pool,
    list_members,
    more_members,
)
from app.talent.queries.pools import Aliveness, aliveness_of, health_history, stages_of_pool
from app.web.access import needs, viewer
from app.web.dates import show_date
from app.web.finding import LARGEST_ID, find
from app.web.pages import show

blueprint = Blueprint("pool", __name__)


@blueprint.get("/pools/<int:pool_id>")
@needs(Permission.POOLS_SEE)
def show_pool(pool_id: int) -> ResponseReturnValue:
    """Columns with true counts and their warmest people; `?view=list` for everybody in one list."""
    pool = find(visible_pools(viewer()), pool_id, options=[joinedload(Pool.owner)])
    return _list(pool) if request.args.get("view") == "list" else board_page(pool)


@blueprint.get("/pools/<int:pool_id>/columns/<int:pool_stage_id>")
@needs(Permission.POOLS_SEE)
def show_column(pool_id: int, pool_stage_id: int) -> ResponseReturnValue:
    """The next cards of one column, behind the member named by `after`."""
    pool = find(visible_pools(viewer()), pool_id, options=[joinedload(Pool.owner)])
    stage = find(select(PoolStage).where(PoolStage.pool_id == pool.id), pool_stage_id)
    cards = more_members(viewer(), stage, after=_number("after"))
    more = {"cards": cards, "stage": stage, "stages": stages_of_pool(pool.id)}
    return board_page(pool, rows={"more_": ("recruiter/pools/_more_cards.html", more)})


@blueprint.get("/pool-members/<int:pool_member_id>/card")
@needs(Permission.POOLS_SEE)
def show_card(pool_member_id: int) -> ResponseReturnValue:
    """One card where it stands now, with the counts of the columns; as a page of its own, the board."""
    return card_answer(find(visible_members(), pool_member_id))


def visible_members() -> Any:
    """People in the pools the viewer sees, past stays included."""
    return select(PoolMember).where(PoolMember.pool_id.in_(visible_pools(viewer()).with_only_columns(Pool.id)))


def card_answer(member: PoolMember, *, status: int = 200) -> Response:
    """Put the card into its column and set the counts right."""
    pool = find(visible_pools(viewer()), member.pool_id, options=[joinedload(Pool.owner)])
    stages = stages_of_pool(pool.id)
    placed = {"card": card_of_member(member.id), "counts": counts_of_pool(viewer(), pool.id), "stages": stages}
    return board_page(pool, status=status, rows={"member_": ("recruiter/pools/_placed_card.html", placed)})


def board_page(pool: Pool, *, status: int = 200, rows: dict[str, tuple[str, dict[str, Any]]] | None = None) -> Response:
    return show("recruiter/pools/board.html", status, rows=rows, board=partial(board_of_pool, viewer(), pool), **_head(pool))


def _list(pool: Pool) -> Response:
    sort = next((one for one in MemberSort if one.value == request.args.get("sort")), MemberSort.INTEREST)
    stages = stages_of_pool(pool.id)
    stage = next((one for one in stages if one.id == request.args.get("stage", 0, int)), None)
    page = list_members(
        viewer(), pool, sort=sort, stage_id=stage.id if stage else None, after=_number("after"), before=_number("before")
    )
    return show(
        "recruiter/pools/list.html", page=page, sort=sort, sorts=list(MemberSort), stages=stages, stage=stage,
        names={one.id: one.name for one in stages}, counts=counts_of_pool(viewer(), pool.id), **_head(pool),
    )  # fmt: skip


def _head(pool: Pool) -> dict[str, Any]:
    return {
        "pool": pool,
        "may_change": may_change(viewer(), pool),
        "alive": lambda: aliveness_of([pool.id]).get(pool.id, Aliveness()),
        "history": partial(_history, pool.id),
        "invited": partial(invited_by_pool, pool.id),
        "short_day": _short_day,
    }


def _history(pool_id: int) -> list[dict[str, Any]]:
    """Shares of the nights that were noted, for the chart."""
    nights = [night for night in health_history(pool_id) if night.members]
    return [
        {"day": show_date(night.day), "contacted": round(100 * night.contacted / night.members),
         "engaged": round(100 * night.engaged / night.members)}
        for night in nights
    ]  # fmt: skip


def _short_day(day: date) -> str:
    """Day and month, as short as a card is."""
    return str(format_skeleton("MMMd", day, locale=get_locale()))


def _number(name: str) -> int:
    return max(0, min(request.args.get(name, 0, int), LARGEST_ID))
