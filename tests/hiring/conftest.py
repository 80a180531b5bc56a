"""A job in process and somebody to act."""

import pytest

from app.core.actors import user_actor
from app.hiring.commands import ensure_reject_reasons


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
