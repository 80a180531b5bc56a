"""What hiring tells the packages below that ask for it."""

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from app.core.refusals import Refused
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.jobs.models import Job, Stage
from app.jobs.registries import closing_refusals, stage_refusals


class PeopleInProcess(Refused):
    sentence = _("There are still people in process.")


class PeopleInStage(Refused):
    sentence = _("There are still people in this stage. Move them first.")


def refuse_closing(job: Job) -> Refused | None:
    """A job with people in process does not close before somebody says what becomes of them."""
    left = _active(Application.job_id == job.id)
    if not left:
        return None
    return PeopleInProcess(
        ngettext(
            "%(num)s person is still in process. Move, hire or reject them first.",
            "%(num)s people are still in process. Move, hire or reject them first.",
            left,
        )
    )


def refuse_retiring(stage: Stage) -> Refused | None:
    return PeopleInStage() if _active(Application.stage_id == stage.id) else None


def _active(where: object) -> int:
    return (
        db.session.scalar(
            select(func.count(Application.id)).where(where, Application.state == ApplicationState.ACTIVE)  # type: ignore[arg-type]
        )
        or 0
    )


closing_refusals.append(refuse_closing)
stage_refusals.append(refuse_retiring)
