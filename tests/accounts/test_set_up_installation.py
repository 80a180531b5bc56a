"""Set-up happens once."""

import threading

import pytest
from sqlalchemy import func, select

from app.accounts.commands import set_up_installation
from app.accounts.models import Installation, User
from app.accounts.permissions import Role
from app.accounts.refusals import AlreadySetUp
from app.core.actors import visitor_actor
from app.core.refusals import Refused
from app.core.transaction import reading, transaction
from app.extensions import db
from app.mailing.models import Template


def set_up(email="root@example.org"):
    return set_up_installation(
        company_name="Larkspur", name="Root Admin", email=email, password_hash="hash", by=visitor_actor("127.0.0.1")
    )


def test_the_company_and_its_first_admin_are_made_together():
    installation, admin = set_up()
    assert installation.company_name == "Larkspur"
    assert admin.role is Role.ADMIN
    assert db.session.scalar(select(func.count(Template.id))) > 20, "the library of mail texts is filled"


def test_it_closes_for_good():
    set_up()
    with pytest.raises(AlreadySetUp):
        set_up("second@example.org")
    assert db.session.scalar(select(func.count(User.id))) == 1


@pytest.mark.real_commits
def test_two_at_once_make_exactly_one_admin(app):
    ready = threading.Barrier(2)
    refused = []

    def try_it(email):
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    set_up(email)
            except Refused as refusal:
                refused.append(refusal)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=try_it, args=(f"{name}@example.org",)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading():
        assert db.session.scalar(select(func.count(User.id))) == 1
        assert db.session.scalar(select(func.count(Installation.id))) == 1
    assert [type(refusal) for refusal in refused] == [AlreadySetUp]
