"""Ada with a password."""

from typing import Any

import pytest

from app.accounts import passwords
from app.extensions import db

PASSWORD = "brittle lamp under seven seas"


@pytest.fixture
def ada(cast: Any) -> Any:
    cast.ada.password_hash = passwords.hash_password(PASSWORD)
    db.session.flush()
    return cast.ada
