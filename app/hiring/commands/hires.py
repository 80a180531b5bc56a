"""Hiring: closes exactly one opening, and can be taken back."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import desc, select

from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.activities import CandidateHired, HireUndone
from app.hiring.commands.ending import end, other_active_applications
from app.hiring.commands.holding import hold, hold_active
from app.hiring.commands.promises import renew_promise
from app.hiring.commands.stages import enter, leave, return_to, stages_of
from app.hiring.models import Application, ApplicationState, StageStay
from app.jobs.commands import fill_opening, reopen_opening
from app.jobs.models import Job, Opening, Stage, StageType


class NotHired(Refused):
    sentence = _("This person is not hired here.")


@dataclass(frozen=True)
class Hired:
    """A hire, the opening it closed, and where else the person is still in process."""

    application: Application
    opening: Opening
    others: list[Application]


def hire_application(application: Application, *, by: Actor, keep_offer: int | None = None) -> Hired:
    """Hire the person and close one opening of the job; the person's other applications are left to a choice."""
    hold_active(application)
    opening = fill_opening(_lock_job(application.job_id), application_id=application.id, by=by)
    hired_stage = next((stage for stage in stages_of(application.job_id) if stage.type is StageType.HIRED), None)
    end(application, ApplicationState.HIRED, by=by, keep_offer=keep_offer)
    if hired_stage is not None:
        enter(application, hired_stage, by=by)
    application.reply_by = None
    application.closed_publicly_at = now()
    record(
        CandidateHired(
            candidate=application.candidate_id, job=application.job_id, application=application, opening=opening.id
        ),
        by=by,
    )
    return Hired(application, opening, other_active_applications(application))


def undo_hire(application: Application, *, by: Actor) -> None:
    """The person did not start after all: back in process, in the stage before, and the opening is open again."""
    hold(application)
    if application.state is not ApplicationState.HIRED:
        raise NotHired()
    _lock_job(application.job_id)
    opening = db.session.scalar(select(Opening).where(Opening.application_id == application.id))
    leave(application)
    application.state = ApplicationState.ACTIVE
    application.ended_at = None
    application.left_on = None
    application.closed_publicly_at = None
    stage = _stage_before_hire(application)
    return_to(application, stage.id)
    renew_promise(application, stage)
    if opening is not None:
        reopen_opening(opening, by=by)
    record(
        HireUndone(
            candidate=application.candidate_id, job=application.job_id, application=application,
            opening=opening.id if opening else 0,
        ),
        by=by,
    )  # fmt: skip


def _lock_job(job_id: int) -> Job:
    """Two hires at once count their openings one after the other."""
    return db.session.scalars(select(Job).where(Job.id == job_id).with_for_update()).one()


def _stage_before_hire(application: Application) -> Stage:
    """The newest stay outside a hired stage, else the first stage of the job."""
    before = db.session.scalar(
        select(Stage)
        .join(StageStay, StageStay.stage_id == Stage.id)
        .where(StageStay.application_id == application.id, Stage.type != StageType.HIRED)
        .order_by(desc(StageStay.id))
        .limit(1)
    )
    return before or stages_of(application.job_id)[0]
