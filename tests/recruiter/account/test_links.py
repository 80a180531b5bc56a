"""Pages behind links from mails: invitations and new passwords."""

import re

import pytest
from sqlalchemy import func, select

from app.accounts.commands import ask_password_reset, invite_user
from app.accounts.models import PasswordReset, StaffSession, User
from app.accounts.permissions import Role
from app.accounts.queries import INVITATION, PASSWORD_RESET
from app.core.actors import SYSTEM, user_actor
from app.core.tokens import derived_token
from app.extensions import db
from app.mailing.models import Message
from app.web import evenness
from tests.recruiter.account.conftest import PASSWORD


@pytest.fixture
def invited(cast):
    invitation = invite_user(email="new@example.org", name="Nina", role=Role.INTERVIEWER, team_id=None,
                             by=user_actor(cast.root.id))  # fmt: skip
    return f"/recruiter/invitations/{derived_token(INVITATION, invitation.id)}"


@pytest.fixture
def reset_link(ada):
    reset = ask_password_reset(ada.email, by=SYSTEM)
    return f"/recruiter/password-resets/{derived_token(PASSWORD_RESET, reset.id)}"


def test_looking_at_an_invitation_uses_nothing_up(client, invited):
    for _ in range(5):
        assert client.get(invited).status_code == 200
    client.head(invited)
    page = client.get(invited)
    assert "new@example.org" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert client.submit(invited, {"name": "Nina New", "password": PASSWORD}).location == "/recruiter/"
    assert client.get("/recruiter/account").status_code == 200
    assert client.get(invited).status_code == 410
    assert client.submit(invited, {"name": "Again", "password": PASSWORD}).status_code == 410


def test_an_invitation_names_the_role_whatever_is_posted(client, invited):
    client.submit(invited, {"name": "Nina", "password": PASSWORD, "role": "admin", "email": "other@example.org"})
    nina = db.session.scalars(select(User).where(User.name == "Nina")).one()
    assert (nina.role, nina.email) == (Role.INTERVIEWER, "new@example.org")


def test_a_weak_password_keeps_the_invitation_open(client, invited):
    answer = client.submit(invited, {"name": "Nina", "password": "passwordpassword"})
    assert answer.status_code == 422
    assert "easy to guess" in answer.text
    assert client.get(invited).status_code == 200


@pytest.mark.parametrize("kind", ["invitations", "password-resets"])
@pytest.mark.parametrize("token", ["x", "1-x", "999999999999999999-" + "a" * 32, "%00", "1-%F0%9F"])
def test_made_up_links_say_so(client, cast, kind, token):
    assert client.get(f"/recruiter/{kind}/{token}").status_code in (404, 410)
    assert client.submit(f"/recruiter/{kind}/{token}", {"password": PASSWORD, "name": "x"}).status_code in (404, 410)


def test_asking_for_a_link_answers_the_same_for_everybody(client, ada):
    pages = []
    for email in (ada.email, "nobody@example.org"):
        answer = client.submit("/recruiter/password-resets", {"email": email})
        assert answer.status_code == 200
        pages.append(re.sub(r'content="[^"]*"|value="[^"]*"', "", answer.text.replace(email, "X")))
    assert pages[0] == pages[1]
    assert db.session.scalars(select(Message.address)).all() == [ada.email]


def test_asking_again_and_again_mails_three_times_an_hour(client, ada):
    for _ in range(6):
        assert client.submit("/recruiter/password-resets", {"email": ada.email}).status_code == 200
    assert db.session.scalar(select(func.count(PasswordReset.id))) == 3


def test_a_new_password_ends_all_sessions_and_works(client, reset_link, ada, as_ada):
    assert as_ada.get("/recruiter/account").status_code == 200
    new = "a different kind of lantern"
    assert client.submit(reset_link, {"password": new}).location == "/recruiter/sign-in"
    assert as_ada.get("/recruiter/account").status_code == 303
    assert client.get(reset_link).status_code == 410
    assert client.submit("/recruiter/sign-in", {"email": ada.email, "password": new}).status_code == 303
    assert client.submit("/recruiter/sign-in", {"email": ada.email, "password": PASSWORD}).status_code in (422, 303)


def test_a_poisoned_host_never_gets_into_a_mail(client, ada):
    answer = client.post("/recruiter/password-resets", data={"email": ada.email}, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    from app.mailing.commands import message_content

    ask_password_reset(ada.email, by=SYSTEM)
    content = message_content(db.session.scalars(select(Message)).one())
    assert "http://localhost/recruiter/password-resets/…" in content.text
    assert "evil" not in content.text
    assert db.session.scalar(select(func.count(StaffSession.id))) == 0


def test_asking_for_a_new_password_takes_the_same_time_for_everybody(client, ada, monkeypatch):
    waits = []
    monkeypatch.setattr(evenness, "EVEN_SECONDS", 60.0)
    monkeypatch.setattr(evenness, "sleep", waits.append)
    for email in (ada.email, "nobody@example.org"):
        assert client.submit("/recruiter/password-resets", {"email": email}).status_code == 200
    assert len(waits) == 2 and min(waits) > 50
