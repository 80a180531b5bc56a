"""How fresh a record is: who confirmed what, asking people, and licences that end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.candidates.commands import add_document, ask_one_to_refresh, ask_to_refresh, change_candidate, set_skills
from app.candidates.models import Candidate, Document, DocumentKind, RefreshRequest, Todo
from app.candidates.queries import is_stale, last_confirmed
from app.candidates.refusals import AskedLately
from app.candidates.tasks import warn_of_expiring_documents
from app.core.activity import Activity
from app.core.actors import SYSTEM, candidate_actor, user_actor
from app.core.clock import now, today
from app.core.files import stage_file
from app.extensions import db
from app.mailing.commands import ensure_templates
from app.mailing.models import Message, MessageState
from app.search.parser import parse
from app.search.queries import search_candidates
from tests.make import Cast, Make


def html(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def test_every_field_knows_who_confirmed_it(make: Make, cast: Cast) -> None:
    person = make.candidate()
    change_candidate(person, values={"city": "Kiel"}, by=user_actor(cast.ada.id))
    set_skills(person, names=["Otoscopy"], by=candidate_actor(person.id))
    assert (last_confirmed(person, "city") or ("", ""))[1] == "recruiter"
    assert (last_confirmed(person, "skills") or ("", ""))[1] == "candidate"
    assert last_confirmed(person, "country") is None


def test_people_are_asked_once_in_two_weeks_and_mail_goes_through_the_ledger(make: Make, cast: Cast) -> None:
    ensure_templates()
    first, second = make.candidate(email="first@example.org"), make.candidate(email="second@example.org")
    asked = ask_to_refresh([first, second], by=user_actor(cast.ada.id))
    assert set(asked.requests) == {first.id, second.id} and asked.lately == []
    again = ask_to_refresh([first], by=user_actor(cast.ada.id))
    assert again.requests == {} and again.lately == [first.id]
    with pytest.raises(AskedLately):
        ask_one_to_refresh(first, by=user_actor(cast.ada.id))
    mails = list(db.session.scalars(select(Message).where(Message.cause.startswith("refresh:"))))
    assert [mail.address for mail in mails] == ["first@example.org", "second@example.org"]
    assert all(mail.state is MessageState.DUE for mail in mails)


def test_the_record_asks_and_says_that_it_asked(as_ada: FlaskClient, make: Make) -> None:
    ensure_templates()
    person = make.candidate("Grete Find", added_at=now() - timedelta(days=500))
    record = f"/recruiter/candidates/{person.id}"
    page = html(as_ada.get(record))
    assert is_stale(person) and "No sign of them for a year." in page and "Ask to refresh" in page
    assert as_ada.submit(f"{record}/refresh-requests").status_code == 303
    page = html(as_ada.get(record))
    assert "no answer yet" in page and "Ask to refresh" not in page and "asked whether the details are still right" in page
    assert as_ada.submit(f"{record}/refresh-requests").status_code == 409


def test_the_candidate_confirms_or_corrects_and_is_fresh_again(as_carla: FlaskClient, cast: Cast, make: Make) -> None:
    ensure_templates()
    carla = db.session.get_one(Candidate, cast.carla.id)
    carla.human_signal_at = carla.added_at = now() - timedelta(days=500)
    ask_one_to_refresh(carla, by=user_actor(cast.ada.id))
    assert carla.id in search_candidates(cast.ada, parse("is:stale")).ids
    form = html(as_carla.get("/me/details"))
    assert "Is this still right?" in form and "Yes, this is right" in form
    same = {"full_name": carla.full_name, "city": carla.city, "country": carla.country, "current_title": ""}
    assert as_carla.submit("/me/details", same).status_code == 303
    request = db.session.scalars(select(RefreshRequest)).one()
    db.session.refresh(request)
    db.session.refresh(carla)
    assert request.answered_at is not None and not is_stale(carla)
    kinds = list(db.session.scalars(select(Activity.kind).where(Activity.candidate_id == carla.id)))
    assert "details_confirmed" in kinds and "candidate_changed" not in kinds
    assert (last_confirmed(carla, "current_title") or ("", ""))[1] == "candidate"
    assert last_confirmed(carla, "skills") is None, "only what the page showed is confirmed"
    more = {**same, "current_title": "Audiologist", "skills": "js, Otoscopy", "available_from": "2027-01-31"}
    assert as_carla.submit("/me/details", more).status_code == 303
    page = html(as_carla.get("/me/details"))
    assert 'value="Audiologist"' in page and "JavaScript, Otoscopy" in page and 'value="2027-01-31"' in page


def licence(person: Candidate, days: int, *, by: Any = SYSTEM) -> Document:
    staged = stage_file(f"licence of {person.id} for {days} days".encode(), "text/plain")
    return add_document(
        person, staged, filename="licence.txt", kind=DocumentKind.LICENCE, by=by, read=False,
        expires_on=today() + timedelta(days=days), number="L-1", issuer="HWK",
    )  # fmt: skip


def test_a_licence_that_ends_within_sixty_days_is_a_to_do_once(
    sweep: Callable[..., Any], make: Make, cast: Cast, as_ada: FlaskClient
) -> None:
    owned, added, nobodys = make.candidate(owner_id=cast.ada.id), make.candidate(), make.candidate()
    far, renewed = make.candidate(owner_id=cast.ada.id), make.candidate(owner_id=cast.ada.id)
    licence(owned, 30)
    licence(added, 59, by=user_actor(cast.otto.id))
    licence(nobodys, 30)
    licence(far, 61)
    licence(renewed, 10)
    licence(renewed, 400)
    assert sweep(warn_of_expiring_documents) == 2
    assert sweep(warn_of_expiring_documents) == 0
    todos = {todo.candidate_id: todo for todo in db.session.scalars(select(Todo))}
    assert set(todos) == {owned.id, added.id}
    assert todos[owned.id].owner_id == cast.ada.id and "Licence or permit ends on" in todos[owned.id].what
    assert todos[added.id].owner_id == cast.otto.id and todos[added.id].due_on == today() + timedelta(days=31)
    found = set(search_candidates(cast.ada, parse("expires:<60d")).ids)
    assert found == {owned.id, added.id, nobodys.id, renewed.id}
    page = html(as_ada.get(f"/recruiter/candidates/{owned.id}"))
    assert "Expires soon" in page and "HWK" in page
