"""Somebody hired early in the year has left again, and may be asked back."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from app.core.clock import today
from app.demo.clockwork import Clockwork
from app.demo.company import Larkspur
from app.extensions import db
from app.hiring.commands import note_departure
from app.hiring.models import Application, ApplicationState

DAYS_AGO = 34


def plan_leaving(clockwork: Clockwork, larkspur: Larkspur) -> None:
    clockwork.plan(clockwork.ago(DAYS_AGO, hour=10), partial(_leave, larkspur))


def _leave(larkspur: Larkspur) -> None:
    """The first who was hired gives notice: two more weeks."""
    hires = select(Application).where(Application.state == ApplicationState.HIRED).order_by(Application.ended_at, Application.id)
    first = db.session.scalars(hires.limit(1)).first()
    if first is not None:
        note_departure(first, last_day=today() + timedelta(days=14), by=larkspur.by("tomas"))
