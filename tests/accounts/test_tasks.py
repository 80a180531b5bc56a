"""Sessions and links that ended long ago are not kept."""

from datetime import timedelta

from sqlalchemy import func, select

from app.accounts.commands import ask_password_reset
from app.accounts.models import PasswordReset, StaffSession
from app.accounts.sessions import start_session
from app.accounts.tasks import forget_past_sessions
from app.core import clock
from app.core.actors import SYSTEM
from app.core.clock import now
from app.extensions import db


def test_what_ended_thirty_days_ago_goes_and_the_rest_stays(cast, sweep):
    start_session(cast.ada, "10.0.0.1", "Firefox")
    ask_password_reset(cast.ada.email, by=SYSTEM)
    assert sweep(forget_past_sessions) == 0
    with clock.at(now() + timedelta(days=32)):
        start_session(cast.ada, "10.0.0.2", "Firefox")
        assert sweep(forget_past_sessions) == 2
    assert db.session.scalars(select(StaffSession.address)).all() == ["10.0.0.2"]
    assert db.session.scalar(select(func.count(PasswordReset.id))) == 0
