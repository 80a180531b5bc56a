"""Whom an act on many would reach and whom it leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, union

from app.candidates.models import ContactKind, ContactPoint
from app.extensions import db
from app.hiring.models import Application, ApplicationState, Interview, InterviewState, StageStay
from app.jobs.models import Job, Stage, StageType

PERSONAL_FROM = (StageType.INTERVIEW, StageType.OFFER)
"""Whoever got this far is told personally, never in bulk."""


@dataclass
class BulkPlan:
    """What a bulk act would do: whom it reaches and whom it leaves out, each group by its ids."""

    reached: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    already_there: list[int] = field(default_factory=list)
    set_aside: list[int] = field(default_factory=list)
    """Interviewed: they are owed a personal word."""
    without_address: list[int] = field(default_factory=list)
    """Of those reached: nobody can be written to."""


def plan_bulk_move(ids: Sequence[int], *, job: Job, to: Stage) -> BulkPlan:
    return sort_for_move(rows_of(ids, job.id), to.id)


def plan_bulk_rejection(ids: Sequence[int], *, job: Job) -> BulkPlan:
    return sort_for_rejection(rows_of(ids, job.id))


def rows_of(ids: Sequence[int], job_id: int, *, lock: bool = False) -> list[Any]:
    """State and stage of the applications among `ids` that belong to the job, in one order for all lockers."""
    statement = (
        select(Application.id, Application.state, Application.stage_id, Application.candidate_id)
        .where(Application.id.in_(ids), Application.job_id == job_id)
        .order_by(Application.id)
    )
    return list(db.session.execute(statement.with_for_update() if lock else statement))


def sort_for_move(rows: Sequence[Any], to_id: int) -> BulkPlan:
    plan = BulkPlan()
    for row in rows:
        if row.state is not ApplicationState.ACTIVE:
            plan.ended.append(row.id)
        elif row.stage_id == to_id:
            plan.already_there.append(row.id)
        else:
            plan.reached.append(row.id)
    return plan


def sort_for_rejection(rows: Sequence[Any]) -> BulkPlan:
    plan = BulkPlan()
    interviewed = _interviewed([row.id for row in rows])
    reachable = _reachable([row.candidate_id for row in rows])
    for row in rows:
        if row.state is not ApplicationState.ACTIVE:
            plan.ended.append(row.id)
        elif row.id in interviewed:
            plan.set_aside.append(row.id)
        else:
            plan.reached.append(row.id)
            if row.candidate_id not in reachable:
                plan.without_address.append(row.id)
    return plan


def _interviewed(ids: Sequence[int]) -> set[int]:
    """Whoever stood in a stage of interviews, and whoever was invited to one in any other."""
    far = (
        select(StageStay.application_id)
        .join(Stage, Stage.id == StageStay.stage_id)
        .where(StageStay.application_id.in_(ids), Stage.type.in_(PERSONAL_FROM))
    )
    invited = select(Interview.application_id).where(
        Interview.application_id.in_(ids), Interview.state != InterviewState.CANCELLED
    )
    return set(db.session.scalars(union(far, invited)))


def _reachable(candidate_ids: Sequence[int]) -> set[int]:
    """Those with an e-mail address on their record."""
    return set(
        db.session.scalars(
            select(ContactPoint.candidate_id).where(
                ContactPoint.candidate_id.in_(candidate_ids), ContactPoint.kind == ContactKind.EMAIL
            )
        )
    )
