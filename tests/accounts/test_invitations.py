"""Invitations are bound to an address and a role, used once, within 72 hours."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.accounts.commands import accept_invitation, invite_user, withdraw_invitation
from app.accounts.models import Invitation, User
from app.accounts.permissions import Role
from app.accounts.queries import INVITATION, invitation_of_token
from app.accounts.refusals import AddressTaken, AddressUnusable, AlreadyInvited, LinkUsedUp
from app.core import clock
from app.core.actors import user_actor, visitor_actor
from app.core.clock import now
from app.core.refusals import Refused
from app.core.tokens import derived_token
from app.core.transaction import reading, transaction
from app.extensions import db
from app.mailing.models import Message, MessageState

VISITOR = visitor_actor("127.0.0.1")


def invite(cast, email="new@example.org", **more):
    values = {"name": "New Person", "role": Role.RECRUITER, "team_id": cast.team.id, **more}
    return invite_user(email=email, by=user_actor(cast.root.id), **values)


def test_an_invitation_is_mailed_with_a_link_that_is_stored_nowhere(cast):
    invitation = invite(cast)
    message = db.session.scalars(select(Message).where(Message.cause == f"invitation:{invitation.id}")).one()
    assert (message.address, message.state) == ("new@example.org", MessageState.DUE)
    assert message.merge_values["inviter"] == "Root Admin"
    assert derived_token(INVITATION, invitation.id) not in str(vars(message))


def test_joining_takes_address_role_and_team_from_the_invitation(cast):
    user = accept_invitation(invite(cast), name="Nina New", password_hash="hash", by=VISITOR)
    assert (user.email, user.role, user.team_id, user.name) == ("new@example.org", Role.RECRUITER, cast.team.id, "Nina New")


def test_an_invitation_works_once(cast):
    invitation = invite(cast)
    accept_invitation(invitation, name="Nina", password_hash="hash", by=VISITOR)
    with pytest.raises(LinkUsedUp):
        accept_invitation(invitation, name="Again", password_hash="hash", by=VISITOR)


def test_an_invitation_ends_after_72_hours(cast):
    invitation = invite(cast)
    with clock.at(now() + timedelta(hours=72, seconds=1)), pytest.raises(LinkUsedUp):
        accept_invitation(invitation, name="Late", password_hash="hash", by=VISITOR)


def test_a_withdrawn_invitation_is_worth_nothing_and_its_mail_does_not_leave(cast):
    invitation = invite(cast)
    withdraw_invitation(invitation, by=user_actor(cast.root.id))
    withdraw_invitation(invitation, by=user_actor(cast.root.id))
    with pytest.raises(LinkUsedUp):
        accept_invitation(invitation, name="X", password_hash="hash", by=VISITOR)
    message = db.session.scalars(select(Message).where(Message.cause == f"invitation:{invitation.id}")).one()
    assert message.state is MessageState.CANCELLED


def test_nobody_is_invited_twice_and_no_user_again(cast):
    invite(cast)
    with pytest.raises(AlreadyInvited):
        invite(cast, "NEW@example.org")
    with pytest.raises(AddressTaken):
        invite(cast, cast.ada.email.upper())
    with pytest.raises(AddressUnusable):
        invite(cast, "not an address")


@pytest.mark.parametrize("token", ["", "1", "1-", "x-y", "-1-abc", "9" * 30 + "-abc", "1-" + "a" * 5000, "١-abc", "1-\ud800"])
def test_a_made_up_link_leads_nowhere(cast, token):
    invite(cast)
    assert invitation_of_token(token) is None


def test_a_link_of_another_purpose_leads_nowhere(cast):
    invitation = invite(cast)
    assert invitation_of_token(derived_token(INVITATION, invitation.id)) is invitation
    assert invitation_of_token(derived_token("password-reset", invitation.id)) is None


@pytest.mark.real_commits
def test_many_posts_of_one_invitation_make_one_user(app, cast):
    with transaction():
        invitation_id = invite(cast).id
    ready = threading.Barrier(8)

    def join(number):
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    accept_invitation(db.session.get(Invitation, invitation_id), name=f"N{number}", password_hash="x", by=VISITOR)
            except (Refused, IntegrityError):
                pass
            finally:
                db.session.remove()

    threads = [threading.Thread(target=join, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading():
        assert db.session.scalar(select(func.count(User.id)).where(User.email_key == "new@example.org")) == 1
