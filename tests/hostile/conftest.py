"""The world strangers meet: one record of every kind, and browsers of those who see the most."""

from typing import Any

import pytest

from app.extensions import db
from tests.world import World, make_world


@pytest.fixture
def world(cast: Any, make: Any) -> World:
    return make_world(make, cast)


@pytest.fixture
def browsers(app: Any, world: World, make: Any) -> dict[str, Any]:
    """Signed-in browsers by name; after this the test's session is between transactions (see `world.taken_back`)."""
    opened = {name: make.signed_in(app, getattr(world.cast, name)) for name in ("root", "ada", "otto", "ines")}
    opened["carla"] = make.signed_in_candidate(app, world.cast.carla)
    opened["visitor"] = app.test_client()
    app.config["THROTTLE_SCALE"] = 1_000_000.0
    db.session.commit()
    yield opened
    app.config["THROTTLE_SCALE"] = 1.0
