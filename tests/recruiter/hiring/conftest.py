"""Applications in process, and the shipped texts and reasons every installation begins with."""

import pytest

from app.hiring.commands import ensure_reject_reasons
from app.mailing.commands import ensure_templates


@pytest.fixture
def shipped(cast):
    ensure_templates()
    return ensure_reject_reasons()


@pytest.fixture
def application(cast, make, shipped):
    return make.application(cast.carla, cast.job, given_name="Carla Candidate", given_email="carla@example.org")


HTMX = {"HX-Request": "true"}
