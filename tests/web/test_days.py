"""Days are the employer's: a promise is kept until its day has ended where the employer is."""

from datetime import UTC, date, datetime

import pytest

from app.config import ConfigurationError, Settings
from app.core.actors import SYSTEM
from app.core.clock import at, date_of, start_of, today
from app.extensions import db
from app.hiring.commands import promised_by
from app.jobs.commands import publish_job

EVENING_IN_NEW_YORK = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
"""Half past nine in the evening of the 22nd there; the 23rd in UTC and in Berlin."""


@pytest.fixture
def in_new_york(app, monkeypatch):
    monkeypatch.setitem(app.config, "TIME_ZONE", "America/New_York")


def test_the_day_is_the_employers(in_new_york):
    with at(EVENING_IN_NEW_YORK):
        assert today() == date(2026, 11, 22)
    assert date_of(EVENING_IN_NEW_YORK) == date(2026, 11, 22)
    assert start_of(date(2026, 11, 22)) == datetime(2026, 11, 22, 5, tzinfo=UTC)


def test_a_promise_is_not_late_on_the_evening_of_its_day(in_new_york, cast, make):
    application = make.application(job=cast.job, reply_by=date(2026, 11, 22))
    with at(EVENING_IN_NEW_YORK):
        assert not application.is_late
        assert promised_by(make.stage(cast.job, "Applied"), EVENING_IN_NEW_YORK) == date(2026, 11, 29)
    with at(datetime(2026, 11, 23, 5, tzinfo=UTC)):
        assert application.is_late


def test_the_last_day_to_apply_ends_at_the_employers_midnight(in_new_york, cast):
    with at(EVENING_IN_NEW_YORK):
        posting = publish_job(cast.job, last_day=date(2026, 11, 22), by=SYSTEM)
        db.session.flush()
    assert posting.ends_at == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert posting.last_day == date(2026, 11, 22)


def test_a_zone_nobody_knows_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="TIME_ZONE"):
        Settings.from_environment({"SECRET_KEY": "x" * 40, "DATA_DIR": str(tmp_path), "TIME_ZONE": "Berlin"})
