"""A job in process and somebody to act."""

from datetime import timedelta

import pytest

from app.core.actors import user_actor
from app.core.clock import now
from app.hiring.commands import InterviewPlan, PanelSeat, ensure_reject_reasons
from app.hiring.models import InterviewKind, SeatRole


@pytest.fixture
def ada(cast):
    return user_actor(cast.ada.id, "198.51.100.1")


@pytest.fixture
def hugo(cast):
    return user_actor(cast.hugo.id)


@pytest.fixture
def reason(cast):
    return ensure_reject_reasons()[0]


@pytest.fixture
def application(cast, make):
    return make.application(cast.carla, cast.job, given_email="carla@example.org")


@pytest.fixture
def plan(cast):
    """A plan of an interview with Ines and Hugo; anything overridden by name."""

    def planned(**values):
        starts_at = values.pop("starts_at", now() + timedelta(days=3))
        return InterviewPlan(
            **{
                "kind": InterviewKind.VIDEO, "title": "First interview", "starts_at": starts_at,
                "ends_at": starts_at + timedelta(minutes=values.pop("minutes", 45)), "time_zone": "America/New_York",
                "panel": [PanelSeat(cast.ines.id), PanelSeat(cast.hugo.id, SeatRole.OBSERVER)],
                "link": "https://meet.example.org/1", "instructions": "Just join.", **values,
            }
        )  # fmt: skip

    return planned
