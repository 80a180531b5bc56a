"""The next part of an act on many: what waits is looked at anew, done or left alone, and ticked off, all at once."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select, update

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.core.actors import Actor, user_actor
from app.core.clock import now
from app.extensions import db
from app.hiring.commands.bulk.left import see_to_those_left
from app.hiring.commands.bulk.plans import rows_of, sort_for_move, sort_for_rejection
from app.hiring.commands.bulk.sets import move_set, reject_set, restore_set
from app.hiring.models import (
    ApplicationState,
    BulkAct,
    BulkActItem,
    BulkKind,
    BulkState,
    ItemOutcome,
    Rejection,
    RejectReason,
    StopReason,
)
from app.hiring.policy import workable_jobs
from app.jobs.models import Job, Stage

NEEDED = {BulkKind.MOVE: Permission.APPLICATIONS_MOVE, BulkKind.REJECT: Permission.APPLICATIONS_REJECT}


def permission_for(act: BulkAct) -> Permission:
    return NEEDED[act.kind]


def advance_bulk_act(act: BulkAct, size: int, *, by: Actor | None = None) -> int:
    """Do the next `size` applications of an act whose row the caller holds; answers how many were looked at.

    Whoever began it must still be allowed to; `by` stands for them when their request does it.
    """
    why_not = _obstacle(act)
    if why_not is not None:
        stop_bulk_act(act, why_not)
        return 0
    actor = by or user_actor(act.by_id or 0)
    undoing = act.state is BulkState.UNDOING
    items = _next_items(act, ItemOutcome.DONE if undoing else ItemOutcome.WAITING, size)
    if items:
        (_take_back if undoing else _do)(act, items, by=actor)
        act.passed += len(items)
    if len(items) < size or act.passed >= (act.reached if undoing else act.total):
        _close(act, BulkState.UNDONE if undoing else BulkState.DONE)
    db.session.flush()
    return len(items)


def stop_bulk_act(act: BulkAct, why: StopReason) -> None:
    """End it here. What was done stands; a worker that still holds it finds its claim gone."""
    if act.state is BulkState.UNDOING:
        act.undone_at = None
    else:
        forget_waiting(act)
    act.stop_reason = why
    act.fence += 1
    _close(act, BulkState.STOPPED)


def forget_waiting(act: BulkAct) -> None:
    db.session.execute(
        update(BulkActItem)
        .where(BulkActItem.act_id == act.id, BulkActItem.outcome == ItemOutcome.WAITING)
        .values(outcome=ItemOutcome.NOT_REACHED)
        .execution_options(synchronize_session=False)
    )


def _close(act: BulkAct, state: BulkState) -> None:
    act.state, act.finished_at = state, now()
    act.note = act.silence_reason = ""
    act.due_at = act.claimed_until = None
    db.session.flush()
    see_to_those_left(act)


def _obstacle(act: BulkAct) -> StopReason | None:
    user = db.session.get(User, act.by_id or 0, populate_existing=True)
    if user is None or not user.may(permission_for(act)):
        return StopReason.NOT_ALLOWED
    if db.session.scalar(workable_jobs(user).where(Job.id == act.job_id).with_only_columns(Job.id)) is None:
        return StopReason.NOT_ALLOWED
    if act.state is BulkState.UNDOING:
        return None
    target = Stage if act.kind is BulkKind.MOVE else RejectReason
    target_id = act.to_stage_id if act.kind is BulkKind.MOVE else act.reason_id
    standing = db.session.scalar(select(target.id).where(target.id == target_id, target.retired_at.is_(None)))
    return None if standing else StopReason.TARGET_GONE


def _next_items(act: BulkAct, outcome: ItemOutcome, size: int) -> list[Any]:
    return list(
        db.session.execute(
            select(BulkActItem.application_id, BulkActItem.from_stage_id, BulkActItem.rejection_id)
            .where(BulkActItem.act_id == act.id, BulkActItem.outcome == outcome)
            .order_by(BulkActItem.application_id)
            .limit(size)
        )
    )


def _do(act: BulkAct, items: Sequence[Any], *, by: Actor) -> None:
    chosen_in = {item.application_id: item.from_stage_id for item in items}
    rows = rows_of(list(chosen_in), act.job_id, lock=True)
    still = [row for row in rows if row.state is not ApplicationState.ACTIVE or row.stage_id == chosen_in[row.id]]
    moved_on = chosen_in.keys() - {row.id for row in still}
    if act.kind is BulkKind.MOVE:
        to = db.session.get_one(Stage, act.to_stage_id)
        plan = sort_for_move(rows, to.id)
        moved_on -= set(plan.already_there)
        reached = set(plan.reached) - moved_on
        move_set([row for row in still if row.id in reached], to, by=by)
    else:
        plan = sort_for_rejection(still)
        reached = set(plan.reached)
        _reject(act, [row for row in still if row.id in reached], plan.without_address, by=by)
    _tick(act, reached, ItemOutcome.DONE, **_rejection_of(act))
    _tick(act, plan.ended, ItemOutcome.ENDED)
    _tick(act, plan.already_there, ItemOutcome.ALREADY_THERE)
    _tick(act, plan.set_aside, ItemOutcome.INTERVIEWED)
    _tick(act, moved_on, ItemOutcome.MOVED_ON)
    act.reached += len(reached)


def _reject(act: BulkAct, rows: Sequence[Any], without_address: Sequence[int], *, by: Actor) -> None:
    assert act.reason_id is not None and act.letters_due_at is not None
    reject_set(
        rows, job=db.session.get_one(Job, act.job_id), reason_id=act.reason_id, note=act.note,
        silence="" if act.tell else act.silence_reason, without_address=set(without_address),
        letters_due_at=act.letters_due_at, by=by,
    )  # fmt: skip


def _rejection_of(act: BulkAct) -> dict[str, Any]:
    """What an application done remembers of an act that rejects."""
    if act.kind is not BulkKind.REJECT:
        return {}
    standing = select(func.max(Rejection.id)).where(
        Rejection.application_id == BulkActItem.application_id, Rejection.undone_at.is_(None)
    )
    return {"rejection_id": standing.scalar_subquery()}


def _take_back(act: BulkAct, items: Sequence[Any], *, by: Actor) -> None:
    ids = [item.application_id for item in items]
    rows = rows_of(ids, act.job_id, lock=True)
    if act.kind is BulkKind.REJECT:
        back = restore_set([item.rejection_id for item in items], by=by)
    else:
        came_from = {item.application_id: item.from_stage_id for item in items}
        rows = [row for row in rows if row.state is ApplicationState.ACTIVE and row.stage_id == act.to_stage_id]
        back = {row.id for row in rows}
        for stage in db.session.scalars(select(Stage).where(Stage.id.in_(set(came_from.values()))).order_by(Stage.id)):
            move_set([row for row in rows if came_from[row.id] == stage.id], stage, by=by)
    _tick(act, back, ItemOutcome.UNDONE)
    _tick(act, set(ids) - back, ItemOutcome.KEPT)
    act.returned += len(back)


def _tick(act: BulkAct, ids: Collection[int], outcome: ItemOutcome, **also: Any) -> None:
    if ids:
        db.session.execute(
            update(BulkActItem)
            .where(BulkActItem.act_id == act.id, BulkActItem.application_id.in_(ids))
            .values(outcome=outcome, **also)
            .execution_options(synchronize_session=False)
        )
