"""The reply-by date: what a stage promises, a new date set by a person, and promises that were missed."""

from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _

from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import date_of, now, today
from app.core.refusals import Refused
from app.hiring.activities import ReplyDateSet
from app.hiring.commands.holding import hold_active
from app.hiring.models import Application
from app.jobs.models import Stage

FURTHEST = timedelta(days=120)


class NotAPromise(Refused):
    sentence = _("A reply-by date lies between today and four months from now.")

    def __init__(self) -> None:
        super().__init__(field="reply_by")


def promised_by(stage: Stage, entered: datetime) -> date | None:
    """The date by which `stage` promises word to somebody who entered it at `entered`."""
    return date_of(entered) + timedelta(days=stage.reply_days) if stage.reply_days is not None else None


def business_days_after(moment: datetime, days: int) -> datetime:
    """The same time of day, `days` working days (Monday to Friday) later."""
    return _step(moment, days, timedelta(days=1))


def business_days_before(moment: datetime, days: int) -> datetime:
    return _step(moment, days, timedelta(days=-1))


def _step(moment: datetime, days: int, step: timedelta) -> datetime:
    while days > 0:
        moment += step
        if moment.weekday() < 5:
            days -= 1
    return moment


def set_reply_by(application: Application, *, reply_by: date, by: Actor, version: int | None = None) -> None:
    """Promise a new date: only a person does this, and the candidate reads it at once."""
    hold_active(application)
    application.check_version(version)
    if not today() <= reply_by <= today() + FURTHEST:
        raise NotAPromise()
    application.reply_by = reply_by
    application.reply_by_missed_at = None
    record(
        ReplyDateSet(
            candidate=application.candidate_id, job=application.job_id, application=application, promised=reply_by
        ),
        by=by,
    )


def renew_promise(application: Application, stage: Stage) -> None:
    """Entering a stage makes its own promise; a stage without one makes none."""
    application.reply_by = promised_by(stage, now())
    application.reply_by_missed_at = None
