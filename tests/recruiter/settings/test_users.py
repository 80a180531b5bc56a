"""Colleagues in settings: only admins, and never without one."""

import pytest
from sqlalchemy import select

from app.accounts.models import Invitation, User
from app.accounts.permissions import Role
from app.accounts.sessions import start_session
from app.extensions import db
from app.mailing.models import Message
from tests.make import user_of_token

LIST = "/recruiter/settings/users"
INVITE = {"email": "new@example.org", "name": "Nina", "role": "interviewer", "team_id": ""}


@pytest.mark.parametrize("name", ["ada", "hugo", "ines", "otto", "cora", "cleo"])
def test_nobody_but_admins_manages_users(request, cast, name):
    client = request.getfixturevalue(f"as_{name}")
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}/{cast.root.id}").status_code == 403
    assert client.submit("/recruiter/settings/invitations", INVITE).status_code == 403
    assert client.submit(f"{LIST}/{cast.ada.id}/deactivation").status_code == 403
    assert db.session.scalars(select(Invitation)).all() == []


def test_the_list_names_everybody_with_role_and_team(as_root, cast):
    page = as_root.get(LIST).text
    assert "Ada Recruiter" in page
    assert "Hiring manager" in page
    assert "Engineering hiring" in page


def test_the_list_takes_few_queries(as_root, make, queries):
    for _ in range(20):
        make.user()
    with queries as sent:
        assert as_root.get(LIST).status_code == 200
    assert sent.count <= 7


def test_inviting_and_withdrawing(as_root, cast):
    assert as_root.submit("/recruiter/settings/invitations", INVITE).location == LIST
    assert "new@example.org" in as_root.get(LIST).text
    invitation = db.session.scalars(select(Invitation)).one()
    assert invitation.role is Role.INTERVIEWER
    assert db.session.scalars(select(Message.address)).all() == ["new@example.org"]
    assert as_root.submit("/recruiter/settings/invitations", INVITE).status_code == 409
    assert as_root.submit(f"/recruiter/settings/invitations/{invitation.id}/withdrawal").status_code == 303
    assert "new@example.org" not in as_root.get(LIST).text


@pytest.mark.parametrize("change", [{"email": "no address"}, {"email": ""}, {"role": "emperor"}, {"team_id": "99999"},
                                    {"team_id": "x"}, {"email": "a@b@c"}])  # fmt: skip
def test_a_form_not_well_filled_keeps_what_was_typed(as_root, change):
    answer = as_root.submit("/recruiter/settings/invitations", {**INVITE, **change})
    assert answer.status_code == 422
    assert 'value="Nina"' in answer.text


def edit(user, **more):
    return {"name": user.name, "role": user.role.value, "team_id": str(user.team_id or ""),
            "time_zone": user.time_zone, "version": str(user.version), **more}  # fmt: skip


def test_changing_a_role_takes_effect_at_their_next_request(as_root, as_ada, cast):
    assert as_ada.get("/recruiter/account").status_code == 200
    assert as_root.submit(f"{LIST}/{cast.ada.id}", edit(cast.ada, role="interviewer")).status_code == 303
    db.session.refresh(cast.ada)
    assert cast.ada.role is Role.INTERVIEWER
    assert as_ada.get("/recruiter/account").status_code == 303


def test_a_stale_form_changes_nothing(as_root, cast):
    answer = as_root.submit(f"{LIST}/{cast.ada.id}", edit(cast.ada, role="admin", version="77"))
    assert answer.status_code == 409
    db.session.refresh(cast.ada)
    assert cast.ada.role is Role.RECRUITER


def test_the_last_admin_stays(as_root, cast):
    answer = as_root.submit(f"{LIST}/{cast.root.id}", edit(cast.root, role="recruiter"))
    assert answer.status_code == 409
    assert "last admin" in answer.text
    assert as_root.submit(f"{LIST}/{cast.root.id}/deactivation").status_code == 409
    db.session.refresh(cast.root)
    assert cast.root.is_active


def test_deactivating_ends_sessions_and_can_be_taken_back(as_root, as_ada, cast):
    assert as_root.submit(f"{LIST}/{cast.ada.id}/deactivation").status_code == 303
    assert as_ada.get("/recruiter/account").status_code == 303
    assert "Deactivated" in as_root.get(LIST).text
    assert as_root.submit(f"{LIST}/{cast.ada.id}/reactivation").status_code == 303
    db.session.refresh(cast.ada)
    assert cast.ada.is_active


def test_an_admin_sends_a_password_link_and_never_sets_one(as_root, cast):
    before = cast.ada.password_hash
    answer = as_root.submit(f"{LIST}/{cast.ada.id}/password-reset", {"password": "brittle lamp under seven seas"})
    assert answer.status_code == 303
    db.session.refresh(cast.ada)
    assert cast.ada.password_hash == before
    assert db.session.scalars(select(Message.address)).all() == [cast.ada.email]


def test_an_admin_signs_somebody_out_everywhere(as_root, cast):
    token = start_session(cast.otto, None, None)
    assert "Sign out everywhere" in as_root.get(f"{LIST}/{cast.otto.id}").text
    as_root.submit(f"{LIST}/{cast.otto.id}/sessions")
    assert user_of_token(token) is None


@pytest.mark.parametrize("path", [f"{LIST}/0", f"{LIST}/999999", f"{LIST}/99999999999999999999",
                                  f"{LIST}/-1", f"{LIST}/abc"])  # fmt: skip
def test_nobody_there_is_404(as_root, path):
    assert as_root.get(path).status_code == 404


def test_a_withdrawal_of_nothing_is_404(as_root):
    for number in (0, 9999, 2**31, 2**63):
        assert as_root.submit(f"/recruiter/settings/invitations/{number}/withdrawal").status_code == 404


def test_a_team_is_added_from_the_same_page(as_root, cast):
    assert as_root.submit("/recruiter/settings/teams", {"name": "Nursing"}).status_code == 303
    assert "Nursing" in as_root.get("/recruiter/settings/invitations/new").text
    assert as_root.submit("/recruiter/settings/teams", {"name": " "}).status_code == 422


def test_markup_in_a_name_stays_text(as_root, make):
    make.user(name="<script>alert(1)</script>")
    page = as_root.get(LIST).text
    assert "<script>alert" not in page
    assert db.session.scalars(select(User.name).where(User.name.like("<script%"))).one()


def test_settings_lead_to_the_first_page(as_root):
    assert as_root.get("/recruiter/settings").location == "/recruiter/settings/company"
