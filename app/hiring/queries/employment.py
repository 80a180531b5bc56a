"""Whether a hire still works here: conditions on an application."""

from sqlalchemy import ColumnElement, and_, or_

from app.core.clock import today
from app.hiring.models import Application, ApplicationState


def works_here() -> ColumnElement[bool]:
    """Hired, and the last day, where one is noted, has not passed."""
    stays = or_(Application.left_on.is_(None), Application.left_on >= today())
    return and_(Application.state == ApplicationState.HIRED, stays)


def has_left() -> ColumnElement[bool]:
    """Hired once, and the last day has passed."""
    return and_(Application.left_on < today(), Application.state == ApplicationState.HIRED)
