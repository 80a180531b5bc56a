"""What a candidate reads about an application: plain words, never an inner stage, a score, a note or a verdict's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from babel import dates
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from app.core.clock import today
from app.extensions import db
from app.hiring.models import Application, ApplicationState, Interview, StageStay
from app.hiring.queries import interviews_held, next_interviews
from app.jobs.models import Stage, StageType


class StepState(Enum):
    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Step:
    """One public stage on the way; several inner stages may share it."""

    name: str
    text: str
    state: StepState


@dataclass(frozen=True)
class PublicStatus:
    """`sentence` says where it stands; `stage` and `text` are the public stage's own words; `late` that we broke our
    word; `ended` that nothing more will happen; `steps` the way, empty once it ended without a hire.
    """

    sentence: str
    stage: str
    text: str
    reply_by: date | None
    late: bool
    ended: bool
    steps: list[Step]
    interview: Interview | None = None
    """The next interview that stands."""


@dataclass(frozen=True)
class PublicEvent:
    at: datetime
    sentence: str


def public_status(application: Application) -> PublicStatus:
    return public_statuses([application])[application.id]


def _status(application: Application, stages: Sequence[Stage], interview: Interview | None) -> PublicStatus:
    """`stages` are those of the job in order."""
    shown = next((stage for stage in stages if stage.id == application.public_stage_id), None) or stages[0]
    ending = _ending(application)
    if ending is not None:
        return PublicStatus(ending, "", "", None, late=False, ended=True, steps=[])
    hired = application.state is ApplicationState.HIRED
    reply_by = None if hired else application.reply_by
    late = reply_by is not None and reply_by < today()
    return PublicStatus(
        _hired_or(application, interview) or _sentence(shown, reply_by, late=late), shown.public_name, shown.public_text,
        reply_by, late=late, ended=hired, steps=_steps(stages, shown), interview=interview,
    )  # fmt: skip


def public_statuses(applications: Sequence[Application]) -> dict[int, PublicStatus]:
    """For a list, in two queries."""
    stages = job_stages({application.job_id for application in applications})
    ahead = next_interviews([application.id for application in applications])
    return {one.id: _status(one, stages[one.job_id], ahead.get(one.id)) for one in applications}


def public_history(application: Application) -> list[PublicEvent]:
    """What the candidate may know of the way so far, newest first."""
    stages = job_stages([application.job_id])[application.job_id]
    names = {stage.id: stage.public_name for stage in stages}
    stays = db.session.execute(
        select(StageStay.stage_id, StageStay.entered_at)
        .where(StageStay.application_id == application.id)
        .order_by(StageStay.id)
    ).all()
    events = [PublicEvent(application.applied_at, _("We received your application."))]
    last = names.get(stays[0].stage_id) if stays else None
    for stay in stays[1:]:
        name = names.get(stay.stage_id)
        if name is not None and name != last:
            events.append(PublicEvent(stay.entered_at, _("Your application is now at: %(stage)s", stage=name)))
            last = name
    events += [PublicEvent(one.starts_at, _("We met: %(interview)s", interview=one.title)) for one in interviews_held(application.id)]
    ending = _ending(application)
    if ending is not None:
        events.append(PublicEvent(application.closed_publicly_at or application.applied_at, ending))
    return sorted(events, key=lambda event: event.at, reverse=True)


def job_stages(job_ids: Sequence[int] | set[int]) -> dict[int, list[Stage]]:
    """Job → its stages in order, retired ones included: somebody may still stand in one."""
    by_job: dict[int, list[Stage]] = {job_id: [] for job_id in job_ids}
    for stage in db.session.scalars(
        select(Stage).where(Stage.job_id.in_(by_job)).order_by(Stage.job_id, Stage.position, Stage.id)
    ):
        by_job[stage.job_id].append(stage)
    return by_job


def _ending(application: Application) -> str | None:
    """The closing sentence, once the candidate may read it. A decision whose mail still waits is not one yet."""
    if application.state is ApplicationState.WITHDRAWN:
        return _("You withdrew this application.")
    if application.state is ApplicationState.REJECTED and application.closed_publicly_at is not None:
        return _("We have decided to continue with other people for this job. Thank you for your time and interest.")
    return None


def _hired_or(application: Application, interview: Interview | None) -> str | None:
    """What comes before any stage: the hire, then the day somebody meets us."""
    if application.state is ApplicationState.HIRED:
        return _("You are hired. We look forward to working with you.")
    if interview is None:
        return None
    day = interview.starts_at.astimezone(ZoneInfo(interview.time_zone))
    return _("Interview on %(day)s at %(time)s.", day=format_date(day, "full"), time=_clock(day))


def _clock(moment: datetime) -> str:
    return str(dates.format_time(moment, "short", locale=get_locale()))


def _sentence(stage: Stage, reply_by: date | None, *, late: bool) -> str:
    if reply_by is None:
        return _("Your application is at: %(stage)s.", stage=stage.public_name)
    day = format_date(reply_by, "long")
    if late:
        return _("We promised you word by %(day)s and we are late. We are sorry: the team has been told.", day=day)
    return _("Your application is at: %(stage)s. You will hear from us by %(day)s.", stage=stage.public_name, day=day)


def _steps(stages: Sequence[Stage], shown: Stage) -> list[Step]:
    """Public stages once each, in order. Retired stages are no step, except the one somebody stands in."""
    way: list[Stage] = []
    for stage in stages:
        in_use = stage.retired_at is None or stage.id == shown.id
        if in_use and stage.public_name not in {known.public_name for known in way}:
            way.append(stage)
    at = [stage.public_name for stage in way].index(shown.public_name)
    return [
        Step(stage.public_name, stage.public_text, _state(index, at, is_last=stage.type is StageType.HIRED))
        for index, stage in enumerate(way)
    ]


def _state(index: int, at: int, *, is_last: bool) -> StepState:
    if index < at or (index == at and is_last):
        return StepState.DONE
    return StepState.CURRENT if index == at else StepState.AHEAD
