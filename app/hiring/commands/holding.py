"""Deciding on what is true now: the row is locked and read again before a command looks at it."""

from flask_babel import lazy_gettext as _

from app.core.refusals import Refused
from app.extensions import db
from app.hiring.models import Application, ApplicationState, Offer

_DECIDED_ON = [
    "state", "stage_id", "stage_entered_at", "board_rank", "ended_at", "left_on", "reply_by", "reply_by_missed_at", "public_stage_id",
    "closed_publicly_at", "confirmed_at", "screening", "suspicious", "resume_id", "newer_resume_id", "version",
]  # fmt: skip


class NotActive(Refused):
    """Only an active application can be worked with."""

    def __init__(self, state: ApplicationState) -> None:
        super().__init__(
            {
                ApplicationState.REJECTED: _("This application was rejected. Take the rejection back first."),
                ApplicationState.WITHDRAWN: _("The candidate withdrew this application."),
                ApplicationState.HIRED: _("This person is already hired here."),
            }.get(state, _("This application is not active any more."))
        )


def hold(application: Application) -> None:
    """Lock the application and read it again: whoever comes second sees what the first one did."""
    db.session.refresh(application, _DECIDED_ON, with_for_update=True)


def hold_active(application: Application) -> None:
    hold(application)
    require_active(application)


def require_active(application: Application) -> None:
    """Raise NotActive; for whoever holds it already."""
    if not application.is_active:
        raise NotActive(application.state)


def hold_offer(offer: Offer) -> None:
    db.session.refresh(offer, ["state", "viewed_at", "answered_at", "expires_on", "version"], with_for_update=True)
