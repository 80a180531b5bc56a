"""Hashes that are quick to make, and Ada with a password."""

from typing import Any

import pytest
from argon2 import PasswordHasher

from app.accounts import passwords
from app.extensions import db
from app.web import evenness

PASSWORD = "brittle lamp under seven seas"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._decoy.cache_clear()
    monkeypatch.setattr(evenness, "EVEN_SECONDS", 0.0)


@pytest.fixture
def ada(cast: Any) -> Any:
    cast.ada.password_hash = passwords.hash_password(PASSWORD)
    db.session.flush()
    return cast.ada
