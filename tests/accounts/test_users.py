"""Users: roles, the last admin, sessions that end when they must."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.commands import (
    ask_password_reset,
    change_account,
    change_password,
    change_user,
    create_team,
    create_user,
    deactivate_user,
    reactivate_user,
    reset_password,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.queries import living_sessions
from app.accounts.refusals import AddressTaken, LastAdmin, LinkUsedUp, UnknownTimeZone
from app.accounts.sessions import session_of_token, start_session
from app.core import clock
from app.core.activity import Activity, ChangedValue
from app.core.actors import SYSTEM, user_actor, visitor_actor
from app.core.clock import now
from app.core.refusals import Refused, Stale
from app.core.tokens import token_hash
from app.core.transaction import reading, transaction
from app.extensions import db
from app.mailing.models import Message
from tests.make import user_of_token

ROOT = SYSTEM


def change(user, **more):
    values = {"name": user.name, "role": user.role, "team_id": user.team_id, "time_zone": user.time_zone, **more}
    change_user(user, by=ROOT, **values)


def test_the_last_admin_can_be_neither_deactivated_nor_given_another_role(cast):
    with pytest.raises(LastAdmin):
        deactivate_user(cast.root, by=ROOT)
    with pytest.raises(LastAdmin):
        change(cast.root, role=Role.RECRUITER)
    change(cast.ada, role=Role.ADMIN)
    change(cast.root, role=Role.RECRUITER)
    with pytest.raises(LastAdmin):
        deactivate_user(cast.ada, by=ROOT)


@pytest.mark.real_commits
def test_two_admins_removing_each_other_leave_one(app, make):
    with transaction():
        ids = [make.user(Role.ADMIN).id for _ in range(2)]
    ready = threading.Barrier(2)
    outcomes = []

    def remove(user_id):
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    deactivate_user(db.session.get(User, user_id), by=ROOT)
                outcomes.append("gone")
            except Refused:
                outcomes.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=remove, args=(user_id,)) for user_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone", "refused"]
    with reading():
        assert db.session.scalar(select(func.count(User.id)).where(User.deactivated_at.is_(None))) == 1


def test_the_secret_of_a_session_is_stored_only_as_its_hash(cast):
    token = start_session(cast.ada, "127.0.0.1", "Firefox")
    session = session_of_token(token)
    assert session.token_hash == token_hash(token) != token
    assert user_of_token(token) is cast.ada
    assert user_of_token(token + "x") is None
    assert user_of_token("") is None


def test_a_session_ends_after_two_hours_idle_and_twelve_at_the_latest(cast):
    token = start_session(cast.ada, None, None)
    with clock.at(now() + timedelta(hours=2, seconds=1)):
        assert user_of_token(token) is None
    session = session_of_token(token)
    session.seen_at = now() + timedelta(hours=11, minutes=59)
    db.session.flush()
    with clock.at(now() + timedelta(hours=12, seconds=1)):
        assert user_of_token(token) is None


def test_deactivation_and_a_new_role_end_all_sessions_at_once(cast):
    token = start_session(cast.ada, None, None)
    change(cast.ada, name="Ada Renamed")
    assert user_of_token(token) is not None, "a new name is no reason"
    change(cast.ada, role=Role.COORDINATOR)
    assert user_of_token(token) is None
    token = start_session(cast.ada, None, None)
    deactivate_user(cast.ada, by=ROOT)
    assert user_of_token(token) is None
    reactivate_user(cast.ada, by=ROOT)
    assert user_of_token(token) is None


def test_a_new_password_ends_every_other_session(cast):
    here, there = start_session(cast.ada, None, None), start_session(cast.ada, None, None)
    change_password(cast.ada, password_hash="new", session=session_of_token(here), by=user_actor(cast.ada.id))
    assert user_of_token(here) is cast.ada
    assert user_of_token(there) is None


def test_each_sign_in_makes_a_new_session_and_signing_out_ends_one(cast):
    first, second = (sign_in(cast.ada, agent="Firefox", by=visitor_actor("10.0.0.1")) for _ in range(2))
    assert first != second
    sign_out(session_of_token(first), by=user_actor(cast.ada.id))
    assert user_of_token(first) is None
    assert [session.address for session in living_sessions(cast.ada)] == ["10.0.0.1"]
    assert sign_out_everywhere(cast.ada, by=ROOT) == 1
    assert user_of_token(second) is None


def test_a_reset_works_once_within_an_hour_and_voids_older_ones(cast):
    older, newer = ask_password_reset(cast.ada.email, by=SYSTEM), ask_password_reset(cast.ada.email.upper(), by=SYSTEM)
    token = start_session(cast.ada, None, None)
    with pytest.raises(LinkUsedUp):
        reset_password(older, password_hash="x", by=SYSTEM)
    reset_password(newer, password_hash="new hash", by=SYSTEM)
    assert cast.ada.password_hash == "new hash"
    assert user_of_token(token) is None
    with pytest.raises(LinkUsedUp):
        reset_password(newer, password_hash="y", by=SYSTEM)
    late = ask_password_reset(cast.ada.email, by=SYSTEM)
    with clock.at(now() + timedelta(hours=1, seconds=1)), pytest.raises(LinkUsedUp):
        reset_password(late, password_hash="z", by=SYSTEM)


def test_nobody_unknown_or_deactivated_is_mailed_a_reset(cast):
    deactivate_user(cast.otto, by=ROOT)
    assert ask_password_reset("nobody@example.org", by=SYSTEM) is None
    assert ask_password_reset(cast.otto.email, by=SYSTEM) is None
    assert db.session.scalar(select(func.count(Message.id))) == 0


def test_changes_are_kept_with_their_old_values(cast):
    change(cast.ada, role=Role.COORDINATOR, time_zone="Europe/Lisbon")
    values = {row.field: (row.old, row.new) for row in db.session.scalars(select(ChangedValue))}
    assert values["role"] == ("recruiter", "coordinator")
    assert values["time_zone"] == ("Europe/Berlin", "Europe/Lisbon")
    assert db.session.scalar(select(func.count(Activity.id)).where(Activity.kind == "user_changed")) == 1


def test_a_stale_form_is_refused(cast):
    seen = cast.ada.version
    change_account(cast.ada, name="Ada A", locale="de", time_zone="Europe/Berlin", shortcuts=True, by=SYSTEM, version=seen)
    db.session.flush()
    with pytest.raises(Stale):
        change_account(cast.ada, name="B", locale="de", time_zone="Europe/Berlin", shortcuts=True, by=SYSTEM, version=seen)


def test_an_unknown_time_zone_is_refused(cast):
    with pytest.raises(UnknownTimeZone):
        change(cast.ada, time_zone="Mars/Olympus")


def test_an_address_signs_in_one_user_only(cast):
    with pytest.raises(AddressTaken):
        create_user(name="Twin", email=cast.ada.email.upper(), role=Role.ADMIN, password_hash="x", by=SYSTEM)


def test_a_team_of_the_same_name_is_the_same_team(cast):
    assert create_team("engineering  HIRING", by=SYSTEM).id == cast.team.id
