"""Moving between stages. A move says where it comes from and fails visibly when somebody was faster."""

from collections.abc import Sequence

from flask_babel import format_timedelta
from flask_babel import lazy_gettext as _
from sqlalchemy import desc, select

from app.accounts.models import User
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused, Stale
from app.extensions import db
from app.hiring.activities import ApplicationCleared, ApplicationMarked, ApplicationMoved
from app.hiring.commands.hires import hire_application
from app.hiring.commands.holding import hold, hold_active, require_active
from app.hiring.commands.stages import enter, leave
from app.hiring.models import Application, StageStay
from app.jobs.models import Stage, StageType

MAYBE = "maybe"


class StaleMove(Stale):
    """Somebody moved it first; `sentence` says who, where to and when."""


class NotAStageOfThisJob(Refused):
    sentence = _("This stage does not belong to the job, or it takes nobody any more.")

    def __init__(self) -> None:
        super().__init__(field="to")


def move_application(application: Application, *, to: Stage, by: Actor, from_stage: int, version: int | None = None) -> None:
    """Put the application into stage `to`; entering a hired stage is a hire."""
    hold(application)
    application.check_version(version)
    if application.stage_id != from_stage:
        if _sent_twice(application, to, by):
            return
        raise StaleMove(_faster(application))
    require_active(application)
    if to.job_id != application.job_id or to.retired_at is not None:
        raise NotAStageOfThisJob()
    if to.id == application.stage_id:
        return
    if to.type is StageType.HIRED:
        hire_application(application, by=by)
        return
    leave(application)
    enter(application, to, by=by)
    record(
        ApplicationMoved(
            candidate=application.candidate_id, job=application.job_id, application=application,
            from_stage=from_stage, to_stage=to.id,
        ),
        by=by,
    )  # fmt: skip


def mark_maybe(application: Application, *, maybe: bool = True, by: Actor) -> None:
    """Leave the decision for later; screening comes back to it in its own list."""
    hold_active(application)
    mark = MAYBE if maybe else ""
    if application.screening == mark:
        return
    application.screening = mark
    record(
        ApplicationMarked(
            candidate=application.candidate_id, job=application.job_id, application=application, mark=mark or "none"
        ),
        by=by,
    )


def clear_suspicion(applications: Sequence[Application], *, by: Actor) -> None:
    """A person looked: these applications are genuine and join the others."""
    for application in applications:
        hold(application)
        if application.suspicious:
            application.suspicious = ""
            record(
                ApplicationCleared(
                    candidate=application.candidate_id, job=application.job_id, application=application
                ),
                by=by,
            )


def _sent_twice(application: Application, to: Stage, by: Actor) -> bool:
    """The same person put it there already: a form that was submitted twice."""
    if application.stage_id != to.id or by.user_id is None:
        return False
    mover = select(StageStay.moved_by_id).where(StageStay.application_id == application.id).order_by(desc(StageStay.id))
    return db.session.scalar(mover.limit(1)) == by.user_id


def _faster(application: Application) -> object:
    last = db.session.execute(
        select(Stage.name, User.name, StageStay.entered_at)
        .join(Stage, Stage.id == StageStay.stage_id)
        .outerjoin(User, User.id == StageStay.moved_by_id)
        .where(StageStay.application_id == application.id)
        .order_by(desc(StageStay.id))
        .limit(1)
    ).one_or_none()
    if last is None:
        return Stale.sentence
    stage, who, when = last
    return _(
        "%(who)s moved this application to %(stage)s %(ago)s. Nothing was changed.",
        who=who or _("Somebody"), stage=stage, ago=format_timedelta(when - now(), add_direction=True),
    )  # fmt: skip
