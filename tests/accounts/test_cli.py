"""`create-user` on the command line."""

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import Role
from app.core.transaction import reading
from app.extensions import db

pytestmark = pytest.mark.real_commits


def create(app, *arguments, password="brittle lamp under seven seas\n"):
    return app.test_cli_runner().invoke(args=["create-user", *arguments, "--password-stdin"], input=password)


def test_a_user_is_created_with_the_password_from_standard_input(app):
    result = create(app, "Root@Example.org", "--role", "admin", "--name", "Root")
    assert result.exit_code == 0, result.output
    with reading():
        user = db.session.scalars(select(User)).one()
        assert (user.email, user.role, user.name) == ("Root@example.org", Role.ADMIN, "Root")
        assert user.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("arguments", "password", "words"),
    [
        (("root@example.org", "--role", "admin"), "short\n", "at least 15"),
        (("root@example.org", "--role", "admin"), "root@example.org\n", "little more than"),
        (("nonsense", "--role", "admin"), "brittle lamp under seven seas\n", "e-mail address"),
        (("root@example.org", "--role", "emperor"), "brittle lamp under seven seas\n", "emperor"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(app, arguments, password, words):
    result = create(app, *arguments, password=password)
    assert result.exit_code != 0
    assert words in result.output
    with reading():
        assert db.session.scalars(select(User)).all() == []


def test_an_address_is_taken_once(app):
    assert create(app, "root@example.org", "--role", "admin").exit_code == 0
    assert "can sign in already" in create(app, "ROOT@example.org", "--role", "admin").output
