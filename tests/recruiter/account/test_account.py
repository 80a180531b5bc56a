"""One's own account."""

from sqlalchemy import select

from app.accounts.models import StaffSession
from app.accounts.sessions import start_session
from app.extensions import db
from tests.recruiter.account.conftest import PASSWORD

NEW = "a different kind of lantern"
FIELDS = {"name": "Ada New", "locale": "de", "time_zone": "Europe/Lisbon", "shortcuts": "y"}


def test_name_language_and_time_zone_are_mine_to_change(as_ada, ada):
    assert as_ada.submit("/recruiter/account", {**FIELDS, "version": ada.version}).status_code == 303
    db.session.refresh(ada)
    assert (ada.name, ada.locale, ada.time_zone) == ("Ada New", "de", "Europe/Lisbon")
    assert '<html lang="de"' in as_ada.get("/recruiter/account").text


def test_role_and_team_are_not(as_ada, ada):
    before = (ada.role, ada.team_id)
    as_ada.submit("/recruiter/account", {**FIELDS, "role": "admin", "team_id": "", "version": ada.version})
    db.session.refresh(ada)
    assert (ada.role, ada.team_id) == before


def test_a_stale_form_is_answered_409(as_ada, ada):
    assert as_ada.submit("/recruiter/account", {**FIELDS, "version": ada.version + 5}).status_code == 409


def test_a_new_password_needs_the_present_one(as_ada, ada):
    answer = as_ada.submit("/recruiter/account/password", {"current_password": "not it at all, no", "password": NEW})
    assert answer.status_code == 422
    assert "not your current password" in answer.text


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(as_ada, ada):
    other = start_session(ada, "10.0.0.9", "Mozilla/5.0 (X11; Linux) Firefox/130.0")
    answer = as_ada.submit("/recruiter/account/password", {"current_password": PASSWORD, "password": NEW})
    assert answer.status_code == 303
    assert as_ada.get("/recruiter/account").status_code == 200
    from tests.make import user_of_token

    assert user_of_token(other) is None


def test_guessing_the_present_password_is_throttled_like_a_sign_in(as_ada, ada):
    guess = {"current_password": "wrong wrong wrong", "password": NEW}
    answers = [as_ada.submit("/recruiter/account/password", guess).status_code for _ in range(11)]
    assert answers[:10] == [422] * 10
    assert answers[10] == 429


def test_sessions_are_listed_and_can_be_ended(as_ada, ada, cast):
    start_session(ada, "10.0.0.9", "Mozilla/5.0 (X11; Linux) Firefox/130.0")
    page = as_ada.get("/recruiter/account").text
    assert "Firefox, Linux" in page
    assert "10.0.0.9" in page
    other = db.session.scalars(select(StaffSession).where(StaffSession.address == "10.0.0.9")).one()
    assert as_ada.submit(f"/recruiter/account/sessions/{other.id}").status_code == 303
    assert "10.0.0.9" not in as_ada.get("/recruiter/account").text


def test_nobody_ends_somebody_elses_session(as_otto, ada):
    token_owner = start_session(ada, "10.0.0.9", None)
    session = db.session.scalars(select(StaffSession).where(StaffSession.address == "10.0.0.9")).one()
    assert as_otto.submit(f"/recruiter/account/sessions/{session.id}").status_code == 404
    assert token_owner


def test_ending_all_others_keeps_this_one(as_ada, ada):
    start_session(ada, "10.0.0.9", None)
    assert as_ada.submit("/recruiter/account/sessions").status_code == 303
    page = as_ada.get("/recruiter/account")
    assert page.status_code == 200
    assert "10.0.0.9" not in page.text


def test_private_pages_are_never_cached(as_ada):
    assert as_ada.get("/recruiter/account").headers["Cache-Control"] == "no-store"
