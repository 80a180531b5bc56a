"""Making two records one on its page: side by side, field by field, refused when stale, undone by a button."""

from flask.testing import FlaskClient

from app.candidates.merging import merge_candidates
from app.candidates.models import Candidate, Merge
from app.core.actors import user_actor
from app.extensions import db
from tests.make import Cast, Make


def test_both_records_stand_side_by_side(as_ada: FlaskClient, make: Make) -> None:
    kept = make.candidate("Ana Muster", headline="Builder", email="ana@example.org")
    lost = make.candidate("Anna Muster", headline="", current_title="Engineer", email="anna@example.org")
    page = as_ada.get(f"/recruiter/candidates/{kept.id}/merging/{lost.id}").get_data(as_text=True)
    assert 'name="choice-full_name" value="lost"' in page, "both have a name: somebody chooses"
    assert 'name="choice-headline"' not in page, "only one has a headline: nothing to choose"
    assert "anna@example.org" in page and "Make them one" in page


def test_what_was_chosen_is_kept_and_old_addresses_lead_on(as_ada: FlaskClient, make: Make) -> None:
    kept, lost = make.candidate("Ana Muster", email="ana@example.org"), make.candidate("Anna Muster", email="anna@example.org")
    seen = {"kept_version": str(kept.version), "lost_version": str(lost.version)}
    answer = as_ada.submit(
        f"/recruiter/candidates/{kept.id}/merging/{lost.id}",
        {**seen, "choice-full_name": "lost", "primary-email": "anna@example.org"},
    )
    assert answer.status_code == 303
    db.session.refresh(kept)
    assert kept.full_name == "Anna Muster"
    for path in ("", "/edit", "/background"):
        old = as_ada.get(f"/recruiter/candidates/{lost.id}{path}?show=notes")
        assert (old.status_code, old.location) == (303, f"/recruiter/candidates/{kept.id}{path}?show=notes")
    assert as_ada.post(f"/recruiter/candidates/{lost.id}/edit", data={"csrf_token": as_ada.csrf()}).status_code in (404, 405)


def test_a_stale_page_is_refused_and_nothing_happens(as_ada: FlaskClient, make: Make) -> None:
    kept, lost = make.candidate("Ana"), make.candidate("Anna")
    answer = as_ada.submit(f"/recruiter/candidates/{kept.id}/merging/{lost.id}", {"kept_version": "7", "lost_version": "1"})
    assert answer.status_code == 409 and "Someone changed this meanwhile" in answer.get_data(as_text=True)
    assert db.session.query(Merge).count() == 0


def test_what_stands_in_the_way_is_said_before_choosing(as_ada: FlaskClient, make: Make) -> None:
    kept, lost, job = make.candidate(), make.candidate(), make.job("Sound Engineer")
    for person in (kept, lost):
        make.application(person, job)
    page = as_ada.get(f"/recruiter/candidates/{kept.id}/merging/{lost.id}").get_data(as_text=True)
    assert "Both are in process for Sound Engineer." in page and "Make them one" not in page


def test_a_merge_is_undone_from_the_record(as_ada: FlaskClient, make: Make, cast: Cast) -> None:
    kept, lost = make.candidate("Kept"), make.candidate("Lost")
    merge = merge_candidates(kept.id, lost.id, by=user_actor(cast.ada.id))
    background = as_ada.get(f"/recruiter/candidates/{kept.id}/background").get_data(as_text=True)
    assert "merged another record into this one" in background
    answer = as_ada.submit(f"/recruiter/candidates/merges/{merge.id}/undo")
    assert answer.location == f"/recruiter/candidates/{lost.id}"
    assert db.session.get_one(Candidate, lost.id).full_name == "Lost"
    assert as_ada.submit(f"/recruiter/candidates/merges/{merge.id}/undo").status_code == 303, "twice is told, not an error"


def test_the_other_record_is_found_by_searching(as_ada: FlaskClient, make: Make) -> None:
    person, other = make.candidate("Ana Muster", phone="+4915112345678"), make.candidate("A. M.", phone="+4915112345678")
    page = as_ada.get(f"/recruiter/candidates/{person.id}/merging").get_data(as_text=True)
    assert f"/merging/{other.id}" in page and "shared phone number" in page


def test_hiring_managers_neither_compare_nor_are_led_on(as_hugo: FlaskClient, make: Make, cast: Cast) -> None:
    kept, lost = make.candidate(), make.candidate()
    assert as_hugo.get(f"/recruiter/candidates/{kept.id}/merging/{lost.id}").status_code == 403
    merge_candidates(kept.id, lost.id, by=user_actor(cast.ada.id))
    assert as_hugo.get(f"/recruiter/candidates/{lost.id}").status_code == 404
