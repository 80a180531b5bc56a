"""Somebody who was hired leaves the company: from the day after their last one they are alumni, and may be asked back."""

from datetime import date, timedelta

from flask_babel import format_date, lazy_gettext
from flask_babel import gettext as _
from sqlalchemy import select

from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import today
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.activities import DepartureUndone, LastDayNoted
from app.hiring.commands.hires import NotHired
from app.hiring.commands.holding import hold
from app.hiring.models import Application, ApplicationState

FURTHEST_AHEAD = timedelta(days=366)


class NobodyLeft(Refused):
    sentence = lazy_gettext("No last day is noted for this person.")


class LastDayImpossible(Refused):
    """Before the hire, or too far away to be known."""


def note_departure(application: Application, *, last_day: date, by: Actor) -> None:
    """Note the last day of somebody who was hired here. Whatever they were hired for before ends on it too."""
    hold(application)
    if application.state is not ApplicationState.HIRED:
        raise NotHired()
    hired_on = application.ended_at.date() if application.ended_at else None
    if hired_on is not None and last_day < hired_on:
        day = format_date(hired_on)
        raise LastDayImpossible(
            _("This person was hired on %(day)s; the last day cannot be before.", day=day), field="last_day"
        )
    if last_day > today() + FURTHEST_AHEAD:
        raise LastDayImpossible(_("Note a last day within the next year."), field="last_day")
    for one in _hires_of(application):
        if one.left_on is None or one is application:
            one.left_on = last_day
    record(
        LastDayNoted(
            candidate=application.candidate_id, job=application.job_id, application=application, last_day=last_day
        ),
        by=by,
    )


def undo_departure(application: Application, *, by: Actor) -> None:
    """They stay after all: what was noted with this last day is taken back."""
    hold(application)
    last_day = application.left_on
    if last_day is None:
        raise NobodyLeft()
    for one in _hires_of(application):
        if one.left_on == last_day:
            one.left_on = None
    record(DepartureUndone(candidate=application.candidate_id, job=application.job_id, application=application), by=by)


def _hires_of(application: Application) -> list[Application]:
    """Every hire of the person, this one among them, locked in one order."""
    hires = select(Application).where(
        Application.candidate_id == application.candidate_id, Application.state == ApplicationState.HIRED
    )
    return list(db.session.scalars(hires.order_by(Application.id).with_for_update()))
